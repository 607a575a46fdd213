/**
 * Complex fast Fourier transform of one power-of-two size, in place, radix 2, tables computed once.
 * No scaling in either direction: inverse(forward(x)) = size * x.
 */
export class Fft {
  readonly size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #reversed: Uint32Array;

  /** @throws RangeError when `size` is not a power of two */
  constructor(size: number) {
    if (size < 2 || (size & (size - 1)) !== 0) throw new RangeError(`FFT size ${size} is not a power of two`);
    this.size = size;
    this.#cos = new Float64Array(size / 2);
    this.#sin = new Float64Array(size / 2);
    for (let i = 0; i < size / 2; i++) {
      this.#cos[i] = Math.cos((2 * Math.PI * i) / size);
      this.#sin[i] = Math.sin((2 * Math.PI * i) / size);
    }
    this.#reversed = new Uint32Array(size);
    const bits = Math.log2(size);
    for (let i = 1; i < size; i++) this.#reversed[i] = ((this.#reversed[i >> 1] ?? 0) >> 1) | ((i & 1) << (bits - 1));
  }

  /** X[k] = sum of x[n] e^(-2πi nk/size). */
  forward(re: Float64Array, im: Float64Array): void {
    this.#transform(re, im);
  }

  /** x[n] = sum of X[k] e^(+2πi nk/size), unscaled. */
  inverse(re: Float64Array, im: Float64Array): void {
    this.#transform(im, re);
  }

  #transform(re: Float64Array, im: Float64Array): void {
    const n = this.size;
    const cos = this.#cos;
    const sin = this.#sin;
    const reversed = this.#reversed;
    for (let i = 0; i < n; i++) {
      const j = reversed[i] as number;
      if (j > i) {
        const r = re[i] as number;
        const m = im[i] as number;
        re[i] = re[j] as number;
        im[i] = im[j] as number;
        re[j] = r;
        im[j] = m;
      }
    }
    for (let half = 1; half < n; half *= 2) {
      const stride = n / (2 * half);
      for (let start = 0; start < n; start += 2 * half) {
        for (let k = 0, t = 0; k < half; k++, t += stride) {
          const a = start + k;
          const b = a + half;
          const c = cos[t] as number;
          const s = sin[t] as number;
          const br = re[b] as number;
          const bi = im[b] as number;
          const xr = br * c + bi * s;
          const xi = bi * c - br * s;
          const ar = re[a] as number;
          const ai = im[a] as number;
          re[b] = ar - xr;
          im[b] = ai - xi;
          re[a] = ar + xr;
          im[a] = ai + xi;
        }
      }
    }
  }
}

/** The smallest power of two that is at least n. */
export function powerOfTwoFrom(n: number): number {
  let size = 2;
  while (size < n) size *= 2;
  return size;
}
