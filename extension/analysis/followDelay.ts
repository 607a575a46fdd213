import { filterFour } from "./convolve.ts";
import { Fft } from "./fft.ts";
import { CODE_RMS } from "./fitChannels.ts";
import type { Samples } from "./inputChannel.ts";
import { medianOf } from "./medianOf.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import { splitPair } from "./splitPair.ts";

/** The delay of one short block, in frames, and the input position of its middle. */
export interface DelayPoint {
  readonly at: number;
  readonly delay: number;
}

/** Frames of a block: a glitch is told from its neighbours when some blocks lie between them. */
export const BLOCK = 2048;
const HOP = 1024;
/** How far a jump may lead. */
const REACH = 3000;
const SIZE = 8192;
const CLEAR_PEAK = 7;
/** Blocks that have been found before the next is only checked. */
const FOUND = 3;
/**
 * Where the delay was last seen it is only checked, over so many whole delays: the two around it, and one more on each
 * side. It is there when the block agrees about as well as usual.
 */
const CHECKED = 4;
const AS_USUAL = 0.8;
/** Blocks whose agreement makes what is usual. */
const USUAL_BLOCKS = 16;

/**
 * Follows the delay of one output in one input channel by blocks of 43 ms at 48 kHz, across jumps of up to 3000 frames.
 * Blocks in which the signal is not found are left out.
 */
export function followDelay(played: PlayedSignal, output: number, samples: Samples, frames: number, lag: number): DelayPoint[] {
  const follower = new Follower(played, output, samples);
  const points: DelayPoint[] = [];
  let expected = lag;
  for (let from = Math.max(0, lag); from + BLOCK <= frames; from += HOP) {
    const delay = follower.delayAt(from, expected);
    if (delay === null) continue;
    points.push({ at: from + BLOCK / 2, delay });
    expected = delay;
  }
  return points;
}

class Follower {
  readonly #played: PlayedSignal;
  readonly #output: number;
  readonly #samples: Samples;
  readonly #fft = new Fft(SIZE);
  readonly #re = new Float64Array(SIZE);
  readonly #im = new Float64Array(SIZE);
  readonly #region = new Float64Array(BLOCK + 2 * REACH);
  readonly #near = new Float64Array(BLOCK + CHECKED);
  /** The position of the first frame of `#near`. */
  #nearFrom = NaN;
  readonly #block = new Float64Array(BLOCK);
  readonly #correlation = new Float64Array(CHECKED);
  readonly #window = Float64Array.from({ length: BLOCK }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / BLOCK));
  /** How well the last blocks agreed, 0..1. */
  readonly #agreement: number[] = [];

  constructor(played: PlayedSignal, output: number, samples: Samples) {
    this.#played = played;
    this.#output = output;
    this.#samples = samples;
  }

  /** The delay in the block from `from` on, to a fraction of a frame; null: the signal is not there. */
  delayAt(from: number, expected: number): number | null {
    const energy = windowed(this.#samples, from, this.#window, this.#block);
    if (energy === 0) return null;
    return this.#check(from, expected, energy) ?? this.#search(from, Math.round(expected), energy);
  }

  /** Correlation over the few delays around the expected one: enough as long as nothing happens. */
  #check(from: number, expected: number, energy: number): number | null {
    const usual = medianOf(Float64Array.from(this.#agreement));
    if (this.#agreement.length < FOUND) return null;
    // correlation[j] belongs to the delay longest - j.
    const longest = Math.floor(expected) + 2;
    this.#playedNear(from - longest);
    const sums = this.#correlation;
    filterFour(this.#near, 0, this.#block, 0, BLOCK, sums, 0);
    const bestAt = sums.reduce((best, sum, j) => (Math.abs(sum) > Math.abs(sums[best] as number) ? j : best), 0);
    if (bestAt === 0 || bestAt === CHECKED - 1) return null;
    const [before, peak, after] = [sums[bestAt - 1] as number, sums[bestAt] as number, sums[bestAt + 1] as number];
    const agreement = agreementOf(before, peak, after, energy);
    if (agreement < AS_USUAL * usual) return null;
    this.#remember(agreement);
    return longest - bestAt - fractionOfPeak(before, peak, after);
  }

  /** What was played from a position on; the half that the block before had already is kept. */
  #playedNear(from: number): void {
    const near = this.#near;
    const kept = from === this.#nearFrom + HOP ? near.length - HOP : 0;
    near.copyWithin(0, HOP);
    this.#played.fill(this.#output, from + kept, near.subarray(kept));
    this.#nearFrom = from;
  }

  #search(from: number, expected: number, energy: number): number | null {
    const [re, im] = [this.#re, this.#im];
    // Input as real part, what was played as imaginary part: one transform for both.
    re.fill(0);
    im.fill(0);
    re.set(this.#block);
    this.#played.fill(this.#output, from - expected - REACH, this.#region);
    im.set(this.#region);
    this.#fft.forward(re, im);
    crossInPlace(re, im);
    this.#fft.inverse(re, im);
    // re[-d mod SIZE] = sum over i of y[i] x[i + d], x beginning REACH before the expected delay.
    let best = 0;
    let bestAt = 0;
    let sum = 0;
    for (let d = 0; d <= 2 * REACH; d++) {
      const value = Math.abs(re[(SIZE - d) % SIZE] as number);
      sum += value * value;
      if (value > best) {
        best = value;
        bestAt = d;
      }
    }
    if (best < CLEAR_PEAK * Math.sqrt((sum - best * best) / (2 * REACH))) return null;
    const at = (d: number): number => (re[(2 * SIZE - d) % SIZE] as number) / SIZE;
    this.#remember(agreementOf(at(bestAt - 1), at(bestAt), at(bestAt + 1), energy));
    return expected + REACH - bestAt - fractionOfPeak(at(bestAt - 1), at(bestAt), at(bestAt + 1));
  }

  #remember(agreement: number): void {
    this.#agreement.push(agreement);
    if (this.#agreement.length > USUAL_BLOCKS) this.#agreement.shift();
  }
}

/** @returns the energy of what is written */
function windowed(samples: Samples, from: number, window: Float64Array, into: Float64Array): number {
  let energy = 0;
  for (let i = 0; i < BLOCK; i++) {
    const x = (window[i] as number) * (samples[from + i] as number);
    into[i] = x;
    energy += x * x;
  }
  return energy;
}

/** How much of a block is the signal, 0..1. Between two frames the peak is shared by both. */
function agreementOf(before: number, peak: number, after: number, energy: number): number {
  return energy === 0 ? 0 : Math.hypot(peak, Math.max(Math.abs(before), Math.abs(after))) / (CODE_RMS * Math.sqrt(energy * BLOCK));
}

/** Of the peak: of a full band, one neighbour at least is below it. */
const ROUND = 0.05;

/**
 * The peak of a band-limited correlation between three samples of it: good to about a tenth of a frame, which is
 * enough to see a step. The delay itself is measured by phase.
 */
function fractionOfPeak(before: number, peak: number, after: number): number {
  const sign = peak < 0 ? -1 : 1;
  const top = Math.abs(peak);
  // Where the path keeps only a lower part of the band the peak is round, and both neighbours belong to it.
  if (Math.min(sign * before, sign * after) > ROUND * top) return (sign * (before - after)) / (2 * (sign * (before + after) - 2 * top));
  // Of sinc(x - f) the neighbours relate as f / (1 - f).
  const [low, high] = [Math.max(0, sign * before), Math.max(0, sign * after)];
  return high > low ? high / (high + top) : -low / (low + top);
}

function crossInPlace(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  const pair = new Float64Array(4);
  for (let k = 0; k <= n / 2; k++) {
    const j = (n - k) % n;
    splitPair(re, im, k, j, pair);
    const yr = pair[0] as number;
    const yi = pair[1] as number;
    const xr = pair[2] as number;
    const xi = pair[3] as number;
    const crossRe = yr * xr + yi * xi;
    const crossIm = yi * xr - yr * xi;
    re[k] = crossRe;
    im[k] = crossIm;
    re[j] = crossRe;
    im[j] = -crossIm;
  }
}
