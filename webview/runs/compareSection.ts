import { t } from "@vscode/l10n";
import type { CompareRow, CompareTable, FromPanel } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Section, SectionView } from "../frame/section.ts";
import { latencyWord } from "../results/figureWords.ts";
import { liveTable } from "../table/liveTable.ts";
import type { Row } from "../table/tableRow.ts";
import { decimal, framesWithUnit, NOT_MEASURED } from "../units.ts";
import { runBar } from "./runBar.ts";

/** Every backend and mode of this machine, one row each. */
export function compareSection(post: (message: FromPanel) => void): Section {
  return {
    name: "compare",
    title: t("Compare"),
    badge: ({ activity, tables: { compare } }) =>
      activity.kind === "running" && activity.run === "compare" && compare !== null ? t("{0} of {1}", compare.rows.length, compare.ways ?? "…") : "",
    build: () => compareView(post),
  };
}

function compareView(post: (message: FromPanel) => void): SectionView {
  const bar = runBar(post, {
    run: "compare",
    start: t("Compare backends"),
    about: t("Tests every backend and mode of this machine with this file's devices, one after the other, each in a process of its own. The file stays as it is until you take one of them."),
    request: () => ({ run: "compare" }),
  });
  const best = element("p", "run-sentence");
  const table = liveTable({
    label: t("Backends compared"),
    columns: [
      { key: "name", title: t("Backend"), kind: "word" },
      { key: "use", title: "", kind: "word" },
      { key: "trip", title: t("Round trip"), kind: "number" },
      { key: "reported", title: t("Reported"), kind: "number" },
      { key: "latency", title: t("Report is"), kind: "word" },
      { key: "samples", title: t("Samples"), kind: "word" },
      { key: "glitches", title: t("Glitches"), kind: "number" },
      { key: "startUp", title: t("Start-up"), kind: "number" },
    ],
    press: (key) => { post({ type: "use", run: "compare", row: Number(key) }); },
  });
  const missing = element("p", "run-foot");
  return {
    element: element("div", "run-section", bar.element, best, table.element, missing),
    update: (state) => {
      bar.update(state);
      const { compare } = state.tables;
      setHidden(best, compare === null || compare.rows.length === 0);
      setText(best, compare === null ? "" : bestWords(compare));
      table.update((compare?.rows ?? []).map((row, index) => rowOf(row, index, compare === null ? null : fastest(compare))));
      setHidden(missing, compare === null || compare.notHere.length === 0);
      setText(missing, compare === null ? "" : t("Not on this machine: {0}.", compare.notHere.join(", ")));
    },
  };
}

/** The shortest way without a glitch so far; null: there is none. */
function fastest({ rows }: CompareTable): CompareRow | null {
  const whole = rows.filter(({ error, glitches, roundTripMs }) => error === null && glitches === 0 && roundTripMs !== null);
  return whole.toSorted((a, b) => (a.roundTripMs ?? 0) - (b.roundTripMs ?? 0))[0] ?? null;
}

function bestWords(table: CompareTable): string {
  const best = fastest(table);
  if (best === null) return t("No way brought the sound back without glitches.");
  return t("Shortest way without glitches: {0}, {1} round trip ({2}).", best.name, ms(best.roundTripMs), framesWithUnit(best.roundTripFrames ?? 0));
}

function rowOf(row: CompareRow, index: number, best: CompareRow | null): Row {
  const { name, roundTripMs, reportedMs, latency, samples, glitches, startUpMs, error, remarks } = row;
  const canUse = !row.configured && row.opened && error === null;
  return {
    key: String(index),
    isMarked: row === best,
    cells: [
      { text: row.configured ? t("{0} (in the file)", name) : name, sort: name, level: error === null ? row.level : "fail" },
      canUse ? { text: t("Use this one…"), sort: null, action: name } : { text: "", sort: null },
      { text: ms(roundTripMs), sort: roundTripMs },
      { text: latency === "invalid" ? t("impossible") : ms(reportedMs), sort: reportedMs },
      { text: latency === null ? NOT_MEASURED : latencyWord(latency), sort: latency },
      { text: samples, sort: samples },
      { text: glitches === null ? NOT_MEASURED : decimal(glitches, 0), sort: glitches },
      { text: ms(startUpMs), sort: startUpMs },
    ],
    note: error === null ? "" : `${error.message} ${error.hint}`.trim(),
    details: remarks.map(({ documented, seen, agrees }) => `${agrees ? "=" : "≠"} ${t("documented: {0}; seen: {1}", documented, seen)}`),
  };
}

function ms(value: number | null): string {
  return value === null ? NOT_MEASURED : `${decimal(value, 2)} ms`;
}
