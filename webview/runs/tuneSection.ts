import { t } from "@vscode/l10n";
import { PROOF_MINUTES } from "../../extension/editor/panelProtocol.ts";
import type { FromPanel, Trial, TuneTable, TuningResult } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import type { Part } from "../dom.ts";
import type { Section, SectionView } from "../frame/section.ts";
import { liveTable } from "../table/liveTable.ts";
import type { Row } from "../table/tableRow.ts";
import { decimal, frameCount, framesWithUnit, NOT_MEASURED, toMilliseconds } from "../units.ts";
import { runBar } from "./runBar.ts";

/** The search for the smallest buffer and suggested latency that hold, trial by trial. */
export function tuneSection(post: (message: FromPanel) => void): Section {
  return { name: "tune", title: t("Tune"), badge: () => "", build: () => tuneView(post) };
}

function tuneView(post: (message: FromPanel) => void): SectionView {
  const proof = document.createElement("lab-choice");
  proof.label = t("Proof");
  proof.choices = PROOF_MINUTES.map((minutes) => ({ value: String(minutes), label: minutes < 1 ? t("{0} s", minutes * 60) : t("{0} min", minutes) }));
  proof.value = String(PROOF_MINUTES[0]);
  const bar = runBar(post, {
    run: "tune",
    start: t("Tune"),
    about: t("Searches the smallest buffer and suggested latency that bring the sound back without a glitch, then proves them for as long as you choose. The file stays as it is until you take the result."),
    choices: [proof],
    request: () => ({ run: "tune", proofMinutes: Number(proof.value) }),
  });
  const found = resultCard(() => { post({ type: "use", run: "tune" }); });
  const table = liveTable({
    label: t("Trials"),
    columns: [
      { key: "step", title: t("Step"), kind: "word" },
      { key: "buffer", title: t("Buffer"), kind: "number" },
      { key: "latency", title: t("Suggested latency"), kind: "number" },
      { key: "held", title: t("Outcome"), kind: "word" },
      { key: "glitches", title: t("Glitches"), kind: "number" },
      { key: "trip", title: t("Round trip"), kind: "number" },
      { key: "seconds", title: t("Judged"), kind: "number" },
    ],
  });
  return {
    element: element("div", "run-section", bar.element, found.element, table.element),
    update: (state) => {
      const { tune } = state.tables;
      const isRunning = state.activity.kind === "running" && state.activity.run === "tune";
      proof.disabled = isRunning;
      bar.update(state);
      found.update(tune);
      table.update((tune?.trials ?? []).map(rowOf));
    },
  };
}

function resultCard(use: () => void): Part<TuneTable | null> {
  const words = element("p", "run-sentence");
  const proof = element("p", "run-proof");
  const diff = element("pre", "run-diff");
  diff.tabIndex = 0;
  diff.setAttribute("aria-label", t("Change of the file"));
  diff.setAttribute("role", "region");
  const same = element("p", "", t("The file says so already."));
  const button = document.createElement("lab-button");
  button.label = t("Use this one…");
  button.appearance = "primary";
  button.addEventListener("lab-press", use);
  const card = element("section", "run-result", words, proof, diff, same, button);
  card.setAttribute("aria-label", t("Result"));
  return {
    element: card,
    update: (table) => {
      const result = table?.result ?? null;
      setHidden(card, result === null);
      if (table === null || result === null) return;
      words.textContent = resultWords(result);
      proof.textContent = t(
        "No glitch in {0} min: with 95 % confidence fewer than {1} a minute. A longer proof bounds it lower.",
        decimal(result.proofMinutes, 1),
        decimal(result.glitchesPerMinuteBelow, result.glitchesPerMinuteBelow < 10 ? 1 : 0),
      );
      const isSame = table.diff === "";
      setHidden(diff, isSame);
      setHidden(same, !isSame);
      setHidden(button, isSame);
      diff.replaceChildren(...table.diff.trimEnd().split("\n").map((line) => element("span", diffClass(line), `${line}\n`)));
    },
  };
}

/** The two lines that name the file are neither. */
function diffClass(line: string): string {
  return /^\+(?!\+\+ )/.test(line) ? "added" : /^-(?!-- )/.test(line) ? "removed" : "";
}

function resultWords({ bufferFrames, suggestedLatencySeconds, sampleRate, roundTripFrames, roundTripFramesBefore }: TuningResult): string {
  const ms = (frames: number): string => `${decimal(toMilliseconds(frames, sampleRate), 2)} ms`;
  const setting = suggestedLatencySeconds === null ? framesWithUnit(bufferFrames) : `${framesWithUnit(bufferFrames)}, ${t("suggested latency {0}", latencyText(suggestedLatencySeconds))}`;
  return roundTripFramesBefore === null || roundTripFramesBefore === roundTripFrames
    ? t("Smallest that holds: {0}; round trip {1}.", setting, ms(roundTripFrames))
    : t("Smallest that holds: {0}; round trip {1}, before {2}.", setting, ms(roundTripFrames), ms(roundTripFramesBefore));
}

function rowOf({ step, bufferFrames, suggestedLatencySeconds, held, glitches, roundTripFrames, seconds, why }: Trial, index: number): Row {
  const name = { buffer: t("Buffer"), latency: t("Latency"), proof: t("Proof") }[step];
  return {
    key: String(index),
    isMarked: step === "proof" && held,
    cells: [
      { text: name, sort: index },
      { text: framesWithUnit(bufferFrames), sort: bufferFrames },
      { text: suggestedLatencySeconds === null ? t("as in the file") : latencyText(suggestedLatencySeconds), sort: suggestedLatencySeconds },
      { text: held ? t("Holds") : t("Fails"), sort: held ? 1 : 0, level: held ? "pass" : "fail" },
      { text: glitches === null ? NOT_MEASURED : decimal(glitches, 0), sort: glitches },
      { text: roundTripFrames === null ? NOT_MEASURED : framesWithUnit(roundTripFrames), sort: roundTripFrames },
      { text: `${decimal(seconds, 1)} s`, sort: seconds },
    ],
    note: why ?? "",
    details: [],
  };
}

function latencyText(seconds: number): string {
  return `${frameCount(seconds * 1000)} ms`;
}
