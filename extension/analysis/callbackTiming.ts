import { percentiles } from "./percentiles.ts";
import type { Percentiles } from "./percentiles.ts";

/** Per callback, arrays of equal length: entry time in seconds, seconds inside, position of the buffer's first frame. */
export interface CallbackTimes {
  readonly entered: Float64Array;
  readonly duration: Float64Array;
  readonly position: Float64Array;
}

export interface CallbackTiming {
  readonly callbacks: number;
  /** Milliseconds from one entry to the next. */
  readonly intervalMs: Percentiles;
  /** Microseconds spent inside a callback. */
  readonly durationUs: Percentiles;
}

/** The spread of the times at which the driver called, and of how long each call took. */
export function callbackTiming(times: CallbackTimes): CallbackTiming {
  const { entered, duration } = times;
  const intervals = new Float64Array(Math.max(0, entered.length - 1));
  for (let k = 0; k < intervals.length; k++) intervals[k] = ((entered[k + 1] ?? NaN) - (entered[k] ?? NaN)) * 1e3;
  return {
    callbacks: entered.length,
    intervalMs: percentiles(intervals),
    durationUs: percentiles(duration.map((seconds) => seconds * 1e6)),
  };
}
