import type { CallbackTimes } from "./callbackTiming.ts";
import type { GlitchEvent } from "./glitch.ts";

/** A gap this long is a stall even when the device catches up afterwards (a frozen sound server, for instance). */
const ALWAYS_A_STALL_SECONDS = 0.25;
const ALWAYS_A_STALL_PERIODS = 4;
/** Callbacks looked at on each side of a gap to tell a late wake-up, which is caught up, from lost time, which is not. */
const WINDOW = 32;
/** Intervals this close to one period are simulated: then any frame of lost time counts. */
const SIMULATED_SPREAD_SECONDS = 20e-9;
/** On a real clock less lost time than this is the scheduler's, not the device's. */
const REAL_FLOOR_SECONDS = 0.02;

/**
 * Finds where the stream stood still: callbacks came late and the lost time was not caught up, or nothing came for
 * longer than max(4 periods, 250 ms). A late wake-up after which the callbacks hurry back to their grid is no stall,
 * nothing was lost.
 *
 * The frame is the first of the late buffer; the length is the gap beyond one period, in frames.
 */
export function findStalls(
  times: CallbackTimes,
  stream: { readonly sampleRate: number; readonly bufferFrames: number },
): GlitchEvent[] {
  const { entered, position } = times;
  const n = entered.length;
  const period = stream.bufferFrames / stream.sampleRate;
  // How late each callback is against a grid that started with the stream; falls back when a delay is caught up.
  const lateness = new Float64Array(n);
  for (let k = 0; k < n; k++) lateness[k] = (entered[k] ?? 0) - (position[k] ?? 0) / stream.sampleRate;

  const threshold = smallestStall(entered, period, stream.sampleRate);
  const always = Math.max(ALWAYS_A_STALL_PERIODS * period, ALWAYS_A_STALL_SECONDS);
  const events: GlitchEvent[] = [];
  let since = 0;
  for (let k = 1; k < n; k++) {
    const gap = (entered[k] ?? 0) - (entered[k - 1] ?? 0) - period;
    if (gap < threshold) continue;
    const lost = smallest(lateness, k, Math.min(n, k + WINDOW)) - smallest(lateness, Math.max(since, k - WINDOW), k);
    const stayed = lost >= threshold && lost >= gap / 2;
    if (!stayed && gap < always) continue;
    events.push({
      direction: "input",
      channel: null,
      frame: position[k] ?? 0,
      // Of a gap that is partly caught up, all of it was heard; of bursts of callbacks, only the lost part is a gap.
      lengthFrames: Math.round((gap < always || lost > 0.9 * gap ? Math.min(lost, gap) : gap) * stream.sampleRate),
      kind: "stalled",
      deltaFrames: 0,
    });
    since = k;
  }
  return events;
}

function smallestStall(entered: Float64Array, period: number, sampleRate: number): number {
  const intervals = new Float64Array(Math.max(0, entered.length - 1));
  for (let k = 0; k < intervals.length; k++) intervals[k] = (entered[k + 1] ?? 0) - (entered[k] ?? 0);
  if (isSimulated(intervals, period)) return 0.5 / sampleRate;
  const deviations = intervals.map((interval) => Math.abs(interval - period)).sort();
  const typical = deviations[deviations.length >> 1] ?? 0;
  return Math.max(REAL_FLOOR_SECONDS, 2 * period, 8 * typical);
}

/** Whether many intervals are one period to a few nanoseconds, as no real clock and scheduler makes them. */
function isSimulated(intervals: Float64Array, period: number): boolean {
  const exact = intervals.reduce((count, x) => (Math.abs(x - period) < SIMULATED_SPREAD_SECONDS ? count + 1 : count), 0);
  return exact >= Math.max(2, intervals.length / 4);
}

function smallest(values: Float64Array, from: number, to: number): number {
  let least = Infinity;
  for (let k = from; k < to; k++) least = Math.min(least, values[k] ?? Infinity);
  return least;
}
