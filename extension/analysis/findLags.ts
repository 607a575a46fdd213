import { filterFour } from "./convolve.ts";
import { Fft, powerOfTwoFrom } from "./fft.ts";
import { CODE_RMS } from "./fitChannels.ts";
import type { Samples } from "./inputChannel.ts";
import type { PlayedSignal } from "./playedSignal.ts";

/** Where in the recording the played signal was found. */
export interface Found {
  /** Input position minus output position, to the nearest frame. */
  readonly lag: number;
  /** The block of the input in which it was found. */
  readonly from: number;
  readonly length: number;
  /** The input channel in which it was found. */
  readonly channel: number;
}

const LONG_BLOCK = 16_384;
/** What is not faint is found in a block of this length at a quarter of the cost, and drift smears it less. */
const QUICK_BLOCK = 4096;
/** Where the lag changes all the time, only a short block lies between two changes. */
const SHORT_BLOCK = 512;
const SHORTEST_BLOCK = 64;
/** Frames after the first sound that tell whether it is position 0. */
const ONSET_FRAMES = 128;
/** Places in a channel that are tried before it is given up. */
const PLACES = 4;
const CHANNELS_TRIED = 3;
/** Peak of the correlation against its root mean square; noise over 10^6 lags stays below 6. */
const CLEAR_PEAK = 8;

/**
 * Finds the played signal in the recording by correlation with a mixture of all outputs, which also finds it when it is
 * faint, noisy, inverted, swapped, mixed, resampled or a fraction of a frame late. Yields one sighting after another,
 * the cheapest to find first; ends without one when the input holds nothing of what was played.
 */
export function* findLags(played: PlayedSignal, input: readonly Samples[], frames: number): Generator<Found> {
  const channels = loudest(input);
  for (const channel of channels) {
    const found = atOnset(played, input[channel] as Samples, frames);
    if (found === null) continue;
    yield { ...found, channel };
    break;
  }
  // What comes back at a place was played before it: early places cost little.
  let correlator: Correlator | null = null;
  let known: number | null = null;
  for (const channel of channels) {
    const samples = input[channel] as Samples;
    for (const from of placesWithSound(samples, frames)) {
      const long = { from, length: Math.min(LONG_BLOCK, frames - from) };
      const short = { from, length: Math.min(SHORT_BLOCK, frames - from) };
      const seen: number | null = known === null ? null : lagNear(played, samples, long, known);
      if (seen !== null) {
        known = seen;
        yield { lag: seen, channel, ...long };
        continue;
      }
      const quick = { from, length: Math.min(QUICK_BLOCK, long.length) };
      let lags: Lags = known === null ? new Correlator(played, from + quick.length, quick.length).lags(samples, quick, short) : NO_LAGS;
      if (lags.first === null) {
        const reach = from + long.length;
        if (correlator === null || correlator.reach < reach) correlator = new Correlator(played, reach, Math.min(LONG_BLOCK, reach));
        lags = correlator.lags(samples, long, short);
      }
      known = lags.first ?? known;
      if (lags.first !== null) yield { lag: lags.first, channel, ...long };
      if (lags.second !== null && lags.second !== lags.first) yield { lag: lags.second, channel, ...short };
    }
  }
}

function loudest(input: readonly Samples[]): readonly number[] {
  const energy = input.map((samples, channel) => {
    let sum = 0;
    const stride = Math.max(1, Math.floor(samples.length / 50_000));
    for (let i = 0; i < samples.length; i += stride) sum += (samples[i] as number) ** 2;
    return { channel, sum };
  });
  return energy
    .filter(({ sum }) => sum > 0)
    .sort((a, b) => b.sum - a.sum)
    .slice(0, CHANNELS_TRIED)
    .map(({ channel }) => channel);
}

/** Places where there is sound, the first of them first, the others spread over the recording. */
function placesWithSound(samples: Samples, frames: number): readonly number[] {
  const cell = 1024;
  const powers = Array.from({ length: Math.ceil(frames / cell) }, (_, k) => {
    let sum = 0;
    const to = Math.min(frames, (k + 1) * cell);
    for (let i = k * cell; i < to; i++) sum += (samples[i] as number) ** 2;
    return { from: k * cell, power: sum / (to - k * cell) };
  });
  // The median of what is not silent: a burst of noise is no measure for the rest.
  const sounding = powers.map((c) => c.power).filter((power) => power > 0).sort((a, b) => a - b);
  const typical = sounding[sounding.length >> 1] ?? 0;
  const loud = powers.filter((c) => c.power > typical / 8 && frames - c.from >= SHORTEST_BLOCK);
  const chosen = Array.from({ length: PLACES }, (_, k) => loud[Math.floor((k * loud.length) / PLACES)]?.from);
  return [...new Set(chosen)].filter((from) => from !== undefined);
}

/** After digital silence the first sound is position 0, unless something was lost there. */
function atOnset(played: PlayedSignal, samples: Samples, frames: number): Omit<Found, "channel"> | null {
  const from = samples.findIndex((x) => x !== 0);
  const length = Math.min(ONSET_FRAMES, frames - from);
  if (from < 0 || length < SHORTEST_BLOCK) return null;
  const code = new Float64Array(length);
  let power = 0;
  for (let i = 0; i < length; i++) power += (samples[from + i] as number) ** 2;
  for (let output = 0; output < played.channels; output++) {
    played.fill(output, 0, code);
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (samples[from + i] as number) * (code[i] as number);
    if (Math.abs(sum) > 0.6 * CODE_RMS * Math.sqrt(power * length)) {
      return { lag: from, from, length: Math.min(LONG_BLOCK, frames - from) };
    }
  }
  return null;
}

/** Frames of a block over which a known lag is looked for, and how many lags around it: what clocks drift apart in seconds. */
const SEEN_OVER = 4096;
const SEEN_AROUND = 128;

/** The lag of some output in the block, near one that is already known. */
function lagNear(played: PlayedSignal, samples: Samples, block: Block, lag: number): number | null {
  const count = Math.min(SEEN_OVER, block.length - (block.length % 4));
  const heard = new Float64Array(samples.subarray(block.from, block.from + count));
  const code = new Float64Array(count + SEEN_AROUND + 4);
  const sums = new Float64Array(SEEN_AROUND);
  const chance = CODE_RMS * Math.sqrt(heard.reduce((power, x) => power + x * x, 0));
  for (let output = 0; output < played.channels; output++) {
    // sums[k] belongs to the lag `lag` + SEEN_AROUND / 2 - k.
    played.fill(output, block.from - lag - SEEN_AROUND / 2, code);
    for (let k = 0; k < SEEN_AROUND; k += 4) filterFour(code, k, heard, 0, count, sums, k);
    const best = sums.reduce((at, sum, k) => (Math.abs(sum) > Math.abs(sums[at] as number) ? k : at), 0);
    if (Math.abs(sums[best] as number) > CLEAR_PEAK * chance) return lag + SEEN_AROUND / 2 - best;
  }
  return null;
}

interface Block {
  readonly from: number;
  readonly length: number;
}

/** Of two blocks. null: no lag stands out. */
interface Lags {
  readonly first: number | null;
  readonly second: number | null;
}

const NO_LAGS: Lags = { first: null, second: null };

/** Correlates blocks of the input with all that was played up to a position, two blocks at a time. */
class Correlator {
  /** Positions from here on are not known. */
  readonly reach: number;
  readonly #fft: Fft;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /** @param longest frames of a block at most */
  constructor(played: PlayedSignal, reach: number, longest: number) {
    this.#fft = new Fft(powerOfTwoFrom(reach + longest));
    this.reach = this.#fft.size - longest;
    this.#re = new Float64Array(this.#fft.size);
    this.#im = new Float64Array(this.#fft.size);
    this.#re.set(mixtureOfAll(played, this.reach));
    this.#fft.forward(this.#re, this.#im);
  }

  /** The lag of each block. */
  lags(samples: Samples, first: Block, second: Block): Lags {
    const size = this.#fft.size;
    const re = new Float64Array(size);
    const im = new Float64Array(size);
    // Real blocks as real and imaginary part: the correlations come back as real and imaginary part.
    for (let i = 0; i < first.length; i++) re[i] = samples[first.from + i] as number;
    for (let i = 0; i < second.length; i++) im[i] = samples[second.from + i] as number;
    this.#fft.forward(re, im);
    for (let k = 0; k < size; k++) {
      const xr = this.#re[k] as number;
      const xi = this.#im[k] as number;
      const yr = re[k] as number;
      const yi = im[k] as number;
      re[k] = yr * xr + yi * xi;
      im[k] = yi * xr - yr * xi;
    }
    this.#fft.inverse(re, im);
    return { first: peak(re, first), second: peak(im, second) };
  }
}

/** `correlation[-n mod size]` is the sum over i of y[from + i] x[n + i]; sound was played before it comes back. */
function peak(correlation: Float64Array, { from, length }: Block): number | null {
  const size = correlation.length;
  let best = 0;
  let bestAt = 0;
  let sum = 0;
  // n from -length: the block may begin before the signal does.
  for (let n = -length + 1; n <= from; n++) {
    const value = Math.abs(correlation[n <= 0 ? -n : size - n] as number);
    sum += value * value;
    if (value > best) {
      best = value;
      bestAt = n;
    }
  }
  return best > CLEAR_PEAK * Math.sqrt(sum / (from + length)) ? from - bestAt : null;
}

/** All outputs at once, each with a weight of its own so that a sum or a difference of two does not cancel. */
function mixtureOfAll(played: PlayedSignal, length: number): Float64Array {
  const mixture = new Float64Array(length);
  const code = new Float64Array(length);
  for (let output = 0; output < played.channels; output++) {
    played.fill(output, 0, code);
    const weight = 1 + output / (2 * played.channels);
    for (let i = 0; i < length; i++) mixture[i] = (mixture[i] as number) + weight * (code[i] as number);
  }
  return mixture;
}
