/**
 * Complex fast Fourier transform of one power-of-two size, in place, tables computed once. Two radix-2 stages are taken
 * in one pass over memory, with the turning factors of a pass side by side.
 * No scaling in either direction: inverse(forward(x)) = size * x.
 */
export class Fft {
  readonly size: number;
  /** Per pass of two stages, per butterfly: cos and sin of the first stage's angle, then of the second's two. */
  readonly #turns: readonly Float64Array[];
  readonly #swaps: Uint32Array;
  readonly #isOdd: boolean;

  /** @throws RangeError when `size` is not a power of two */
  constructor(size: number) {
    if (size < 2 || (size & (size - 1)) !== 0) throw new RangeError(`FFT size ${size} is not a power of two`);
    this.size = size;
    const bits = Math.log2(size);
    this.#isOdd = bits % 2 === 1;
    const turns: Float64Array[] = [];
    for (let quarter = this.#isOdd ? 2 : 1; quarter < size; quarter *= 4) {
      const table = new Float64Array(4 * quarter);
      for (let k = 0; k < quarter; k++) {
        const first = (-Math.PI * k) / quarter;
        const second = first / 2;
        table[4 * k] = Math.cos(first);
        table[4 * k + 1] = Math.sin(first);
        table[4 * k + 2] = Math.cos(second);
        table[4 * k + 3] = Math.sin(second);
      }
      turns.push(table);
    }
    this.#turns = turns;
    const reversed = new Uint32Array(size);
    const swaps = new Uint32Array(size);
    let count = 0;
    for (let i = 1; i < size; i++) {
      const j = ((reversed[i >> 1] as number) >> 1) | ((i & 1) << (bits - 1));
      reversed[i] = j;
      if (j > i) {
        swaps[count++] = i;
        swaps[count++] = j;
      }
    }
    this.#swaps = swaps.subarray(0, count);
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
    const swaps = this.#swaps;
    for (let s = 0; s < swaps.length; s += 2) {
      const i = swaps[s] as number;
      const j = swaps[s + 1] as number;
      const r = re[i] as number;
      const m = im[i] as number;
      re[i] = re[j] as number;
      im[i] = im[j] as number;
      re[j] = r;
      im[j] = m;
    }
    if (this.#isOdd) firstStage(re, im, n);
    let quarter = this.#isOdd ? 2 : 1;
    for (const table of this.#turns) {
      twoStages(re, im, n, quarter, table);
      quarter *= 4;
    }
  }
}

function firstStage(re: Float64Array, im: Float64Array, n: number): void {
  for (let a = 0; a < n; a += 2) {
    const ar = re[a] as number;
    const ai = im[a] as number;
    const br = re[a + 1] as number;
    const bi = im[a + 1] as number;
    re[a] = ar + br;
    im[a] = ai + bi;
    re[a + 1] = ar - br;
    im[a + 1] = ai - bi;
  }
}

/** Stages of half-length `quarter` and 2 * `quarter` at once. */
function twoStages(re: Float64Array, im: Float64Array, n: number, quarter: number, turns: Float64Array): void {
  for (let start = 0; start < n; start += 4 * quarter) {
    for (let k = 0; k < quarter; k++) {
      const a = start + k;
      const b = a + quarter;
      const c = b + quarter;
      const d = c + quarter;
      const firstCos = turns[4 * k] as number;
      const firstSin = turns[4 * k + 1] as number;
      const cos = turns[4 * k + 2] as number;
      const sin = turns[4 * k + 3] as number;
      // First stage: (a, b) and (c, d).
      let xr = re[b] as number;
      let xi = im[b] as number;
      let tr = xr * firstCos - xi * firstSin;
      let ti = xr * firstSin + xi * firstCos;
      let ur = re[a] as number;
      let ui = im[a] as number;
      const ar = ur + tr;
      const ai = ui + ti;
      const br = ur - tr;
      const bi = ui - ti;
      xr = re[d] as number;
      xi = im[d] as number;
      tr = xr * firstCos - xi * firstSin;
      ti = xr * firstSin + xi * firstCos;
      ur = re[c] as number;
      ui = im[c] as number;
      const cr = ur + tr;
      const ci = ui + ti;
      const dr = ur - tr;
      const di = ui - ti;
      // Second stage: (a, c), and (b, d) a quarter turn further.
      tr = cr * cos - ci * sin;
      ti = cr * sin + ci * cos;
      re[a] = ar + tr;
      im[a] = ai + ti;
      re[c] = ar - tr;
      im[c] = ai - ti;
      tr = dr * sin + di * cos;
      ti = di * sin - dr * cos;
      re[b] = br + tr;
      im[b] = bi + ti;
      re[d] = br - tr;
      im[d] = bi - ti;
    }
  }
}

/** The smallest power of two that is at least n. */
export function powerOfTwoFrom(n: number): number {
  let size = 2;
  while (size < n) size *= 2;
  return size;
}
