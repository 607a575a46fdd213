/**
 * Four neighbouring results of a filter at once, which costs about half of what four single ones do:
 * out[o + j] = sum over k of x[s + j + k] * taps[t + k], for j = 0 .. 3.
 *
 * @param count of taps, a multiple of 4
 */
export function filterFour(
  x: Float64Array,
  s: number,
  taps: Float64Array,
  t: number,
  count: number,
  out: Float64Array,
  o: number,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let x0 = x[s] as number;
  let x1 = x[s + 1] as number;
  let x2 = x[s + 2] as number;
  let x3 = 0;
  for (let k = 0; k < count; k += 4) {
    let h = taps[t + k] as number;
    x3 = x[s + k + 3] as number;
    a += h * x0;
    b += h * x1;
    c += h * x2;
    d += h * x3;
    h = taps[t + k + 1] as number;
    x0 = x[s + k + 4] as number;
    a += h * x1;
    b += h * x2;
    c += h * x3;
    d += h * x0;
    h = taps[t + k + 2] as number;
    x1 = x[s + k + 5] as number;
    a += h * x2;
    b += h * x3;
    c += h * x0;
    d += h * x1;
    h = taps[t + k + 3] as number;
    x2 = x[s + k + 6] as number;
    a += h * x3;
    b += h * x0;
    c += h * x1;
    d += h * x2;
  }
  out[o] = a;
  out[o + 1] = b;
  out[o + 2] = c;
  out[o + 3] = d;
}

/** `frames` neighbouring results of a filter, a multiple of four: as filterFour, for j = 0 .. frames - 1. */
export function filterRun(
  x: Float64Array,
  s: number,
  taps: Float64Array,
  t: number,
  count: number,
  out: Float64Array,
  o: number,
  frames: number,
): void {
  for (let j = 0; j < frames; j += 4) filterFour(x, s + j, taps, t, count, out, o + j);
}
