import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { Position } from "../config/text.ts";
import type { Report } from "../lab/report.ts";
import { escapeMarkdown } from "./markdown.ts";
import type { Measurement } from "./measurement.ts";
import { bareMilliseconds, frames, framesToMilliseconds, milliseconds, sampleRate } from "./units.ts";

/** What VS Code shows of the hints of one line before it cuts them off. */
export const MAX_HINT_LENGTH = 43;

/** One inlay hint: at most one per line, so that the line's limit is the hint's. */
export interface HintText {
  readonly position: Position;
  readonly label: string;
  /** Markdown; every value in it comes from us or is escaped. */
  readonly tooltip: string;
  readonly kind: "unit" | "measured";
}

export interface HintInput {
  readonly config: EffectiveConfig;
  /** Hz, and whether it is only assumed. */
  readonly rate: { readonly hertz: number; readonly source: "measured" | "device" | "assumed" };
  /** A test whose deciding text still stands; null: none. */
  readonly measurement: Measurement | null;
  /** Where the measured latency goes when neither `bufferSizeSamples` nor `backend` is written. */
  readonly fallback: Position;
}

/** All hints of a file, in the order of their positions. */
export function hintTexts(input: HintInput): readonly HintText[] {
  const { config, rate } = input;
  const hints: HintText[] = [];
  const measured = input.measurement === null ? null : measuredText(input.measurement);
  const buffer = config.bufferSizeSamples;

  if (buffer.range !== null && buffer.value !== null) {
    const size = framesToMilliseconds(buffer.value, rate.hertz);
    const unit = `≙ ${milliseconds(size)}`;
    const derivation =
      `**${frames(buffer.value)} frames** ÷ ${sampleRate(rate.hertz)} = **${milliseconds(size)}**` + rateNote(rate.source);
    hints.push(
      measured === null
        ? { position: buffer.range.end, label: `${unit} @ ${sampleRate(rate.hertz)}`, tooltip: derivation, kind: "unit" }
        : {
            position: buffer.range.end,
            label: fit([...measured.labels.map((label) => `${unit} · ${label}`), ...measured.labels]),
            tooltip: `${derivation}\n\n${measured.tooltip}`,
            kind: "measured",
          },
    );
  } else if (measured !== null) {
    hints.push({
      position: config.backend.range?.end ?? input.fallback,
      label: fit(measured.labels),
      tooltip: measured.tooltip,
      kind: "measured",
    });
  }

  for (const direction of ["input", "output"] as const) {
    const latency = config[direction].suggestedLatencySeconds;
    if (latency.range === null || latency.value === null || latency.value === 0) continue;
    const count = latency.value * rate.hertz;
    hints.push({
      position: latency.range.end,
      label: fit([`≙ ${frames(Math.round(count))} frames @ ${sampleRate(rate.hertz)}`, `≙ ${frames(Math.round(count))} frames`]),
      tooltip:
        `**${latency.value} s** × ${sampleRate(rate.hertz)} = **${frames(count)} frames**, ` +
        milliseconds(latency.value * 1000) +
        rateNote(rate.source),
      kind: "unit",
    });
  }
  return hints.sort((a, b) => a.position.line - b.position.line || a.position.character - b.position.character);
}

/** The measured round trip with the reported one, from the best wording to the shortest; null: nothing was measured. */
export function measuredText(measurement: Measurement): { readonly labels: readonly string[]; readonly tooltip: string } | null {
  const { report, insteadBackend } = measurement;
  const { measuredRoundTripFrames: measured, reportedRoundTripFrames: reported } = report.latency;
  if (measured === null || report.stream === null) return null;
  const rate = report.stream.sampleRate;
  const ms = framesToMilliseconds(measured, rate);
  const labels = [...latencyLabels(ms, measured, reported, rate)];
  return {
    labels: insteadBackend === null ? labels : [...labels.map((label) => `${insteadBackend}: ${label}`), ...labels],
    tooltip: measuredTooltip(report, measured, reported, rate, insteadBackend),
  };
}

function* latencyLabels(ms: number, measured: number, reported: number | null, rate: number): Generator<string> {
  if (reported === null) {
    yield `measured ${milliseconds(ms)} round trip`;
    yield `measured ${milliseconds(ms)}`;
    return;
  }
  const reportedMs = framesToMilliseconds(reported, rate);
  if (measured === reported) {
    yield `measured ${milliseconds(ms)}, as reported`;
    yield `measured ${milliseconds(ms)}`;
    return;
  }
  if (bareMilliseconds(ms) === bareMilliseconds(reportedMs)) {
    // Too close for milliseconds to tell apart.
    yield `measured ${frames(measured)}, reported ${frames(reported)} fr`;
  }
  yield `measured ${bareMilliseconds(ms)}, reported ${milliseconds(reportedMs)}`;
  yield `measured ${Math.round(ms)}, reported ${Math.round(reportedMs)} ms`;
}

function measuredTooltip(
  report: Report,
  measured: number,
  reported: number | null,
  rate: number,
  insteadBackend: string | null,
): string {
  const { latency } = report;
  const uncertainty =
    latency.uncertaintyFrames === null || latency.uncertaintyFrames === 0 ? "" : ` ± ${frames(latency.uncertaintyFrames)}`;
  const lines = [
    `**Round trip measured: ${frames(measured)}${uncertainty} frames = ${milliseconds(framesToMilliseconds(measured, rate))}** at ${sampleRate(rate)}`,
  ];
  if (reported !== null) {
    const parts =
      latency.reportedInputFrames === null || latency.reportedOutputFrames === null
        ? ""
        : ` (${frames(latency.reportedInputFrames)} in + ${frames(latency.reportedOutputFrames)} out)`;
    lines.push(`Reported to the music program: ${frames(reported)} frames${parts} = ${milliseconds(framesToMilliseconds(reported, rate))}`);
    const difference = measured - reported;
    lines.push(
      difference === 0
        ? "The report is exact."
        : difference > 0
          ? `Not reported: ${frames(difference)} frames, ${milliseconds(framesToMilliseconds(difference, rate))}`
          : `Reported too much: ${frames(-difference)} frames, ${milliseconds(framesToMilliseconds(-difference, rate))}`,
    );
  }
  if (report.glitches.count !== null) lines.push(`Glitches: ${report.glitches.count}`);
  lines.push(`Measured ${report.startedAt.slice(0, 19).replace("T", " ")} UTC through ${escapeMarkdown(report.backend ?? "?")}`);
  if (insteadBackend !== null) lines.push(`The file names another backend; ${escapeMarkdown(insteadBackend)} was tested in its place.`);
  return lines.join("  \n");
}

function rateNote(source: HintInput["rate"]["source"]): string {
  switch (source) {
    case "measured":
      return ", the rate of the last test";
    case "device":
      return ", the rate at which the driver starts with these devices";
    case "assumed":
      return "; the rate is assumed, the devices are not known yet";
  }
}

/** The first wording that VS Code does not cut off; the last one cut by us when none fits. */
export function fit(wordings: readonly string[], limit: number = MAX_HINT_LENGTH): string {
  const found = wordings.find((wording) => [...wording].length <= limit);
  if (found !== undefined) return found;
  const last = [...(wordings.at(-1) ?? "")];
  return `${last.slice(0, limit - 1).join("")}…`;
}
