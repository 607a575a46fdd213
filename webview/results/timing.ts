import { t } from "@vscode/l10n";
import type { Percentiles, Report } from "../../extension/editor/panelProtocol.ts";
import { element, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import { decimal, NOT_MEASURED, sampleRateText } from "../units.ts";

type Row = readonly [label: string, value: string];

/** Of each percentile the name, and why it may be missing. */
function percentileNames(): readonly (readonly [key: keyof Percentiles, name: string, missing: string])[] {
  return [
    ["p50", t("median"), t("not measured")],
    ["p99", "p99", t("needs 1,000 callbacks")],
    ["p999", t("p99.9"), t("needs 10,000 callbacks")],
    ["max", t("max"), t("not measured")],
  ];
}

/** How regularly the driver called and how long the calls took, and the figures of the path that need no bigger place. */
export function timing(): Part<Report> {
  const interval = percentileRow(t("Interval, ms"));
  const duration = percentileRow(t("Time in the host, µs"));
  const head = element("tr", "", headCell(t("Callback")), ...percentileNames().map(([, name]) => headCell(name)));
  const table = element("table", "percentiles", element("thead", "", head), element("tbody", "", interval.element, duration.element));
  const timingFacts = facts();
  const pathFacts = facts();
  const box = element(
    "section",
    "details",
    element("div", "detail-column", element("h2", "", t("Timing")), table, timingFacts.element),
    element("div", "detail-column", element("h2", "", t("Signal path")), pathFacts.element),
  );
  return {
    element: box,
    update: (report) => {
      interval.update({ values: report.timing.intervalMs, digits: 2 });
      duration.update({ values: report.timing.durationUs, digits: 1 });
      timingFacts.update(timingRows(report));
      pathFacts.update(pathRows(report));
    },
  };
}

export function timingRows(report: Report): readonly Row[] {
  const { timing: times, cpu, environment } = report;
  return [
    [t("Callbacks"), decimal(times.callbacks, 0)],
    [t("Open"), milliseconds(times.openMs)],
    [t("Start"), milliseconds(times.startMs)],
    [t("First callback after"), milliseconds(times.firstCallbackMs)],
    [t("Audio thread"), cpu.percentOfCore === null ? NOT_MEASURED : t("{0} % of a core", decimal(cpu.percentOfCore, 1))],
    [t("Real-time scheduling"), yesNo(environment.realtime)],
  ];
}

export function pathRows(report: Report): readonly Row[] {
  const { integrity, drift, devices, stream } = report;
  const { detected, innerSampleRate } = integrity.resampled;
  return [
    [t("Channels"), t("{0} in, {1} out", devices.input?.channels ?? 0, devices.output?.channels ?? 0)],
    [
      t("Sample types"),
      stream === null
        ? NOT_MEASURED
        : t("{0} in, {1} out", stream.inputSampleType ?? t("off"), stream.outputSampleType ?? t("off")),
    ],
    [t("Gain"), listed(integrity.gainDb, (gain) => decimal(gain, 2), " dB")],
    [t("Polarity"), listed(integrity.inverted, (inverted) => (inverted ? t("inverted") : t("kept")), "")],
    [
      t("Resampled"),
      detected === null
        ? NOT_MEASURED
        : detected
          ? innerSampleRate === null
            ? t("yes")
            : t("yes, through {0}", sampleRateText(innerSampleRate))
          : t("no"),
    ],
    [t("Channel routing"), routing(integrity.channelMatrix)],
    [
      t("Clock drift"),
      drift.ppm === null
        ? NOT_MEASURED
        : `${decimal(drift.ppm, 2)}${drift.uncertaintyPpm === null ? "" : ` ± ${decimal(drift.uncertaintyPpm, 2)}`} ppm`,
    ],
  ];
}

/** Equal values are said once. */
function listed<T>(values: readonly (T | null)[] | null, format: (value: T) => string, unit: string): string {
  if (values === null || values.length === 0) return NOT_MEASURED;
  const texts = values.map((value) => (value === null ? NOT_MEASURED : format(value)));
  const [first] = texts;
  if (first === NOT_MEASURED && texts.every((text) => text === first)) return NOT_MEASURED;
  return (texts.every((text) => text === first) ? (first ?? NOT_MEASURED) : texts.join(", ")) + unit;
}

function routing(matrix: readonly (readonly number[])[] | null): string {
  if (matrix === null) return NOT_MEASURED;
  const straight = matrix.every((row, input) =>
    row.every((gain, output) => Math.abs(gain) < 0.001 === (input !== output)),
  );
  if (straight) return t("straight");
  return matrix
    .map((row, input) => {
      const from = row.flatMap((gain, output) => (Math.abs(gain) < 0.001 ? [] : [`${output + 1}`]));
      return from.length === 0 ? t("in {0} ← none", input + 1) : t("in {0} ← out {1}", input + 1, from.join(" + "));
    })
    .join("; ");
}

function milliseconds(value: number | null): string {
  return value === null ? NOT_MEASURED : `${decimal(value, value < 10 ? 2 : 1)} ms`;
}

function yesNo(value: boolean | null): string {
  return value === null ? NOT_MEASURED : value ? t("yes") : t("no");
}

function headCell(text: string): HTMLTableCellElement {
  const cell = element("th", "", text);
  cell.scope = "col";
  return cell;
}

function percentileRow(label: string): Part<{ readonly values: Percentiles; readonly digits: number }> {
  const name = element("th", "", label);
  name.scope = "row";
  const cells = percentileNames().map(() => element("td"));
  return {
    element: element("tr", "", name, ...cells),
    update: ({ values, digits }) => {
      percentileNames().forEach(([key, , missing], index) => {
        const cell = cells[index];
        if (cell === undefined) return;
        const value = values[key];
        setText(cell, value === null ? NOT_MEASURED : decimal(value, digits));
        cell.title = value === null ? missing : "";
      });
    },
  };
}

function facts(): Part<readonly Row[]> {
  const list = element("dl", "facts");
  return {
    element: list,
    update: (rows) => {
      if (list.children.length !== rows.length) {
        list.replaceChildren(...rows.map(() => element("div", "fact", element("dt"), element("dd"))));
      }
      rows.forEach(([label, value], index) => {
        const [term, description] = list.children[index]?.children ?? [];
        if (term !== undefined) setText(term, label);
        if (description !== undefined) setText(description, value);
      });
    },
  };
}
