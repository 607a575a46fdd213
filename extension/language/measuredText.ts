import { t } from "../config/translate.ts";

import type { Report } from "../lab/report.ts";
import { escapeMarkdown } from "./markdown.ts";
import type { Measurement } from "./measurement.ts";
import { bareMilliseconds, frames, framesToMilliseconds, milliseconds, sampleRate } from "./units.ts";

export interface MeasuredText {
  /** From the best wording to the shortest. */
  readonly labels: readonly string[];
  /** Markdown: the measured round trip, the reported one, the difference, when and through what. */
  readonly tooltip: string;
}

/** The measured round trip with the reported one; null: nothing was measured. */
export function measuredText(measurement: Measurement): MeasuredText | null {
  const { report, insteadBackend } = measurement;
  const { measuredRoundTripFrames: measured, reportedRoundTripFrames: reported } = report.latency;
  if (measured === null || report.stream === null) return null;
  const rate = report.stream.sampleRate;
  const labels = [...latencyLabels(measured, reported, rate)];
  return {
    labels: insteadBackend === null ? labels : [...labels.map((label) => `${insteadBackend}: ${label}`), ...labels],
    tooltip: tooltip(report, measured, reported, rate, insteadBackend),
  };
}

function* latencyLabels(measured: number, reported: number | null, rate: number): Generator<string> {
  const ms = framesToMilliseconds(measured, rate);
  if (reported === null) {
    yield t("measured {0} round trip", milliseconds(ms));
    yield t("measured {0}", milliseconds(ms));
    return;
  }
  const reportedMs = framesToMilliseconds(reported, rate);
  if (measured === reported) {
    yield t("measured {0}, as reported", milliseconds(ms));
    yield t("measured {0}", milliseconds(ms));
    return;
  }
  if (bareMilliseconds(ms) === bareMilliseconds(reportedMs)) {
    // Too close for milliseconds to tell apart.
    yield t("measured {0}, reported {1} fr", frames(measured), frames(reported));
  }
  yield t("measured {0}, reported {1}", bareMilliseconds(ms), milliseconds(reportedMs));
  yield t("measured {0}, reported {1} ms", Math.round(ms), Math.round(reportedMs));
}

function tooltip(report: Report, measured: number, reported: number | null, rate: number, insteadBackend: string | null): string {
  const { latency } = report;
  const uncertainty =
    latency.uncertaintyFrames === null || latency.uncertaintyFrames === 0 ? "" : ` ± ${frames(latency.uncertaintyFrames)}`;
  const inMs = (count: number): string => milliseconds(framesToMilliseconds(count, rate));
  const lines = [
    `**${t("Round trip measured: {0} frames = {1}", `${frames(measured)}${uncertainty}`, inMs(measured))}** ${t("at {0}", sampleRate(rate))}`,
  ];
  if (reported !== null) {
    const parts =
      latency.reportedInputFrames === null || latency.reportedOutputFrames === null
        ? ""
        : ` (${t("{0} in + {1} out", frames(latency.reportedInputFrames), frames(latency.reportedOutputFrames))})`;
    lines.push(t("Reported to the music program: {0} frames{1} = {2}", frames(reported), parts, inMs(reported)));
    const difference = measured - reported;
    lines.push(
      difference === 0
        ? t("The report is exact.")
        : difference > 0
          ? t("Not reported: {0} frames, {1}", frames(difference), inMs(difference))
          : t("Reported too much: {0} frames, {1}", frames(-difference), inMs(-difference)),
    );
  }
  if (report.glitches.count !== null) lines.push(t("Glitches: {0}", report.glitches.count));
  lines.push(t("Measured {0} UTC through {1}", report.startedAt.slice(0, 19).replace("T", " "), escapeMarkdown(report.backend ?? "?")));
  if (insteadBackend !== null) lines.push(t("The file names another backend; {0} was tested in its place.", escapeMarkdown(insteadBackend)));
  return lines.join("  \n");
}
