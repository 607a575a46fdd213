import type { Report } from "../lab/report.ts";

/** The runs of one file, the newest first, each as far as a comparison needs it. */
export interface FileRuns {
  readonly file: string;
  readonly runs: readonly Report[];
}

/** The editor's storage is not made for more: about one and a half kilobytes a run, well below half a megabyte in all. */
export const MOST_RUNS = 24;
const MOST_FILES = 12;
const MOST_CHANNELS = 8;

/** What was stored, as far as it is what this version stores; the file that was tested last comes first. */
export function readRunRecords(stored: unknown): readonly FileRuns[] {
  if (!Array.isArray(stored)) return [];
  return stored.filter(isFileRuns).map(({ file, runs }) => ({ file, runs: runs.filter(isReport).slice(0, MOST_RUNS) })).slice(0, MOST_FILES);
}

/** With this run as the newest one of its file. A run that is there already is not kept twice. */
export function withRun(known: readonly FileRuns[], file: string, report: Report): readonly FileRuns[] {
  const earlier = known.find((one) => one.file === file)?.runs ?? [];
  const runs = [slim(report), ...earlier.filter(({ startedAt }) => startedAt !== report.startedAt)].slice(0, MOST_RUNS);
  return [{ file, runs }, ...withoutFile(known, file)].slice(0, MOST_FILES);
}

export function withoutFile(known: readonly FileRuns[], file: string): readonly FileRuns[] {
  return known.filter((one) => one.file !== file);
}

/** Without what grows with the length of the run and the channels of the device, and what no comparison looks at. */
function slim(report: Report): Report {
  const { quality: _quality, ...rest } = report;
  const { intervalHistogramMs: _interval, durationHistogramUs: _duration, ...timing } = report.timing;
  const { gainDb, inverted, dc: _dc, routing: _routing, ...integrity } = report.integrity;
  return {
    ...rest,
    timing,
    integrity: {
      ...integrity,
      gainDb: gainDb?.slice(0, MOST_CHANNELS) ?? null,
      inverted: inverted?.slice(0, MOST_CHANNELS) ?? null,
      channelMatrix: null,
    },
    glitches: { count: report.glitches.count, events: [] },
  };
}

function isFileRuns(value: unknown): value is { readonly file: string; readonly runs: readonly unknown[] } {
  return isRecord(value) && typeof value["file"] === "string" && Array.isArray(value["runs"]);
}

function isReport(value: unknown): value is Report {
  if (!isRecord(value) || value["schema"] !== "flexlab-report/1" || typeof value["startedAt"] !== "string") return false;
  // A test of another driver has no file of ours.
  if (!isRecord(value["config"]) && !isRecord(value["driver"])) return false;
  return ["environment", "devices", "latency", "glitches", "integrity", "drift", "timing", "cpu", "verdict"].every((part) => isRecord(value[part]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
