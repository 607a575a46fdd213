import { t } from "@vscode/l10n";
import type { FromPanel, GlitchEvent, PanelState, RoundResult, SelfTestTable } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import type { Section, SectionView } from "../frame/section.ts";
import { glitchSentence } from "../results/glitchSentence.ts";
import { glitchWord } from "../results/glitchWord.ts";
import { liveTable } from "../table/liveTable.ts";
import type { Row } from "../table/tableRow.ts";
import { decimal, frameCount, NOT_MEASURED } from "../units.ts";
import { runBar } from "./runBar.ts";

/** Of the devices of software that the detector is proved on. */
const RATE = 48_000;

/** The detector held against faults that were injected on purpose. */
export function selfTestSection(post: (message: FromPanel) => void): Section {
  return {
    name: "selfTest",
    title: t("Self-test"),
    badge: ({ tables: { selfTest } }) => (selfTest?.proved === true ? t("proved") : ""),
    build: () => selfTestView(post),
  };
}

function selfTestView(post: (message: FromPanel) => void): SectionView {
  const bar = runBar(post, {
    run: "selfTest",
    start: t("Prove the detector"),
    about: t("Injects faults of every kind into devices made of software and holds what the lab reports against what was injected: each fault once, at its very frame, and nothing else. No sound device is touched."),
    request: () => ({ run: "selfTest" }),
  });
  const verdict = document.createElement("lab-status");
  verdict.className = "run-verdict";
  const table = liveTable({
    label: t("Rounds of the self-test"),
    columns: [
      { key: "title", title: t("Device"), kind: "word" },
      { key: "proved", title: t("Outcome"), kind: "word" },
      { key: "injected", title: t("Injected"), kind: "number" },
      { key: "missing", title: t("Missing"), kind: "number" },
      { key: "unexpected", title: t("Not injected"), kind: "number" },
      { key: "trip", title: t("Round trip, true"), kind: "number" },
      { key: "measured", title: t("Measured"), kind: "number" },
    ],
  });
  const seed = element("p", "run-foot");
  return {
    element: element("div", "run-section", bar.element, verdict, table.element, seed),
    update: (state) => {
      const { selfTest } = state.tables;
      bar.update(state);
      const words = selfTest === null || isRunning(state) ? null : verdictOf(selfTest);
      setHidden(verdict, words === null);
      if (words !== null) {
        verdict.level = words.level;
        verdict.text = words.text;
      }
      table.update((selfTest?.rounds ?? []).map(rowOf));
      setHidden(seed, selfTest?.seed == null);
      seed.textContent = selfTest?.seed == null ? "" : t("The same faults again, in a terminal: flexlab selftest --seed {0}", selfTest.seed);
    },
  };
}

function isRunning({ activity }: PanelState): boolean {
  return activity.kind === "running" && activity.run === "selfTest";
}

function verdictOf({ rounds, proved }: SelfTestTable): { readonly level: "pass" | "fail" | "warn"; readonly text: string } | null {
  if (rounds.length === 0) return null;
  const injected = rounds.reduce((sum, round) => sum + round.injected.length, 0);
  const found = injected - rounds.reduce((sum, round) => sum + round.missing.length, 0);
  if (proved === true) return { level: "pass", text: t("Detector proved: {0} faults injected, exactly these {0} reported.", injected) };
  if (proved === false) return { level: "fail", text: t("Not proved: {0} faults injected, {1} of them reported as injected.", injected, found) };
  return { level: "warn", text: t("Not finished: {0} faults injected until then, {1} of them reported as injected.", injected, found) };
}

function rowOf({ title, proved, injected, missing, unexpected, roundTrip, error }: RoundResult, index: number): Row {
  const { trueFrames, measuredFrames } = roundTrip;
  return {
    key: String(index),
    isMarked: false,
    cells: [
      { text: title, sort: title },
      { text: proved ? t("Proved") : t("Not proved"), sort: proved ? 1 : 0, level: proved ? "pass" : "fail" },
      { text: decimal(injected.length, 0), sort: injected.length },
      { text: decimal(missing.length, 0), sort: missing.length },
      { text: decimal(unexpected.length, 0), sort: unexpected.length },
      { text: frameCount(trueFrames), sort: trueFrames },
      { text: measuredFrames === null ? NOT_MEASURED : frameCount(measuredFrames), sort: measuredFrames },
    ],
    note: error === null ? "" : `${error.message} ${error.hint}`.trim(),
    details: [
      ...missing.map((event) => t("Missing: {0}", faultWords(event))),
      ...unexpected.map((event) => t("Not injected: {0}", faultWords(event))),
      ...injected.map((event) => t("Injected: {0}", faultWords(event))),
    ],
  };
}

function faultWords(event: GlitchEvent): string {
  return `${glitchWord(event.kind)}, ${t("frame {0}", decimal(event.frame, 0))}. ${glitchSentence(event, RATE)}`;
}
