import type { Percentiles, Report } from "../extension/editor/panelProtocol.ts";
import { element, setText } from "./dom.ts";
import type { Part } from "./dom.ts";
import { decimal, NOT_MEASURED, sampleRateText } from "./units.ts";

type Row = readonly [label: string, value: string];

const percentileNames = [
  ["p50", "median", "not measured"],
  ["p99", "p99", "needs 1,000 callbacks"],
  ["p999", "p99.9", "needs 10,000 callbacks"],
  ["max", "max", "not measured"],
] as const satisfies readonly (readonly [keyof Percentiles, string, string])[];

/** How regularly the driver called and how long the calls took, and the figures of the path that need no bigger place. */
export function timing(): Part<Report> {
  const interval = percentileRow("Interval, ms");
  const duration = percentileRow("Time in the host, µs");
  const head = element("tr", "", headCell("Callback"), ...percentileNames.map(([, name]) => headCell(name)));
  const table = element("table", "percentiles", element("thead", "", head), element("tbody", "", interval.element, duration.element));
  const timingFacts = facts();
  const pathFacts = facts();
  const box = element(
    "section",
    "details",
    element("div", "detail-column", element("h2", "", "Timing"), table, timingFacts.element),
    element("div", "detail-column", element("h2", "", "Signal path"), pathFacts.element),
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
    ["Callbacks", decimal(times.callbacks, 0)],
    ["Open", milliseconds(times.openMs)],
    ["Start", milliseconds(times.startMs)],
    ["First callback after", milliseconds(times.firstCallbackMs)],
    ["Audio thread", cpu.percentOfCore === null ? NOT_MEASURED : `${decimal(cpu.percentOfCore, 1)} % of a core`],
    ["Real-time scheduling", yesNo(environment.realtime)],
  ];
}

export function pathRows(report: Report): readonly Row[] {
  const { integrity, drift, devices, stream } = report;
  const { detected, innerSampleRate } = integrity.resampled;
  return [
    ["Channels", `${devices.input?.channels ?? 0} in, ${devices.output?.channels ?? 0} out`],
    [
      "Sample types",
      stream === null ? NOT_MEASURED : `${stream.inputSampleType ?? "off"} in, ${stream.outputSampleType ?? "off"} out`,
    ],
    ["Gain", listed(integrity.gainDb, (gain) => decimal(gain, 2), " dB")],
    ["Polarity", listed(integrity.inverted, (inverted) => (inverted ? "inverted" : "kept"), "")],
    [
      "Resampled",
      detected === null
        ? NOT_MEASURED
        : detected
          ? `yes${innerSampleRate === null ? "" : `, through ${sampleRateText(innerSampleRate)}`}`
          : "no",
    ],
    ["Channel routing", routing(integrity.channelMatrix)],
    [
      "Clock drift",
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
  if (straight) return "straight";
  return matrix
    .map((row, input) => {
      const from = row.flatMap((gain, output) => (Math.abs(gain) < 0.001 ? [] : [`${output + 1}`]));
      return `in ${input + 1} ← ${from.length === 0 ? "none" : `out ${from.join(" + ")}`}`;
    })
    .join("; ");
}

function milliseconds(value: number | null): string {
  return value === null ? NOT_MEASURED : `${decimal(value, value < 10 ? 2 : 1)} ms`;
}

function yesNo(value: boolean | null): string {
  return value === null ? NOT_MEASURED : value ? "yes" : "no";
}

function headCell(text: string): HTMLTableCellElement {
  const cell = element("th", "", text);
  cell.scope = "col";
  return cell;
}

function percentileRow(label: string): Part<{ readonly values: Percentiles; readonly digits: number }> {
  const name = element("th", "", label);
  name.scope = "row";
  const cells = percentileNames.map(() => element("td"));
  return {
    element: element("tr", "", name, ...cells),
    update: ({ values, digits }) => {
      percentileNames.forEach(([key, , missing], index) => {
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
