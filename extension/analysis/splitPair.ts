/**
 * Two real signals y and x take one transform, that of y + ix. This tells bin k of both from it; `mirror` is the bin of the
 * negative frequency. `into`: real and imaginary part of Y, then of X.
 */
export function splitPair(re: Float64Array, im: Float64Array, k: number, mirror: number, into: Float64Array): void {
  const a = re[k] as number;
  const b = im[k] as number;
  const c = re[mirror] as number;
  const d = im[mirror] as number;
  into[0] = (a + c) / 2;
  into[1] = (b - d) / 2;
  into[2] = (b + d) / 2;
  into[3] = (c - a) / 2;
}
