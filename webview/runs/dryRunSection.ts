import { t } from "@vscode/l10n";
import type { DryRunCell, FromPanel, SampleType } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Section, SectionView } from "../frame/section.ts";
import { liveTable } from "../table/liveTable.ts";
import type { Cell, Row } from "../table/tableRow.ts";
import { sampleRateText } from "../units.ts";
import { runBar } from "./runBar.ts";

const TYPES: readonly SampleType[] = ["Float32", "Int32", "Int24", "Int16"];

/** What opens and what does not: a row per way, channel count and rate, a column per sample type. */
export function dryRunSection(post: (message: FromPanel) => void): Section {
  return { name: "dryRun", title: t("Dry run"), badge: () => "", build: () => dryRunView(post) };
}

function dryRunView(post: (message: FromPanel) => void): SectionView {
  const scope = document.createElement("lab-choice");
  scope.label = t("Backends");
  scope.choices = [
    { value: "own", label: t("The file's") },
    { value: "all", label: t("All of this machine") },
  ];
  scope.value = "own";
  const bar = runBar(post, {
    run: "dryRun",
    start: t("Dry run"),
    about: t("Opens every sample rate, sample type and channel count for a moment, in silence, and tells which of them the driver starts with and why the others do not."),
    choices: [scope],
    request: () => ({ run: "dryRun", all: scope.value === "all" }),
  });
  let places: ReadonlyMap<string, number> = new Map();
  const table = liveTable({
    label: t("What opens"),
    columns: [
      { key: "way", title: t("Backend"), kind: "word" },
      { key: "channels", title: t("Channels"), kind: "word" },
      { key: "rate", title: t("Sample rate"), kind: "number" },
      ...TYPES.map((type) => ({ key: type, title: type, kind: "word" as const })),
    ],
    isGrid: true,
    press: (row, type) => {
      const place = places.get(`${row} ${type}`);
      if (place !== undefined) post({ type: "use", run: "dryRun", row: place });
    },
  });
  const sentence = element("p", "run-sentence");
  const reasons = element("ol", "run-reasons");
  return {
    element: element("div", "run-section", bar.element, sentence, table.element, reasons),
    update: (state) => {
      const cells = state.tables.dryRun?.cells ?? [];
      scope.disabled = state.activity.kind === "running" && state.activity.run === "dryRun";
      bar.update(state);
      const opens = cells.filter((cell) => cell.opens).length;
      setHidden(sentence, cells.length === 0);
      setText(sentence, t("{0} of {1} combinations open.", opens, cells.length));
      places = new Map(cells.map((cell, index) => [`${rowKey(cell)} ${cell.sampleType}`, index]));
      const why = reasonsOf(cells);
      table.update(rowsOf(cells, why));
      setHidden(reasons, why.length === 0);
      if (reasons.children.length !== why.length) reasons.replaceChildren(...why.map(() => element("li")));
      why.forEach((text, index) => { if (reasons.children[index] !== undefined) setText(reasons.children[index], text); });
    },
  };
}

function rowKey({ backend, mode, channels, sampleRate }: DryRunCell): string {
  return `${backend} ${mode ?? ""} ${channels ?? ""} ${sampleRate}`;
}

/** Each reason once, in the order in which they were met. */
function reasonsOf(cells: readonly DryRunCell[]): readonly string[] {
  return [...new Set(cells.filter((cell) => !cell.opens).map(reasonOf))];
}

function reasonOf({ error }: DryRunCell): string {
  return error === null ? t("The driver took another sample rate.") : `${error.message} ${error.hint}`.trim();
}

function rowsOf(cells: readonly DryRunCell[], reasons: readonly string[]): readonly Row[] {
  const groups = new Map<string, DryRunCell[]>();
  for (const cell of cells) {
    const key = rowKey(cell);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return [...groups].flatMap(([key, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const { backend, mode, channels, sampleRate } = first;
    const way = mode === null ? backend : t("{0} ({1})", backend, mode === "exclusive" ? t("exclusive") : t("shared"));
    const channelText = channels === null ? t("as in the file") : channels === 1 ? t("1 channel") : t("{0} channels", channels);
    return [
      {
        key,
        isMarked: false,
        note: "",
        details: [],
        cells: [
          { text: way, sort: way },
          { text: channelText, sort: channels },
          { text: sampleRateText(sampleRate), sort: sampleRate },
          ...TYPES.map((type) => typeCell(group.find((cell) => cell.sampleType === type), reasons, way, channelText)),
        ],
      },
    ];
  });
}

function typeCell(cell: DryRunCell | undefined, reasons: readonly string[], way: string, channels: string): Cell {
  if (cell === undefined) return { text: "", sort: null };
  if (!cell.opens) return { text: String(reasons.indexOf(reasonOf(cell)) + 1), sort: 0, level: "fail" };
  return { text: t("✔ opens"), sort: 1, action: t("Use {0}, {1}, on {2}…", cell.sampleType, channels, way) };
}
