import type { Report } from "./report.ts";

/** The audio process crashed, hung or was killed: the report only says how far the run came. */
export function runFailedInProcess(report: Report): boolean {
  return report.error?.code.startsWith("audio-process-") ?? false;
}
