import { logHistogram } from "./logHistogram.ts";
import type { HistogramBucket } from "./logHistogram.ts";
import { percentiles } from "./percentiles.ts";
import type { Percentiles } from "./percentiles.ts";

/** Per callback, arrays of equal length: entry time in seconds, seconds inside, position of the buffer's first frame. */
export interface CallbackTimes {
  readonly entered: Float64Array;
  readonly duration: Float64Array;
  readonly position: Float64Array;
}

/** Callbacks that come close upon each other, because the sound system works in larger pieces than the driver. */
export interface Bursts {
  readonly count: number;
  /** Callbacks of the middle one when all are sorted by length, and of the longest. */
  readonly typicalCallbacks: number | null;
  readonly longestCallbacks: number | null;
}

export interface CallbackTiming {
  readonly callbacks: number;
  /** Milliseconds from one entry to the next. */
  readonly intervalMs: Percentiles;
  /** Microseconds spent inside a callback. */
  readonly durationUs: Percentiles;
  /** Duration against the time that a buffer lasts: at 1 the deadline is used up. */
  readonly deadlineUse: Percentiles;
  /** Callbacks that came more than one period after they were due, counted from the one before; null: only one came. */
  readonly lateCallbacks: number | null;
  /** Callbacks that took longer than their buffer lasts. */
  readonly overlongCallbacks: number;
  readonly bursts: Bursts;
  readonly intervalHistogramMs: readonly HistogramBucket[];
  readonly durationHistogramUs: readonly HistogramBucket[];
}

/** A callback this soon after the one before, in periods, belongs to the same burst. */
const BURST_PERIODS = 0.25;
/** An interval longer than this, in periods: more than one period late. */
const LATE_PERIODS = 2;

/** The spread of the times at which the driver called, and of how long each call took. */
export function callbackTiming(times: CallbackTimes, stream: { readonly sampleRate: number; readonly bufferFrames: number }): CallbackTiming {
  const { entered, duration } = times;
  const period = stream.bufferFrames / stream.sampleRate;
  const intervals = new Float64Array(Math.max(0, entered.length - 1));
  for (let k = 0; k < intervals.length; k++) intervals[k] = (entered[k + 1] ?? NaN) - (entered[k] ?? NaN);
  const intervalsMs = intervals.map((seconds) => seconds * 1e3);
  const durationsUs = duration.map((seconds) => seconds * 1e6);
  return {
    callbacks: entered.length,
    intervalMs: percentiles(intervalsMs),
    durationUs: percentiles(durationsUs),
    deadlineUse: percentiles(duration.map((seconds) => seconds / period)),
    lateCallbacks: intervals.length === 0 ? null : countAbove(intervals, LATE_PERIODS * period),
    overlongCallbacks: countAbove(duration, period),
    bursts: burstsOf(intervals, BURST_PERIODS * period),
    intervalHistogramMs: logHistogram(intervalsMs),
    durationHistogramUs: logHistogram(durationsUs),
  };
}

function countAbove(values: Float64Array, limit: number): number {
  return values.reduce((count, value) => (value > limit ? count + 1 : count), 0);
}

function burstsOf(intervals: Float64Array, limit: number): Bursts {
  const lengths: number[] = [];
  let callbacks = 1;
  for (const interval of [...intervals, Infinity]) {
    if (interval < limit) callbacks++;
    else {
      if (callbacks > 1) lengths.push(callbacks);
      callbacks = 1;
    }
  }
  lengths.sort((a, b) => a - b);
  return { count: lengths.length, typicalCallbacks: lengths[lengths.length >> 1] ?? null, longestCallbacks: lengths.at(-1) ?? null };
}
