/** How far the latency that a driver reports can be believed. */
export type LatencyVerdict = "exact" | "good" | "fair" | "misleading" | "invalid";

/** No real path takes longer; a report beyond it is an overflow or a slip of units. */
const LONGEST_BELIEVABLE_SECONDS = 10;

/**
 * Grades reported against measured round trip, both in frames:
 * within 1 frame `exact`, within 1 ms `good`, within one buffer `fair`, else `misleading`;
 * a report that no path can have (not finite, negative, above 10 s) is `invalid`.
 */
export function judgeLatency(
  reportedFrames: number,
  measuredFrames: number,
  stream: { readonly sampleRate: number; readonly bufferFrames: number },
): LatencyVerdict {
  if (!isPlausibleLatency(reportedFrames, stream.sampleRate)) return "invalid";
  const error = Math.abs(reportedFrames - measuredFrames);
  if (error <= 1) return "exact";
  if (error <= stream.sampleRate / 1000) return "good";
  if (error <= stream.bufferFrames) return "fair";
  return "misleading";
}

/** Whether a path can have this latency at all. */
export function isPlausibleLatency(frames: number, sampleRate: number): boolean {
  return Number.isFinite(frames) && frames >= 0 && frames <= LONGEST_BELIEVABLE_SECONDS * sampleRate;
}
