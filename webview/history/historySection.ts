import { t } from "@vscode/l10n";
import type { FromPanel, PanelHistory, PanelRun, RunPair } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import type { Section, SectionView } from "../frame/section.ts";
import { notice } from "../frame/notice.ts";
import type { LabSelect } from "../kit/labSelect.ts";
import { verdictWords } from "../results/sentences.ts";
import { liveTable } from "../table/liveTable.ts";
import type { Row } from "../table/tableRow.ts";
import { decimal, NOT_MEASURED, sampleRateText } from "../units.ts";
import { pairView } from "./pairView.ts";
import { runTime } from "./runTime.ts";
import { trend } from "./trend.ts";

/** The last runs of the file, or of an installed driver: their trend, two of them beside each other, and all of them as a table. */
export function historySection(post: (message: FromPanel) => void): Section {
  return {
    name: "history",
    title: t("History"),
    badge: ({ history: { runs } }) => (runs.length === 0 ? "" : decimal(runs.length, 0)),
    build: () => historyView(post),
  };
}

function historyView(post: (message: FromPanel) => void): SectionView {
  let pair: RunPair | null = null;
  const compare = (wish: Partial<RunPair>): void => {
    if (pair !== null) post({ type: "compareRuns", ...pair, ...wish });
  };
  const empty = notice("empty");
  const drawing = trend((after) => { compare({ after }); });
  const before = select(t("Before"), (value) => { compare({ before: value }); });
  const after = select(t("After"), (value) => { compare({ after: value }); });
  const view = pairView();
  const comparison = element("section", "history-pair", element("h2", "", t("Two runs beside each other")), element("div", "run-controls", before.element, after.element), view.element);
  const table = liveTable({
    label: t("Runs"),
    columns: [
      { key: "time", title: t("Run"), kind: "word" },
      { key: "verdict", title: t("Verdict"), kind: "word" },
      { key: "trip", title: t("Round trip"), kind: "number" },
      { key: "reported", title: t("Reported"), kind: "number" },
      { key: "glitches", title: t("Glitches"), kind: "number" },
      { key: "buffer", title: t("Buffer"), kind: "number" },
      { key: "rate", title: t("Rate"), kind: "number" },
      { key: "backend", title: t("Backend"), kind: "word" },
    ],
  });
  const forget = document.createElement("lab-button");
  forget.label = t("Forget these runs…");
  forget.appearance = "quiet";
  forget.addEventListener("lab-press", () => { post({ type: "clearHistory" }); });
  const title = element("h2", "");
  const list = element("section", "history-runs", title, table.element, forget);
  const tendency = element("section", "history-trend", element("h2", "", t("Trend")), drawing.element);
  return {
    element: element("div", "run-section", empty.element, tendency, comparison, list),
    update: ({ file, config, history }) => {
      const { runs, diff } = history;
      title.textContent = config === null ? t("Runs of this driver") : t("Runs of this file");
      pair = history.pair;
      setHidden(tendency, runs.length < 2);
      drawing.update(runs);
      setHidden(comparison, pair === null);
      before.update(runs, pair?.before ?? "");
      after.update(runs, pair?.after ?? "");
      view.update(diff);
      setHidden(list, runs.length === 0);
      table.update(runs.map((run) => rowOf(run, history)));
      empty.update(file === null || runs.length > 1 ? null : emptyNotice(runs.length, config === null));
    },
  };
}

function emptyNotice(count: number, isDriver: boolean): Parameters<ReturnType<typeof notice>["update"]>[0] {
  return {
    level: "idle",
    title: count === 0 ? t("No runs yet") : t("One run so far"),
    text: isDriver
      ? t("Every test of this driver is kept here, the last 24. From two on there is a trend, and any two can be put beside each other: what changed, and whether it is more than noise.")
      : t("Every test of this file is kept here, the last 24. From two on there is a trend, and any two can be put beside each other: what changed, and whether it is more than noise."),
    action: null,
  };
}

interface RunSelect {
  readonly element: LabSelect;
  update(runs: readonly PanelRun[], chosen: string): void;
}

function select(label: string, choose: (startedAt: string) => void): RunSelect {
  const node = document.createElement("lab-select");
  node.label = label;
  node.addEventListener("lab-change", () => { choose(node.value); });
  let offered = "";
  return {
    element: node,
    update: (runs, chosen) => {
      const now = runs.map(({ startedAt }) => startedAt).join(" ");
      if (now !== offered) {
        node.choices = runs.map((run) => ({ value: run.startedAt, label: `${runTime(run.startedAt)} · ${ms(run.roundTripMs)}` }));
        offered = now;
      }
      node.value = chosen;
    },
  };
}

function rowOf(run: PanelRun, { pair }: PanelHistory): Row {
  const { startedAt, level, roundTripMs, reportedMs, glitches, bufferFrames, sampleRate, backend, mode } = run;
  const time = runTime(startedAt);
  return {
    key: startedAt,
    isMarked: startedAt === pair?.before || startedAt === pair?.after,
    cells: [
      { text: startedAt === pair?.before ? t("{0} (before)", time) : startedAt === pair?.after ? t("{0} (after)", time) : time, sort: startedAt },
      { text: verdictWords(level), sort: level, level },
      { text: ms(roundTripMs), sort: roundTripMs },
      { text: ms(reportedMs), sort: reportedMs },
      { text: glitches === null ? NOT_MEASURED : decimal(glitches, 0), sort: glitches },
      { text: bufferFrames === null ? NOT_MEASURED : decimal(bufferFrames, 0), sort: bufferFrames },
      { text: sampleRate === null ? NOT_MEASURED : sampleRateText(sampleRate), sort: sampleRate },
      { text: backend === null ? NOT_MEASURED : mode === null ? backend : `${backend}, ${mode === "exclusive" ? t("exclusive") : t("shared")}`, sort: backend },
    ],
    note: "",
    details: run.sentence === "" ? [] : [run.sentence],
  };
}

function ms(value: number | null): string {
  return value === null ? NOT_MEASURED : `${decimal(value, 2)} ms`;
}
