import { t } from "@vscode/l10n";
import { formatFrames, framesToMs } from "../formatFrames.ts";
import type { RenderOptions } from "../renderReport.ts";
import { painter, wrap } from "../terminalText.ts";
import type { BufferSweep } from "./sweepBuffers.ts";

/** Round trip per buffer size, and the line through them. Ends with a line break. */
export function renderSweep({ points, fit, complete }: BufferSweep, options: RenderOptions): string {
  const paint = painter(options.color);
  const longest = Math.max(1, ...points.map(({ report }) => report.latency.measuredRoundTripFrames ?? 0));
  const lines = points.map(({ bufferFrames, report }) => {
    const { latency, stream, glitches } = report;
    const frames = latency.measuredRoundTripFrames;
    const label = formatFrames(bufferFrames).padStart(12);
    if (frames === null || stream === null) return `${label}  ${paint.level("fail", report.error?.message ?? report.verdict.sentences[0] ?? "")}`;
    const bar = "█".repeat(Math.max(1, Math.round((frames / longest) * 30))).padEnd(30);
    const reported = latency.reportedRoundTripFrames === null ? "" : t("reported {0}", framesToMs(latency.reportedRoundTripFrames, stream.sampleRate));
    const bad = glitches.events.length === 0 ? "" : `  ${paint.level("fail", glitches.events.length === 1 ? t("1 glitch") : t("{0} glitches", glitches.events.length))}`;
    return `${label}  ${paint.accent(bar)}  ${framesToMs(frames, stream.sampleRate).padStart(8)}  ${formatFrames(frames).padStart(12)}  ${paint.dim(reported)}${bad}`;
  });
  if (fit !== null) {
    const text = t("Round trip = {0} × buffer + {1}: so many buffers are queued, and so much is there at any size.", Number(fit.periods.toFixed(3)), formatFrames(Number(fit.fixedFrames.toFixed(1))));
    lines.push("", ...wrap(text, Math.max(40, options.width) - 1, ""));
    if (fit.rmsErrorFrames > 1) lines.push(t("The sizes do not lie on a line: they are {0} off it.", formatFrames(Number(fit.rmsErrorFrames.toFixed(1)))));
  } else if (complete) lines.push("", t("Too few sizes were measured for a line: four are needed."));
  if (!complete) lines.push(paint.level("warn", t("Cancelled: the figures are of what was measured until then.")));
  return `${lines.join("\n")}\n`;
}
