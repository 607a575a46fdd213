import { t } from "@vscode/l10n";
import { describeGlitch } from "../describeGlitches.ts";
import { formatMs, framesToMs } from "../formatFrames.ts";
import type { Report } from "../report.ts";
import { html } from "./htmlText.ts";

export const WIDTH = 860;
export const LEFT = 130;
const RIGHT = 110;
const BAR = 22;
const STEP = 34;

/** Measured above reported, on one scale; reported in its two halves, and one buffer for comparison. Empty: nothing known. */
export function latencyPlot({ latency: l, stream }: Report): string {
  if (stream === null) return "";
  const reported = l.verdict === "invalid" ? null : l.reportedRoundTripFrames;
  if (l.measuredRoundTripFrames === null && reported === null) return "";
  const parts: readonly (readonly [label: string, pieces: readonly (readonly [frames: number, color: string, word: string])[]])[] = [
    ...(l.measuredRoundTripFrames === null ? [] : [[t("measured"), [[l.measuredRoundTripFrames, "var(--main)", ""]]] as const]),
    ...(reported === null
      ? []
      : [[t("reported"), [[l.reportedInputFrames ?? 0, "var(--other)", t("input")], [l.reportedOutputFrames ?? 0, "var(--dim)", t("output")]]] as const]),
    [t("one buffer"), [[stream.bufferFrames, "var(--line)", ""]]],
  ];
  const total = (pieces: readonly (readonly [number, string, string])[]): number => pieces.reduce((sum, [frames]) => sum + frames, 0);
  const longest = Math.max(1, ...parts.map(([, pieces]) => total(pieces)));
  const scale = (WIDTH - LEFT - RIGHT) / longest;
  const rows = parts.map(([label, pieces], row) => {
    const y = 8 + row * STEP;
    let x = LEFT;
    const bars = pieces.map(([frames, color, word]) => {
      const width = Math.max(0, frames * scale);
      const title = `${word === "" ? label : word}: ${framesToMs(frames, stream.sampleRate)}`;
      const bar = `<rect x="${fix(x)}" y="${y}" width="${fix(Math.max(1, width - 1))}" height="${BAR}" rx="3" fill="${color}"><title>${html(title)}</title></rect>`;
      x += width;
      return bar;
    });
    const value = framesToMs(total(pieces), stream.sampleRate);
    return `<text x="${LEFT - 12}" y="${y + 16}" text-anchor="end">${html(label)}</text>${bars.join("")}<text x="${fix(x + 8)}" y="${y + 16}">${html(value)}</text>`;
  });
  return svg(12 + parts.length * STEP, t("Measured and reported latency"), rows.join(""));
}

/** The round trip over time, with a mark per glitch. Empty: nothing was recorded. */
export function glitchPlot({ glitches, latency, stream, timing }: Report): string {
  if (stream === null || glitches.count === null || latency.measuredRoundTripFrames === null) return "";
  const { sampleRate } = stream;
  const frames = Math.max(1, timing.callbacks * stream.bufferFrames, ...glitches.events.slice(-1).map((e) => e.frame + e.lengthFrames));
  const HEIGHT = 190;
  const [top, bottom] = [34, HEIGHT - 30];
  const x = (frame: number): number => LEFT + (frame / frames) * (WIDTH - LEFT - 20);
  const moves = glitches.events.filter((e) => e.deltaFrames !== 0);
  const lags = [latency.measuredRoundTripFrames];
  for (const { deltaFrames } of moves) lags.push((lags.at(-1) ?? 0) + deltaFrames);
  const [low, high] = [Math.min(...lags), Math.max(...lags)];
  const room = Math.max(high - low, 1);
  const y = (lag: number): number => (high === low ? (top + bottom) / 2 : bottom - 12 - ((lag - low) / room) * (bottom - top - 40));
  const path = moves.reduce((d, { frame }, i) => `${d}H${fix(x(frame))}V${fix(y(lags[i + 1] ?? 0))}`, `M${LEFT} ${fix(y(lags[0] ?? 0))}`);
  const marks = glitches.events.slice(0, 4000).map((event) => {
    const width = Math.max(3, x(event.frame + (event.kind === "stalled" ? 0 : event.lengthFrames)) - x(event.frame));
    return `<rect class="${event.kind}" x="${fix(x(event.frame))}" y="${top - 14}" width="${fix(width)}" height="12" rx="1.5"><title>${html(describeGlitch(event, sampleRate))}</title></rect>`;
  });
  const seconds = frames / sampleRate;
  const labels = [low, ...(high === low ? [] : [high])].map(
    (lag) => `<text x="${LEFT - 12}" y="${fix(y(lag) + 4)}" text-anchor="end">${html(framesToMs(lag, sampleRate))}</text>`,
  );
  const axis = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = x(part * frames);
    return `<line class="axis" x1="${fix(at)}" x2="${fix(at)}" y1="${top}" y2="${bottom}"/><text class="dim" x="${fix(at)}" y="${bottom + 18}" text-anchor="middle">${(part * seconds).toFixed(seconds < 10 ? 2 : 0)} s</text>`;
  });
  const body = `${axis.join("")}${labels.join("")}<text class="dim" x="${LEFT - 12}" y="${top - 4}" text-anchor="end">${html(t("glitches"))}</text><path class="track" d="${path}H${fix(x(frames))}"/>${marks.join("")}`;
  return svg(HEIGHT, t("Round trip and glitches over time"), body);
}

/** Rows: inputs, columns: outputs. Empty: not known, or too large to draw. */
export function matrixPlot({ integrity: { channelMatrix } }: Report): string {
  const MOST = 32;
  const outputs = channelMatrix?.[0]?.length ?? 0;
  if (channelMatrix === null || channelMatrix.length === 0 || outputs === 0 || channelMatrix.length > MOST || outputs > MOST) return "";
  const cell = Math.min(72, (WIDTH - LEFT) / outputs);
  const tall = Math.min(32, cell);
  const cells = channelMatrix.flatMap((row, i) =>
    row.map((gain, o) => {
      const db = gain === 0 ? -Infinity : 20 * Math.log10(Math.abs(gain));
      const strength = gain === 0 ? 0 : Math.max(0.08, Math.min(1, 1 + db / 60));
      const [cx, cy] = [LEFT + o * cell, 26 + i * tall];
      const text = gain === 0 ? "" : `${Math.abs(db) < 0.05 ? "0" : db.toFixed(cell > 50 ? 1 : 0)}${gain < 0 ? "⌀" : ""}`;
      const title = t("input {0} from output {1}: {2}", i + 1, o + 1, gain === 0 ? t("nothing") : `${db.toFixed(2)} dB`);
      const ink = strength > 0.55 ? "var(--back)" : "var(--text)";
      return `<g><title>${html(title)}</title><rect x="${fix(cx)}" y="${fix(cy)}" width="${fix(cell - 2)}" height="${fix(tall - 2)}" rx="3" fill="var(--line)" fill-opacity="0.35"/><rect x="${fix(cx)}" y="${fix(cy)}" width="${fix(cell - 2)}" height="${fix(tall - 2)}" rx="3" fill="var(--main)" fill-opacity="${strength.toFixed(2)}"/><text x="${fix(cx + cell / 2 - 1)}" y="${fix(cy + tall / 2 + 4)}" text-anchor="middle" style="fill:${ink}">${text}</text></g>`;
    }),
  );
  const rows = channelMatrix.map((_, i) => `<text x="${LEFT - 12}" y="${fix(26 + i * tall + tall / 2 + 4)}" text-anchor="end">${html(t("input {0}", i + 1))}</text>`);
  const columns = Array.from({ length: outputs }, (_, o) => `<text class="dim" x="${fix(LEFT + o * cell + cell / 2 - 1)}" y="16" text-anchor="middle">${outputs <= 12 ? html(t("out {0}", o + 1)) : o + 1}</text>`);
  return svg(30 + channelMatrix.length * tall, t("Gain from each output to each input"), [...columns, ...rows, ...cells].join(""));
}

/** Percentiles of interval and duration on one logarithmic scale of time, against one buffer. Empty: no callbacks. */
export function timingPlot({ timing, stream }: Report): string {
  if (stream === null || timing.intervalMs.p50 === null || timing.durationUs.p50 === null) return "";
  const period = (stream.bufferFrames / stream.sampleRate) * 1000;
  const inMs = (us: number | null): number | null => (us === null ? null : us / 1000);
  const rows = [
    { label: t("interval"), ...timing.intervalMs },
    { label: t("duration"), p50: inMs(timing.durationUs.p50), p99: inMs(timing.durationUs.p99), p999: inMs(timing.durationUs.p999), max: inMs(timing.durationUs.max) },
  ];
  const values = [period, ...rows.flatMap(({ p50, p99, p999, max }) => [p50, p99, p999, max])].filter((v) => v !== null && v > 0) as number[];
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)) + 1e-9);
  const x = (ms: number): number => LEFT + ((Math.log10(Math.max(ms, 10 ** low)) - low) / Math.max(1, high - low)) * (WIDTH - LEFT - 40);
  const bottom = 24 + rows.length * 52;
  const grid = Array.from({ length: high - low + 1 }, (_, k) => {
    const ms = 10 ** (low + k);
    return `<line class="axis" x1="${fix(x(ms))}" x2="${fix(x(ms))}" y1="14" y2="${bottom}"/><text class="dim" x="${fix(x(ms))}" y="${bottom + 18}" text-anchor="middle">${words(ms)}</text>`;
  });
  const deadline = `<line x1="${fix(x(period))}" x2="${fix(x(period))}" y1="14" y2="${bottom}" stroke="var(--warn)" stroke-width="2" stroke-dasharray="5 4"><title>${html(t("one buffer: {0}", formatMs(period)))}</title></line>`;
  const bars = rows.map(({ label, p50, p99, p999, max }, row) => {
    const y = 38 + row * 52;
    const points = ([["p50", p50], ["p99", p99], ["p99.9", p999], ["max", max]] as const).flatMap(([name, ms]) => (ms === null ? [] : [{ name, ms }]));
    const [from, to] = [points[0]?.ms ?? 0, points.at(-1)?.ms ?? 0];
    const dots = points.map(({ name, ms }, k) => `<circle cx="${fix(x(ms))}" cy="${y}" r="${k === 0 ? 7 : 5}" fill="var(--${k === points.length - 1 ? "fail" : "main"})"><title>${html(`${name}: ${words(ms)}`)}</title></circle>`);
    return `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${html(label)}</text><line x1="${fix(x(from))}" x2="${fix(x(to))}" y1="${y}" y2="${y}" stroke="var(--main)" stroke-width="3"/>${dots.join("")}<text class="dim" x="${fix(x(from))}" y="${y + 24}" text-anchor="middle">p50 ${html(words(from))}</text>${x(to) - x(from) > 130 ? `<text class="dim" x="${fix(x(to))}" y="${y + 24}" text-anchor="middle">${html(t("max"))} ${html(words(to))}</text>` : ""}`;
  });
  return svg(bottom + 26, t("Callback intervals and durations"), `${grid.join("")}${deadline}${bars.join("")}`);
}

/** `13 µs`, `20 ms`, `1.5 s` */
function words(ms: number): string {
  const short = (value: number): number => Number(value.toPrecision(3));
  return ms < 1 ? `${short(ms * 1000)} µs` : ms < 1000 ? `${short(ms)} ms` : `${short(ms / 1000)} s`;
}

export function svg(height: number, title: string, body: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${fix(height)}" role="img" aria-label="${html(title)}">${body}</svg>`;
}

/** Coordinates to a tenth of a pixel. */
export function fix(value: number): string {
  return String(Math.round(value * 10) / 10);
}
