import { t } from "@vscode/l10n";
import type { HistogramBucket } from "../../analysis/logHistogram.ts";
import { formatMs } from "../formatFrames.ts";
import type { Percentiles, Report } from "../report.ts";
import { html } from "./htmlText.ts";
import { fix, LEFT, svg, WIDTH } from "./plotParts.ts";

const ROW = 108;
const TALL = 52;
const TOP = 20;
const MINUTES_MS = 60_000;

interface Row {
  readonly label: string;
  /** Milliseconds. */
  readonly spread: Percentiles;
  readonly buckets: readonly HistogramBucket[];
}

/**
 * How often each interval and each duration came, and their percentiles, on one logarithmic scale of time, against one
 * buffer. Heights are logarithmic as well: a single late callback among thousands is what matters. Empty: no callbacks.
 */
export function timingPlot({ timing, stream }: Report): string {
  if (stream === null || timing.intervalMs.p50 === null || timing.durationUs.p50 === null) return "";
  const period = (stream.bufferFrames / stream.sampleRate) * 1000;
  const inMs = (us: number | null): number | null => (us === null ? null : us / 1000);
  const { durationUs: d } = timing;
  const rows: readonly Row[] = [
    { label: t("interval"), spread: timing.intervalMs, buckets: timing.intervalHistogramMs ?? [] },
    {
      label: t("duration"),
      spread: { p50: inMs(d.p50), p99: inMs(d.p99), p999: inMs(d.p999), max: inMs(d.max) },
      buckets: (timing.durationHistogramUs ?? []).map(({ from, to, count }) => ({ from: from / 1000, to: to / 1000, count })),
    },
  ];
  const values = [period, ...rows.flatMap(({ spread: { p50, p99, p999, max }, buckets }) => [p50, p99, p999, max, buckets[0]?.from ?? null])].filter((v) => v !== null && v > 0) as number[];
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.ceil(Math.log10(Math.min(MINUTES_MS, Math.max(...values))) + 1e-9);
  const x = (ms: number): number => LEFT + ((Math.log10(Math.max(ms, 10 ** low)) - low) / Math.max(1, high - low)) * (WIDTH - LEFT - 40);
  const bottom = TOP + rows.length * ROW;
  const grid = Array.from({ length: high - low + 1 }, (_, k) => {
    const ms = 10 ** (low + k);
    return `<line class="axis" x1="${fix(x(ms))}" x2="${fix(x(ms))}" y1="14" y2="${bottom}"/><text class="dim" x="${fix(x(ms))}" y="${bottom + 18}" text-anchor="middle">${words(ms)}</text>`;
  });
  const deadline = `<line x1="${fix(x(period))}" x2="${fix(x(period))}" y1="14" y2="${bottom}" stroke="var(--warn)" stroke-width="2" stroke-dasharray="5 4"><title>${html(t("one buffer: {0}", formatMs(period)))}</title></line><text class="dim" x="${fix(x(period))}" y="10" text-anchor="middle">${html(t("one buffer: {0}", formatMs(period)))}</text>`;
  const drawn = rows.map((row, k) => drawRow(row, TOP + k * ROW, x));
  return svg(bottom + 26, t("Callback intervals and durations"), `${grid.join("")}${drawn.map(({ marks }) => marks).join("")}${deadline}${drawn.map(({ captions }) => captions).join("")}`);
}

/** The captions apart: what crosses the row is drawn below them. */
function drawRow({ label, spread, buckets }: Row, top: number, x: (ms: number) => number): { readonly marks: string; readonly captions: string } {
  const base = top + TALL + 8;
  const y = base + 14;
  const most = Math.log1p(Math.max(1, ...buckets.map(({ count }) => count)));
  const bars = buckets.map(({ from, to, count }) => {
    const height = Math.max(2, (Math.log1p(count) / most) * TALL);
    const title = t("{0} to {1}: {2} callbacks", words(from), words(to), count);
    return `<rect class="bar" x="${fix(x(from))}" y="${fix(base - height)}" width="${fix(Math.max(2, x(to) - x(from)))}" height="${fix(height)}"><title>${html(title)}</title></rect>`;
  });
  const points = ([["p50", spread.p50], ["p99", spread.p99], ["p99.9", spread.p999], ["max", spread.max]] as const).flatMap(([name, ms]) => (ms === null ? [] : [{ name, ms }]));
  const [from, to] = [points[0]?.ms ?? 0, points.at(-1)?.ms ?? 0];
  const dots = points.map(({ name, ms }, k) => `<circle cx="${fix(x(ms))}" cy="${y}" r="${k === 0 ? 6 : 5}" fill="var(--${k === points.length - 1 ? "fail" : "main"})"><title>${html(`${name}: ${words(ms)}`)}</title></circle>`);
  const far = x(to) - x(from) > 130;
  const caption = far ? `p50 ${words(from)}` : points.map(({ name, ms }) => `${name === "max" ? t("max") : name} ${words(ms)}`).join(" · ");
  const captionX = Math.min(Math.max(x(from), LEFT + 60), WIDTH - 120);
  const marks = [
    `<text x="${LEFT - 12}" y="${base - 12}" text-anchor="end">${html(label)}</text>`,
    `<line class="axis" x1="${LEFT}" x2="${WIDTH - 40}" y1="${base}" y2="${base}"/>`,
    ...bars,
    `<line x1="${fix(x(from))}" x2="${fix(x(to))}" y1="${y}" y2="${y}" stroke="var(--main)" stroke-width="3"/>`,
    ...dots,
  ];
  const captions = [
    `<text class="dim" x="${fix(captionX)}" y="${y + 20}" text-anchor="middle">${html(caption)}</text>`,
    far ? `<text class="dim" x="${fix(Math.min(x(to), WIDTH - 60))}" y="${y + 20}" text-anchor="middle">${html(t("max"))} ${html(words(to))}</text>` : "",
  ];
  return { marks: marks.join(""), captions: captions.join("") };
}

/** `13 µs`, `20 ms`, `1.5 s` */
function words(ms: number): string {
  const short = (value: number): number => Number(value.toPrecision(3));
  return ms < 1 ? `${short(ms * 1000)} µs` : ms < 1000 ? `${short(ms)} ms` : `${short(ms / 1000)} s`;
}
