import type { CallbackTimes } from "./callbackTiming.ts";
import type { GlitchEvent } from "./glitch.ts";

/** The clock of a device against that of the system. */
export interface ClockRate {
  /** More than 0: the device counts more frames than its nominal rate. */
  readonly ppm: number;
  /** Half of the interval that holds the true value with 95 % confidence. */
  readonly uncertaintyPpm: number;
  /** Length of the undisturbed stretch it was measured on. */
  readonly seconds: number;
}

/** From less, the wake-ups of the scheduler would be taken for the clock. */
const SHORTEST_SECONDS = 10;
/** Of this many parts of the stream the earliest callback each is kept. */
const FEWEST_BINS = 10;
const MOST_BINS = 60;
/** Steps of the clock that tells when a callback came. */
const CLOCK_STEP_SECONDS = 1e-6;

/**
 * A callback comes when its frames are there, or later: never earlier. So the earliest of each second tell the clock of
 * the device, however late the others are. A straight line through them is the rate.
 *
 * Measured on the longest stretch between stalls; null: that is shorter than 10 s.
 */
export function systemClock(times: CallbackTimes, sampleRate: number, stalls: readonly GlitchEvent[]): ClockRate | null {
  const { position } = times;
  const edges = [-Infinity, ...stalls.map(({ frame }) => frame), Infinity];
  let best = { from: 0, to: 0 };
  for (let e = 1; e < edges.length; e++) {
    const from = indexAt(position, edges[e - 1] as number);
    const to = indexAt(position, edges[e] as number);
    if (to - from > best.to - best.from) best = { from, to };
  }
  const seconds = best.to > best.from ? ((position[best.to - 1] as number) - (position[best.from] as number)) / sampleRate : 0;
  if (seconds < SHORTEST_SECONDS) return null;
  return lineThrough(earliest(times, sampleRate, best.from, best.to), seconds);
}

/** Stream time of a callback by its frames, and how late it came by the system's clock; in seconds. */
interface Arrival {
  readonly at: number;
  readonly late: number;
}

function earliest({ entered, position }: CallbackTimes, sampleRate: number, from: number, to: number): readonly Arrival[] {
  const start = (position[from] as number) / sampleRate;
  const seconds = (position[to - 1] as number) / sampleRate - start;
  const bins = Math.max(FEWEST_BINS, Math.min(MOST_BINS, Math.floor(seconds)));
  const found: (Arrival | undefined)[] = new Array<undefined>(bins).fill(undefined);
  for (let k = from; k < to; k++) {
    const at = (position[k] as number) / sampleRate - start;
    const late = (entered[k] as number) - at;
    const bin = Math.min(bins - 1, Math.floor((at / seconds) * bins));
    const kept = found[bin];
    if (kept === undefined || late < kept.late) found[bin] = { at, late };
  }
  return found.filter((arrival) => arrival !== undefined);
}

function lineThrough(points: readonly Arrival[], seconds: number): ClockRate {
  const n = points.length;
  const middle = points.reduce((sum, { at }) => sum + at, 0) / n;
  const mean = points.reduce((sum, { late }) => sum + late, 0) / n;
  const spread = points.reduce((sum, { at }) => sum + (at - middle) ** 2, 0);
  const slope = points.reduce((sum, { at, late }) => sum + (at - middle) * (late - mean), 0) / spread;
  const variance = points.reduce((sum, { at, late }) => sum + (late - mean - slope * (at - middle)) ** 2, 0) / (n - 2);
  const error = Math.sqrt(Math.max(variance, CLOCK_STEP_SECONDS ** 2 / 12) / spread);
  // Frames take 1 / (1 + rate) of their nominal time.
  return { ppm: (1 / (1 + slope) - 1) * 1e6, uncertaintyPpm: studentFactor(n - 2) * error * 1e6, seconds };
}

/** The two-sided 95 % quantile of Student's distribution; to a thousandth from 8 degrees of freedom on. */
function studentFactor(degrees: number): number {
  return 1.96 + 2.4 / degrees + 3 / degrees ** 2;
}

/** The first callback at or behind a position. */
function indexAt(position: Float64Array, frame: number): number {
  const found = position.findIndex((p) => p >= frame);
  return found === -1 ? position.length : found;
}
