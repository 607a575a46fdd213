import { t } from "@vscode/l10n";
import { formatDuration, formatFrames, formatLatency, formatMs } from "../formatFrames.ts";
import type { RenderOptions } from "../renderReport.ts";
import { painter, wrap } from "../terminalText.ts";
import type { Trial, Tuning } from "./tuning.ts";

/** One trial as a line. Ends with a line break. */
export function renderTrial(trial: Trial, options: RenderOptions): string {
  const paint = painter(options.color);
  const { step, held, glitches, roundTripFrames, why, seconds } = trial;
  const what = { buffer: t("buffer"), latency: t("latency"), proof: t("proof") }[step];
  const trip = roundTripFrames === null ? "–" : formatFrames(roundTripFrames);
  const outcome = held ? t("holds for {0}, round trip {1}", formatDuration(seconds), trip) : glitches !== null && glitches > 0 ? t("{0} in {1}", glitches === 1 ? t("1 glitch") : t("{0} glitches", glitches), formatDuration(seconds)) : (why ?? "");
  return `${paint.level(held ? "pass" : "fail", held ? "✔" : "✘")} ${what.padEnd(8)}${settingText(trial)}: ${outcome}\n`;
}

/** What came of it: the settings, their proof, and the edit. Ends with a line break. */
export function renderTuning(tuning: Tuning, options: RenderOptions): string {
  const paint = painter(options.color);
  const width = Math.max(40, options.width) - 1;
  const { result, diff, loadThreads } = tuning;
  if (result === null) return tuning.complete ? "" : `${paint.level("warn", t("Cancelled: nothing was changed."))}\n`;
  const before = result.roundTripFramesBefore;
  const trip = t("round trip {0}", formatLatency(result.roundTripFrames, result.sampleRate));
  const than = before === null || before === result.roundTripFrames ? "" : t(", {0} before", formatLatency(before, result.sampleRate));
  const under = loadThreads === 0 ? "" : t(" with {0} busy threads", loadThreads);
  const lines = [
    "",
    paint.bold(t("Smallest that holds: {0}; {1}{2}.", settingText(result), trip, than)),
    ...wrap(
      t(
        "No glitch in {0}{1}: with 95 % confidence fewer than {2} glitches a minute. Longer proofs bound it lower (--minutes).",
        formatDuration(result.proofMinutes * 60),
        under,
        Number(result.glitchesPerMinuteBelow.toPrecision(2)),
      ),
      width,
      "",
    ),
  ];
  if (diff === "") lines.push(t("The file says so already."));
  else lines.push("", ...diff.trimEnd().split("\n").map((line) => (line.startsWith("+") ? paint.level("pass", line) : line.startsWith("-") ? paint.level("fail", line) : paint.dim(line))));
  return `${lines.join("\n")}\n`;
}

function settingText({ bufferFrames, suggestedLatencySeconds }: Pick<Trial, "bufferFrames" | "suggestedLatencySeconds">): string {
  const latency = suggestedLatencySeconds === null ? "" : `, ${t("suggested latency {0}", formatMs(suggestedLatencySeconds * 1000))}`;
  return `${formatFrames(bufferFrames)}${latency}`;
}
