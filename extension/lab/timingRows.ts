import { t } from "@vscode/l10n";
import type { HistogramBucket } from "../analysis/logHistogram.ts";
import { formatDuration, formatMs, formatNumber } from "./formatFrames.ts";
import type { Percentiles, Report } from "./report.ts";

interface Row {
  readonly key: string;
  readonly name: string;
  readonly text: string;
}

/** How the callbacks kept their deadlines, in words; what was not measured is left out. */
export function timingRows({ timing }: Pick<Report, "timing">): readonly Row[] {
  const rows: Row[] = [];
  const { deadlineUse: use, lateCallbacks: late, overlongCallbacks: overlong, bursts, intervalHistogramMs: histogram } = timing;
  if (use?.p50 != null) rows.push({ key: "deadline", name: t("deadline"), text: t("{0} of a buffer's time used", spread(use, percent)) });
  if (late != null && bursts != null) {
    const parts = [
      late === 0 ? t("none more than a period late") : t("{0} of {1} more than a period late", late, timing.callbacks),
      ...(overlong == null || overlong === 0 ? [] : [t("{0} took longer than a buffer lasts", overlong)]),
      burstsText(bursts),
    ];
    rows.push({ key: "late", name: t("rhythm"), text: parts.join(", ") });
  }
  const shape = histogram === undefined ? "" : sparkline(histogram);
  const [first, last] = [histogram?.[0], histogram?.at(-1)];
  if (shape !== "" && first !== undefined && last !== undefined) {
    rows.push({ key: "intervals", name: t("intervals"), text: `${formatMs(first.from)} ${shape} ${formatMs(last.to)}` });
  }
  return rows;
}

function burstsText({ count, typicalCallbacks: typical, longestCallbacks: longest }: NonNullable<Report["timing"]["bursts"]>): string {
  if (count === 0 || typical === null || longest === null) return t("no bursts");
  return count === 1 ? t("one burst of {0} callbacks", longest) : t("{0} bursts of typically {1}, at most {2} callbacks", count, typical, longest);
}

/** The clocks that take part: input against output is told elsewhere, where it is not none. */
export function clockRows({ drift: { untilSlip, systemClock: clock } }: Pick<Report, "drift">): readonly Row[] {
  const rows: Row[] = [];
  if (untilSlip?.seconds != null && untilSlip.atLeastSeconds !== null) {
    rows.push({ key: "untilSlip", name: t("slip"), text: t("one buffer every {0}, not before {1}", formatDuration(untilSlip.seconds), formatDuration(untilSlip.atLeastSeconds)) });
  }
  if (clock != null) {
    const half = Number(clock.uncertaintyPpm.toPrecision(2));
    rows.push({ key: "systemClock", name: t("clock"), text: t("{0} ppm ± {1} against the system's, over {2}", formatNumber(clock.ppm, digitsFor(half)), half, formatDuration(clock.seconds)) });
  }
  return rows;
}

/** As many digits after the point as the uncertainty leaves meaning to. */
function digitsFor(uncertainty: number): number {
  return uncertainty > 0 ? Math.max(0, Math.min(4, 1 - Math.floor(Math.log10(uncertainty)))) : 4;
}

const BLOCKS = "▁▂▃▄▅▆▇█";
const CELLS = 24;

/** The shape of a histogram in at most 24 cells of equal width on a logarithmic scale; heights are logarithmic, too. */
function sparkline(buckets: readonly HistogramBucket[]): string {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined || buckets.length < 2) return "";
  const span = Math.log(last.to / first.from);
  const cells = new Array<number>(CELLS).fill(0);
  for (const { from, to, count } of buckets) {
    const cell = Math.min(CELLS - 1, Math.floor((Math.log(Math.sqrt(from * to) / first.from) / span) * CELLS));
    cells[cell] = (cells[cell] ?? 0) + count;
  }
  const top = Math.log1p(Math.max(...cells));
  return cells.map((count) => (count === 0 ? " " : BLOCKS[Math.max(0, Math.ceil((Math.log1p(count) / top) * BLOCKS.length) - 1)])).join("");
}

function percent(fraction: number): string {
  const hundredths = fraction * 100;
  return `${formatNumber(hundredths, hundredths >= 10 ? 0 : hundredths >= 1 ? 1 : 2)} %`;
}

/** `p50 5.3 ms   p99 6.0 ms   max 7.1 ms`; a percentile that is not known is left out. */
export function spread(values: Percentiles, format: (value: number) => string): string {
  const named: readonly (readonly [string, number | null])[] = [
    ["p50", values.p50],
    ["p99", values.p99],
    ["p99.9", values.p999],
    ["max", values.max],
  ];
  const known = named.flatMap(([name, value]) => (value === null ? [] : [`${name} ${format(value)}`]));
  return known.length === 0 ? "–" : known.join("   ");
}
