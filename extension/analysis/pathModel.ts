import { filterFour, filterRun } from "./convolve.ts";
import { DelayedSignal } from "./delayedSignal.ts";
import type { DelayLine } from "./delayedSignal.ts";
import { CODE_RMS } from "./fitChannels.ts";
import type { Samples } from "./inputChannel.ts";
import { medianOf } from "./medianOf.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import { solveSymmetric } from "./solveSymmetric.ts";

/** Taps of the filter around the delay: channels may be some frames apart, and filters ring. Tap k is a delay of SIDE - k frames. */
export const SIDE = 16;
export const LENGTH = 36;
/** More outputs than these are not told apart in one input channel. */
const MOST_OUTPUTS = 4;
const OUTLIER = 6;
const ROUNDS = 4;
/** Residuals that a spread is taken from. */
const SPREAD_OF = 2048;
/** Taps that together make less than this of the spread are left out. */
const NEGLIGIBLE = 0.1;
/** Frames over which it is seen which outputs are in a channel. */
const SEEN_OVER = 8192;
/** Part of the band, as a fraction of the sample rate, in which the gain is read off. */
const BAND = { from: 0.01, to: 0.2, steps: 24 } as const;

/** Of the LENGTH taps those that matter, and which is the first of them. Their number is a multiple of four. */
export interface Filter {
  readonly first: number;
  readonly taps: Float64Array;
}

/** What a path that changes every sample makes of the outputs in one input channel: a filter per output. */
export interface ChannelModel {
  readonly channel: number;
  readonly outputs: readonly number[];
  /** Per output. */
  readonly filters: readonly Filter[];
  /** Linear gain of every output in the middle of the band; 0 where none stands out. */
  readonly gains: Float64Array;
  /** Frames by which the channel comes later than the delay line. */
  readonly lagFrames: number | null;
  /** Standard deviation of what the model does not explain. */
  readonly spread: number;
}

/** Least squares of every input channel against all outputs along the line, over input frames [from, to). */
export function fitModels(played: PlayedSignal, input: readonly Samples[], line: DelayLine, from: number, to: number): ChannelModel[] {
  const delayed = new DelayedSignal(played);
  const count = Math.max(0, to - from - ((to - from) % 4));
  const codes = Array.from({ length: played.channels }, (_, output) => {
    const code = new Float64Array(count + LENGTH + 4);
    delayed.fill(output, line, from - SIDE, code);
    return code;
  });
  return input.map((samples, channel) => fitModel(codes, channel, new Float64Array(samples.subarray(from, from + count))));
}

/** @param codes of every output: what should arrive, from SIDE frames before the first one heard on */
function fitModel(codes: readonly Float64Array[], channel: number, heard: Float64Array): ChannelModel {
  const outputs = loudestOutputs(codes, heard);
  const present = outputs.map((output) => codes[output] as Float64Array);
  const residual = new Float64Array(heard);
  let taps: Float64Array[] = [];
  let spread = robustSpread(residual, Infinity);
  if (outputs.length > 0) {
    const gram = gramMatrix(present, heard.length);
    const expects = new Expected(heard.length);
    // What is damaged is replaced by what the model expects there, so that it has no say.
    const mended = new Float64Array(heard);
    for (let round = 0; round < ROUNDS; round++) {
      taps = leastSquares(gram, present, mended);
      const expected = expects.of(present, taps.map(whole), heard.length);
      for (let i = 0; i < heard.length; i++) residual[i] = (heard[i] as number) - (expected[i] as number);
      spread = robustSpread(residual, round === 0 ? Infinity : OUTLIER * spread);
      const limit = OUTLIER * spread;
      let damaged = 0;
      for (let i = 0; i < heard.length; i++) {
        const isDamaged = Math.abs(residual[i] as number) > limit;
        mended[i] = (heard[i] as number) - (isDamaged ? (residual[i] as number) : 0);
        if (isDamaged) damaged++;
      }
      if (damaged === 0) break;
    }
  }
  const gains = new Float64Array(codes.length);
  // What noise alone would feign as the gain of a filter of so many taps.
  const least = (4 * spread * Math.sqrt(LENGTH)) / (0.32 * Math.sqrt(Math.max(1, heard.length)));
  let lagFrames: number | null = null;
  let most = 0;
  outputs.forEach((output, o) => {
    const { gain, lag } = inBand(taps[o] as Float64Array);
    if (Math.abs(gain) < Math.max(least, 1e-6)) return;
    gains[output] = gain;
    if (Math.abs(gain) > most) {
      most = Math.abs(gain);
      lagFrames = lag;
    }
  });
  const filters = taps.map((all) => withoutEnds(all, (NEGLIGIBLE * spread) / CODE_RMS));
  return { channel, outputs, filters, gains, lagFrames, spread };
}

function whole(taps: Float64Array): Filter {
  return { first: 0, taps };
}

/** Leaves out as many taps at both ends as together are no more than `size`, root of the sum of squares. */
function withoutEnds(taps: Float64Array, size: number): Filter {
  let left = size * size;
  let first = 0;
  let end = LENGTH;
  while (first < end) {
    const low = (taps[first] as number) ** 2;
    const high = (taps[end - 1] as number) ** 2;
    left -= Math.min(low, high);
    if (left < 0) break;
    if (low < high) first++;
    else end--;
  }
  const count = Math.ceil((end - first) / 4) * 4;
  first = Math.min(first, LENGTH - count);
  return { first, taps: taps.slice(first, first + count) };
}

/** What a model expects in its input channel: the outputs, each through its filter, added up. Keeps its working memory. */
export class Expected {
  readonly #sum: Float64Array;
  readonly #part: Float64Array;

  /** @param frames at most, a multiple of four */
  constructor(frames: number) {
    this.#sum = new Float64Array(frames);
    this.#part = new Float64Array(frames);
  }

  /** The first `count` frames, a multiple of four, until the next call. `codes` begin SIDE frames earlier. */
  of(codes: readonly Float64Array[], filters: readonly Filter[], count: number): Float64Array {
    const sum = this.#sum;
    const part = this.#part;
    if (codes.length === 0) sum.fill(0);
    for (let o = 0; o < codes.length; o++) {
      const { first, taps } = filters[o] as Filter;
      filterRun(codes[o] as Float64Array, first, taps, 0, taps.length, o === 0 ? sum : part, 0, count);
      if (o > 0) for (let i = 0; i < count; i++) sum[i] = (sum[i] as number) + (part[i] as number);
    }
    return sum;
  }
}

/** The outputs with the most of them in the channel, by plain correlation; those far below the largest are left out. */
function loudestOutputs(codes: readonly Float64Array[], heard: Float64Array): readonly number[] {
  const length = Math.min(SEEN_OVER, heard.length);
  const part = heard.subarray(0, length);
  const sums = new Float64Array(LENGTH);
  let power = 0;
  for (let i = 0; i < length; i++) power += (part[i] as number) ** 2;
  const powers = codes.map((code, output) => {
    for (let k = 0; k < LENGTH; k += 4) filterFour(code, k, part, 0, length, sums, k);
    return { output, most: sums.reduce((most, sum) => Math.max(most, sum * sum), 0) };
  });
  // Chance alone gives each output a share of the power over the number of frames; 30 is far beyond chance.
  const chance = power * 0.11;
  return powers
    .filter(({ most }) => most > 30 * chance)
    .sort((a, b) => b.most - a.most)
    .slice(0, MOST_OUTPUTS)
    .map(({ output }) => output);
}

/**
 * Products of all pairs of shifted codes, summed over `count` frames. From one pair of shifts to the next the sum only
 * loses its first product and gains one at its end, so only the first row and column of each block are summed up.
 */
function gramMatrix(codes: readonly Float64Array[], count: number): Float64Array {
  const n = codes.length * LENGTH;
  const gram = new Float64Array(n * n);
  const row = new Float64Array(LENGTH);
  const column = new Float64Array(LENGTH);
  codes.forEach((x, p) => {
    codes.forEach((y, q) => {
      if (q < p) return;
      for (let k = 0; k < LENGTH; k += 4) {
        filterFour(y, k, x, 0, count, row, k);
        filterFour(x, k, y, 0, count, column, k);
      }
      for (let a = 0; a < LENGTH; a++) {
        for (let b = 0; b < LENGTH; b++) {
          let sum = 0;
          if (a === 0) sum = row[b] as number;
          else if (b === 0) sum = column[a] as number;
          else {
            const before = gram[(p * LENGTH + a - 1) * n + q * LENGTH + b - 1] as number;
            sum = before - (x[a - 1] as number) * (y[b - 1] as number) + (x[a - 1 + count] as number) * (y[b - 1 + count] as number);
          }
          gram[(p * LENGTH + a) * n + q * LENGTH + b] = sum;
          gram[(q * LENGTH + b) * n + p * LENGTH + a] = sum;
        }
      }
    });
  });
  // Near the edge of the band the delayed code holds next to nothing: a little of the diagonal keeps the taps small.
  for (let a = 0; a < n; a++) gram[a * n + a] = (gram[a * n + a] as number) * (1 + 1e-9);
  return gram;
}

function leastSquares(gram: Float64Array, codes: readonly Float64Array[], heard: Float64Array): Float64Array[] {
  const n = codes.length * LENGTH;
  const right = new Float64Array(n);
  codes.forEach((code, o) => {
    for (let k = 0; k < LENGTH; k += 4) filterFour(code, k, heard, 0, heard.length, right, o * LENGTH + k);
  });
  const taps = solveSymmetric(gram, n, [right])?.[0] ?? new Float64Array(n);
  return codes.map((_, o) => taps.slice(o * LENGTH, (o + 1) * LENGTH));
}

/** Gain (its sign is the polarity) and delay of a filter in the middle of the band. */
function inBand(taps: Float64Array): { readonly gain: number; readonly lag: number } {
  let size = 0;
  let numerator = 0;
  let denominator = 0;
  let center = 0;
  taps.forEach((tap, k) => { if (Math.abs(tap) > Math.abs(taps[center] as number)) center = k; });
  const polarity = Math.sign(taps[center] as number);
  for (let step = 0; step < BAND.steps; step++) {
    const omega = 2 * Math.PI * (BAND.from + ((BAND.to - BAND.from) * step) / (BAND.steps - 1));
    let re = 0;
    let im = 0;
    // Relative to the largest tap, so that the phase does not wrap.
    taps.forEach((tap, k) => {
      re += polarity * tap * Math.cos(omega * (k - center));
      im += polarity * tap * Math.sin(omega * (k - center));
    });
    size += Math.hypot(re, im) / BAND.steps;
    numerator += omega * Math.atan2(im, re);
    denominator += omega * omega;
  }
  return { gain: polarity * size, lag: SIDE - center - numerator / denominator };
}

/** Standard deviation by the median of magnitudes, of some of the frames, without those beyond `limit`. */
function robustSpread(residual: Float64Array, limit: number): number {
  const stride = Math.max(1, Math.floor(residual.length / SPREAD_OF));
  const sizes = new Float64Array(Math.floor(residual.length / stride));
  let count = 0;
  for (let i = 0; i < sizes.length; i++) {
    const size = Math.abs(residual[i * stride] as number);
    if (size <= limit) sizes[count++] = size;
  }
  return 1.4826 * medianOf(sizes.subarray(0, count));
}
