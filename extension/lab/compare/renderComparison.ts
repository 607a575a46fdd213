import { t } from "@vscode/l10n";
import { formatDb, formatFrames, formatMs, framesToMs } from "../formatFrames.ts";
import type { Report } from "../report.ts";
import type { RenderOptions } from "../renderReport.ts";
import { painter, wrap } from "../terminalText.ts";
import type { Painter } from "../terminalText.ts";
import type { Comparison, ComparisonEntry } from "./comparison.ts";

/** Columns are as wide as their longest possible cell, so that rows can be printed before the last one is known. */
const WIDTHS = { way: 17, opens: 5, measured: 10, reported: 10, grade: 10, samples: 22, glitches: 8, startUp: 9 } as const;

/** The head of the table, before any row is known. Ends with a line break. */
export function renderComparisonHead(options: RenderOptions): string {
  const paint = painter(options.color);
  return `${paint.dim(row([t("backend"), t("opens"), t("round trip"), t("reported"), t("report is"), t("samples"), t("glitches"), t("start-up")]))}\n`;
}

/** One row, and why it did not open. Ends with a line break. */
export function renderComparisonRow(entry: ComparisonEntry, options: RenderOptions): string {
  const paint = painter(options.color);
  const { report, seen } = entry;
  const { stream, latency, glitches } = report;
  const ms = (frames: number | null): string => (stream === null || frames === null ? "–" : framesToMs(frames, stream.sampleRate));
  const line = row([
    entry.shortName + (entry.configured ? " *" : ""),
    report.opened ? t("yes") : t("no"),
    ms(latency.measuredRoundTripFrames),
    latency.verdict === "invalid" ? t("impossible") : ms(latency.reportedRoundTripFrames),
    latency.verdict ?? "–",
    samplesOf(report),
    glitches.count === null ? "–" : String(glitches.count),
    seen.startUpMs === null ? "–" : formatMs(seen.startUpMs),
  ]);
  const lines = [paint.level(report.verdict.level, line)];
  if (report.error !== null) {
    const why = report.error.hint === "" ? report.error.message : `${report.error.message} ${report.error.hint}`;
    lines.push(...wrap(why, Math.max(40, options.width) - 4, "").map((text) => `    ${text}`));
  }
  return `${lines.join("\n")}\n`;
}

/** What belongs under the table: changes to the file, documentation against what was seen, what is not here. */
export function renderComparisonFoot(comparison: Comparison, options: RenderOptions): string {
  const paint = painter(options.color);
  const width = Math.max(40, options.width) - 1;
  const lines: string[] = [];
  if (comparison.entries.some(({ configured }) => configured)) lines.push(paint.dim(`* ${t("what the file asks for")}`));
  for (const entry of comparison.entries) {
    if (entry.remarks.length === 0) continue;
    lines.push("", paint.heading(entry.shortName));
    for (const { documented, seen, agrees } of entry.remarks) {
      const mark = agrees ? paint.level("pass", "=") : paint.level("warn", "≠");
      lines.push(`  ${mark} ${paint.dim(`${t("documented:")} ${documented};`)} ${t("seen:")} ${seen}`);
    }
  }
  lines.push(...verdict(comparison, width, paint));
  return `${lines.join("\n")}\n`;
}

function verdict(comparison: Comparison, width: number, paint: Painter): string[] {
  const lines = [""];
  const best = fastestWhole(comparison.entries);
  if (best !== null) {
    const { stream, latency } = best.report;
    const trip = framesToMs(latency.measuredRoundTripFrames ?? 0, stream?.sampleRate ?? 1);
    lines.push(...wrap(t("Shortest way without glitches: {0}, {1} round trip ({2}).", best.shortName, trip, formatFrames(latency.measuredRoundTripFrames ?? 0)), width, ""));
  } else if (comparison.error === null) lines.push(t("No way brought the sound back without glitches."));
  if (!comparison.complete) lines.push(paint.level("warn", t("Cancelled: the table holds what was tried until then.")));
  if (comparison.notHere.length > 0) lines.push(...wrap(paint.dim(t("Not on this machine: {0}.", comparison.notHere.join(", "))), width, ""));
  return lines;
}

/** The entry with the shortest measured round trip of those without a glitch; null: there is none. */
export function fastestWhole(entries: readonly ComparisonEntry[]): ComparisonEntry | null {
  const seconds = ({ report: { stream, latency, glitches, error } }: ComparisonEntry): number =>
    stream === null || error !== null || latency.measuredRoundTripFrames === null || glitches.events.length > 0
      ? Infinity
      : latency.measuredRoundTripFrames / stream.sampleRate;
  const [best] = [...entries].sort((a, b) => seconds(a) - seconds(b));
  return best === undefined || seconds(best) === Infinity ? null : best;
}

/** What became of the samples, in a word or two. */
export function samplesOf({ integrity, latency, opened, error }: Report): string {
  if (!opened || error !== null) return "–";
  if (integrity.bitPerfect === true) return t("bit-perfect");
  const { innerSampleRate, detected } = integrity.resampled;
  if (innerSampleRate !== null) return t("resampled to {0} Hz", innerSampleRate);
  if (detected === true) return t("resampled");
  if (latency.measuredRoundTripFrames === null) return t("nothing came back");
  if (integrity.effectiveBits !== null && integrity.effectiveBits < 24) return t("{0} bits", integrity.effectiveBits);
  const gain = integrity.gainDb?.find((db) => db !== null && Math.abs(db) >= 0.005);
  return gain == null ? t("altered") : t("level {0}", formatDb(gain));
}

function row(cells: readonly string[]): string {
  const widths = Object.values(WIDTHS);
  return cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" ").trimEnd();
}
