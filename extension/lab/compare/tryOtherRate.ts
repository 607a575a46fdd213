import { runTest } from "../runTest.ts";
import type { Report } from "../report.ts";
import type { OwnedPort } from "../ownedPort.ts";
import type { TestRequest } from "../testRequest.ts";
import type { OtherRate } from "./comparison.ts";

const COMMON = [44_100, 48_000] as const;

/** Asks for the other of the two common rates, and looks at whether the samples were converted on the way. */
export async function tryOtherRate(
  request: TestRequest,
  usual: number,
  port: OwnedPort,
  signal: AbortSignal | undefined,
): Promise<OtherRate | null> {
  const sampleRate = COMMON.find((rate) => rate !== usual) ?? COMMON[0];
  const report = await runTest({ ...request, sampleRate }, port, { signal });
  if (report.error?.code === "cancelled" || report.error?.code.startsWith("audio-process-") === true) return null;
  return { sampleRate, outcome: outcomeOf(report, sampleRate) };
}

function outcomeOf(report: Report, sampleRate: number): OtherRate["outcome"] {
  if (!report.opened || report.stream?.sampleRate !== sampleRate) return "refused";
  const { integrity, latency } = report;
  if (integrity.resampled.detected === true) return "converted";
  // Followed frame by frame: whatever else happened to the samples, each of them is still there.
  return latency.method === "position" ? "untouched" : "unclear";
}
