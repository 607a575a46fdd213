import { filterFour } from "./convolve.ts";

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

/**
 * What a signal is at input positions from, from + 1, … when it comes `level` + `slope` * position frames late.
 * Windowed sinc: flat to 0.45 of the sample rate. A delay that does not change by as much as a frame in 10 000 is held for four frames.
 *
 * @param code the signal from position `first` on; what is asked of it outside of that is silence
 * @param count of results
 */
export function fillDelayed(
  code: Float64Array,
  first: number,
  { level, slope }: { readonly level: number; readonly slope: number },
  from: number,
  into: Float64Array,
  count = into.length,
): void {
  if (slope === 0 && Number.isInteger(level)) {
    const start = from - level - first;
    for (let i = 0; i < count; i++) into[i] = code[start + i] ?? 0;
    return;
  }
  const isSlow = Math.abs(slope) < SLOW;
  const taps = isSlow ? new Float64Array(LENGTH) : (table ??= tapsTable());
  const four = new Float64Array(4);
  let until = 0;
  let rowWhole = 0;
  let rowFraction = NaN;
  for (let i = 0; i < count; i += 4) {
    const n = from + i + 1.5;
    // Of four frames with one delay: position of the first.
    const at = from + i - level - slope * n - first;
    let whole = Math.floor(at);
    let base = 0;
    if (isSlow) {
      if (i >= until) {
        const middle = from + i + SLOW_FRAMES / 2;
        const delayed = from + i - level - slope * middle - first;
        rowWhole = Math.floor(delayed) - i;
        const fraction = delayed - Math.floor(delayed);
        if (!(Math.abs(fraction - rowFraction) <= SAME)) fillTaps((rowFraction = fraction), taps, 0);
        until = i + SLOW_FRAMES;
      }
      whole = rowWhole + i;
    } else base = Math.round((at - whole) * PHASES) * LENGTH;
    const start = whole + 1 - TAPS;
    const out = i + 4 <= count ? into : four;
    const o = i + 4 <= count ? i : 0;
    if (start >= 0 && start + LENGTH + 4 <= code.length) filterFour(code, start, taps, base, LENGTH, out, o);
    else {
      for (let j = 0; j < 4; j++) {
        let sum = 0;
        for (let k = 0; k < LENGTH; k++) sum += (code[start + j + k] ?? 0) * (taps[base + k] as number);
        out[o + j] = sum;
      }
    }
    if (out === four) into.set(four.subarray(0, count - i), i);
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
