import { DelayedSignal } from "./delayedSignal.ts";
import type { DelayLine } from "./delayedSignal.ts";
import { Fft } from "./fft.ts";
import type { Samples } from "./inputChannel.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import { splitPair } from "./splitPair.ts";

/** Frames of a block, unless another length is asked for. */
export const BLOCK = 8192;
/** Equal parts of the band from 0 to half the sample rate. */
export const BANDS = 128;
/** DC and the lowest bands say little about time: so many bands are left out. */
const FIRST_BAND = 0.5;
/** Sum of a cross spectrum against its root mean square that makes a block count; noise alone stays below 4. */
const COHERENT = 6;

/** Input frames [from, to) in which the delay is that of the line plus `offset`. */
export interface DelayPiece {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/**
 * Of one block, per band: what says how far the sound is off the line. With G the cross spectrum of what came back and
 * what was expected, `turn` is the sum of ω Im G and `weight` that of ω² Re G: -turn / weight is the delay beyond the line.
 */
export interface BlockTurn {
  /** Input position of the middle of the block. */
  readonly at: number;
  readonly turn: Float64Array;
  readonly weight: Float64Array;
}

/** Sums over all blocks, per band. */
export interface BandSums {
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Power of what was expected, and of what came back. */
  readonly expected: Float64Array;
  readonly heard: Float64Array;
}

/** What of a band is the played signal, 0..1, over all blocks. */
export function coherence({ re, im, expected, heard }: BandSums, band: number): number {
  const both = (expected[band] as number) * (heard[band] as number);
  return both === 0 ? 0 : ((re[band] as number) ** 2 + (im[band] as number) ** 2) / both;
}

/**
 * Compares, block by block, what came back with what was played and arrives along a line of delay. Blocks overlap by half;
 * long ones measure more exactly, short ones follow what moves.
 */
export class CrossSpectra {
  readonly #delayed: DelayedSignal;
  readonly #output: number;
  readonly #samples: Samples;
  readonly #block: number;
  readonly #hop: number;
  readonly #fft: Fft;
  readonly #window: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #code: Float64Array;
  /** What `#code` holds. */
  #expected: DelayLine & { readonly from: number } = { from: NaN, level: NaN, slope: NaN, wander: null };
  readonly #crossRe: Float64Array;
  readonly #crossIm: Float64Array;
  readonly #pair = new Float64Array(4);
  readonly #powerX: Float64Array;
  readonly #powerY: Float64Array;

  /** @param block frames, a power of two of at least 2 * BANDS */
  constructor(played: PlayedSignal, output: number, samples: Samples, block = BLOCK) {
    this.#delayed = new DelayedSignal(played);
    this.#output = output;
    this.#samples = samples;
    this.#block = block;
    this.#hop = block / 2;
    this.#fft = new Fft(block);
    this.#window = Float64Array.from({ length: block }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / block));
    this.#re = new Float64Array(block);
    this.#im = new Float64Array(block);
    this.#code = new Float64Array(block);
    this.#crossRe = new Float64Array(block / 2);
    this.#crossIm = new Float64Array(block / 2);
    this.#powerX = new Float64Array(block / 2);
    this.#powerY = new Float64Array(block / 2);
  }

  /** The blocks of the pieces in which the signal is found: all, or each `every`-th. */
  along(line: DelayLine, pieces: readonly DelayPiece[], every = 1): { readonly blocks: readonly BlockTurn[]; readonly sums: BandSums } {
    const blocks: BlockTurn[] = [];
    const band = (): Float64Array => new Float64Array(BANDS);
    const sums = { re: band(), im: band(), expected: band(), heard: band() };
    for (const { from: begin, to, offset } of pieces) {
      const level = line.level + offset;
      // Before the signal arrives there is nothing to compare.
      const start = Math.max(Math.ceil(begin), Math.ceil((level + 1) / (1 - line.slope)));
      for (let from = start; from + this.#block <= to; from += every * this.#hop) {
        const block = this.#compare(from, { ...line, level }, sums);
        if (block !== null) blocks.push(block);
      }
    }
    return { blocks, sums };
  }

  #compare(from: number, line: DelayLine, sums: BandSums): BlockTurn | null {
    this.#expect(line, from);
    this.#cross(from);
    const polarity = polarityOf(this.#crossRe, this.#crossIm);
    if (polarity === null) return null;
    const turn = new Float64Array(BANDS);
    const weight = new Float64Array(BANDS);
    addTurns(this.#crossRe, this.#crossIm, polarity, turn, weight);
    addBands(this.#crossRe, polarity, sums.re);
    addBands(this.#crossIm, polarity, sums.im);
    addBands(this.#powerX, 1, sums.expected);
    addBands(this.#powerY, 1, sums.heard);
    return { at: from + this.#block / 2, turn, weight };
  }

  /** What was played, as it arrives along the line from `from` on; the half that the block before had already is kept. */
  #expect(line: DelayLine, from: number): void {
    const had = this.#expected;
    const follows = from === had.from + this.#hop && line.level === had.level && line.slope === had.slope && line.wander === had.wander;
    if (follows) {
      this.#code.copyWithin(0, this.#hop);
      this.#delayed.fill(this.#output, line, from + this.#hop, this.#code.subarray(this.#hop));
    } else this.#delayed.fill(this.#output, line, from, this.#code);
    this.#expected = { ...line, from };
  }

  /** Cross spectrum Y conj(X) of the windowed input from `from` on and of what was expected there, and both powers. */
  #cross(from: number): void {
    const re = this.#re;
    const im = this.#im;
    // Input as real part, what was expected as imaginary part: one transform for both.
    const length = this.#block;
    for (let i = 0; i < length; i++) {
      const w = this.#window[i] as number;
      re[i] = w * (this.#samples[from + i] as number);
      im[i] = w * (this.#code[i] as number);
    }
    this.#fft.forward(re, im);
    const pair = this.#pair;
    for (let k = 1; k < length / 2; k++) {
      splitPair(re, im, k, length - k, pair);
      const yr = pair[0] as number;
      const yi = pair[1] as number;
      const xr = pair[2] as number;
      const xi = pair[3] as number;
      this.#crossRe[k] = yr * xr + yi * xi;
      this.#crossIm[k] = yi * xr - yr * xi;
      this.#powerX[k] = xr * xr + xi * xi;
      this.#powerY[k] = yr * yr + yi * yi;
    }
  }
}

/** 1 or -1, as the sound came back; null: what came back is not what was expected. */
function polarityOf(crossRe: Float64Array, crossIm: Float64Array): 1 | -1 | null {
  let sum = 0;
  let squares = 0;
  for (let k = firstOf(crossRe); k < crossRe.length; k++) {
    const r = crossRe[k] as number;
    const i = crossIm[k] as number;
    sum += r;
    squares += r * r + i * i;
  }
  if (squares === 0 || sum * sum < COHERENT ** 2 * squares) return null;
  return sum < 0 ? -1 : 1;
}

function addTurns(crossRe: Float64Array, crossIm: Float64Array, polarity: number, turn: Float64Array, weight: Float64Array): void {
  const bins = crossRe.length;
  const width = bins / BANDS;
  for (let band = 0; band < BANDS; band++) {
    let turned = 0;
    let weighed = 0;
    for (let k = Math.max(firstOf(crossRe), band * width); k < (band + 1) * width; k++) {
      const omega = (Math.PI * k) / bins;
      turned += omega * (crossIm[k] as number);
      weighed += omega * omega * (crossRe[k] as number);
    }
    turn[band] = polarity * turned;
    weight[band] = polarity * weighed;
  }
}

/** Adds the bins of each band, times `sign`. */
function addBands(bins: Float64Array, sign: number, bands: Float64Array): void {
  const width = bins.length / BANDS;
  for (let band = 0; band < BANDS; band++) {
    let sum = 0;
    for (let k = Math.max(firstOf(bins), band * width); k < (band + 1) * width; k++) sum += bins[k] as number;
    bands[band] = (bands[band] as number) + sign * sum;
  }
}

function firstOf(bins: Float64Array): number {
  return (FIRST_BAND * bins.length) / BANDS;
}
