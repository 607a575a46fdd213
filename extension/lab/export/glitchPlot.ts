import { t } from "@vscode/l10n";
import { describeGlitch } from "../describeGlitches.ts";
import { framesToMs } from "../formatFrames.ts";
import type { Report } from "../report.ts";
import { html } from "./htmlText.ts";
import { fix, LEFT, svg, WIDTH } from "./plotParts.ts";

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
