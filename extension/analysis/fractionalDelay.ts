import { filterFour, filterRun } from "./convolve.ts";

/** Taps on each side of the interpolator that delays a signal by fractions of a frame. */
export const TAPS = 32;

const LENGTH = 2 * TAPS;
/** Fractions for which taps are tabled: so many that the nearest does for a delay that moves all the time. */
const PHASES = 8192;
let table: Float64Array | null = null;
/** A delay that moves by less than this in a frame is held for more frames, and has its taps computed exactly. */
const SLOW = 1e-6;
const SLOW_FRAMES = 64;
/** Taps are kept while the delay has moved by no more than this, in frames. */
const SAME = 1e-7;
/** The taps that were computed last, and for which fraction. */
const held = new Float64Array(LENGTH);
let heldFraction = NaN;

/** A delay that begins at `level` and grows by `slope` with each input frame. */
interface Delay {
  readonly level: number;
  readonly slope: number;
}

/**
 * What a signal is at input positions from, from + 1, … when it comes `level` + `slope` * position frames late, written to
 * `into` from `at` on. Windowed sinc: flat to 0.45 of the sample rate. The delay is held for four frames, or for 64 where
 * it hardly changes.
 *
 * @param code the signal from position `first` on; it holds TAPS + 4 frames on both sides of all that is asked of it
 * @param count of results
 */
export function fillDelayed(code: Float64Array, first: number, delay: Delay, from: number, into: Float64Array, at: number, count: number): void {
  const fill = Math.abs(delay.slope) < SLOW ? fillHeld : fillMoving;
  const fours = count - (count % 4);
  fill(code, first, delay, from, into, at, fours);
  if (fours === count) return;
  const rest = new Float64Array(4);
  fill(code, first, delay, from + fours, rest, 0, 4);
  into.set(rest.subarray(0, count - fours), at + fours);
}

/** `count`: a multiple of four. */
function fillHeld(code: Float64Array, first: number, { level, slope }: Delay, from: number, into: Float64Array, at: number, count: number): void {
  for (let i = 0; i < count; i += SLOW_FRAMES) {
    const played = from + i - level - slope * (from + i + SLOW_FRAMES / 2) - first;
    const whole = Math.floor(played);
    const fraction = played - whole;
    if (!(Math.abs(fraction - heldFraction) <= SAME)) fillTaps((heldFraction = fraction), held, 0);
    filterRun(code, whole + 1 - TAPS, held, 0, LENGTH, into, at + i, Math.min(SLOW_FRAMES, count - i));
  }
}

/** `count`: a multiple of four. */
function fillMoving(code: Float64Array, first: number, { level, slope }: Delay, from: number, into: Float64Array, at: number, count: number): void {
  const taps = (table ??= tapsTable());
  for (let i = 0; i < count; i += 4) {
    const played = from + i - level - slope * (from + i + 1.5) - first;
    const whole = Math.floor(played);
    filterFour(code, whole + 1 - TAPS, taps, Math.round((played - whole) * PHASES) * LENGTH, LENGTH, into, at + i);
  }
}

/** Rows of taps for fractions 0, 1 / PHASES, … 1. */
function tapsTable(): Float64Array {
  const rows = new Float64Array((PHASES + 1) * LENGTH);
  for (let row = 0; row <= PHASES / 2; row++) {
    const base = row * LENGTH;
    const mirrored = (PHASES - row) * LENGTH;
    fillTaps(row / PHASES, rows, base);
    for (let k = 0; k < LENGTH; k++) rows[mirrored + k] = rows[base + LENGTH - 1 - k] as number;
  }
  return rows;
}

/** Taps of one fraction, 0 .. 1. */
function fillTaps(fraction: number, into: Float64Array, base: number): void {
  // sin(π (fraction - m)) is ± sin(π fraction).
  const sine = Math.sin(Math.PI * fraction);
  for (let k = 0; k < LENGTH; k++) {
    const m = k + 1 - TAPS;
    const x = fraction - m;
    const edge = x / (TAPS + 1);
    const sinc = x === 0 ? 1 : ((m & 1) === 0 ? sine : -sine) / (Math.PI * x);
    into[base + k] = sinc * (1 - edge * edge) ** 2;
  }
}
