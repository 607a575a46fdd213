import { LEAST_EVIDENCE } from "./inputChannel.ts";
import type { CarryingChannel, Samples } from "./inputChannel.ts";
import { medianOf } from "./medianOf.ts";
import type { PlayedSignal, Term } from "./playedSignal.ts";
import { solveSymmetric } from "./solveSymmetric.ts";

/** Root mean square of a code: magnitudes are uniform in [1/8, 1/2). */
export const CODE_RMS = Math.sqrt((0.5 ** 3 - 0.125 ** 3) / (3 * 0.375));
/** Gains that a digital path is likely to have exactly; a fit this close to one means it. */
const LIKELY_GAINS = [1, -1, 0.5, -0.5];
/** Samples more than this many deviations off are damage, not noise. */
const OUTLIER = 6;
const ROUNDS = 3;
const ROUNDING = 2 ** -24;

export interface FittedChannel {
  readonly channel: number;
  /** The gain of every output channel in it, entries indistinguishable from 0 set to 0. */
  readonly gains: Float64Array;
  /** null: nothing of what was played is in it. */
  readonly carrying: CarryingChannel | null;
}

/**
 * Least squares of every input channel against all outputs, delayed by `lag`, over input frames [from, from + length):
 * the gain matrix, and how far single samples scatter around it. Damaged samples are found by their distance and left
 * out, so up to half of the block may be damaged.
 */
export function fitChannels(
  played: PlayedSignal,
  input: readonly Samples[],
  lag: number,
  from: number,
  length: number,
): FittedChannel[] {
  const outputs = Array.from({ length: played.channels }, (_, o) => {
    const code = new Float64Array(length);
    played.fill(o, from - lag, code);
    return code;
  });
  const received = input.map((samples) => samples.subarray(from, from + length));
  const starts = medianFits(outputs, received, length);
  return input.map((samples, channel) => {
    const heard = received[channel] as Samples;
    const start = starts[channel] as Float64Array;
    const present = significant(start, residualOf(outputs, start, heard));
    const some = present.map((o) => outputs[o] as Float64Array);
    let gains: Float64Array = Float64Array.from(present, (o) => start[o] as number);
    const kept = new Uint8Array(length).fill(1);
    for (let round = 0; round < ROUNDS && present.length > 0; round++) {
      const residual = residualOf(some, gains, heard);
      const limit = OUTLIER * robustSpread(residual) + ROUNDING;
      for (let k = 0; k < residual.length; k++) kept[k] = Math.abs(residual[k] as number) <= limit ? 1 : 0;
      gains = solve(some, heard, kept);
    }
    const all = new Float64Array(played.channels);
    present.forEach((o, i) => {
      all[o] = gains[i] as number;
    });
    return describe(channel, samples, outputs, heard, all, kept);
  });
}

/** A first fit per channel that damage in less than half of the block does not move: the median over short windows. */
function medianFits(outputs: readonly Float64Array[], received: readonly Samples[], length: number): Float64Array[] {
  const n = outputs.length;
  const fits = splitIntoWindows(length, n).map(({ from, to }) => {
    const part = outputs.map((code) => code.subarray(from, to));
    const rights = received.map((samples) => correlate(part, samples.subarray(from, to), null));
    return solveSymmetric(gramMatrix(part, null), n, rights) ?? rights.map(() => new Float64Array(n));
  });
  return received.map((_, channel) => medianFit(fits.map((fit) => fit[channel] as Float64Array)));
}

/** The outputs whose gain stands out of what the residual alone would feign. */
function significant(gains: Float64Array, residual: Float64Array): number[] {
  const error = (1.5 * robustSpread(residual)) / (CODE_RMS * Math.sqrt(residual.length));
  const present: number[] = [];
  gains.forEach((gain, o) => {
    if (Math.abs(gain) > Math.max(3 * error, 1e-9)) present.push(o);
  });
  return present;
}

/** Windows long enough to tell all outputs apart; one when there is no room for several. */
function splitIntoWindows(length: number, outputs: number): { from: number; to: number }[] {
  const window = Math.max(128, 4 * outputs);
  const count = Math.floor(length / window);
  if (count < 3) return [{ from: 0, to: length }];
  return Array.from({ length: count }, (_, w) => ({ from: w * window, to: (w + 1) * window }));
}

function medianFit(fits: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(0)] = fits;
  return first.map((_, o) => medianOf(Float64Array.from(fits, (fit) => fit[o] as number)));
}

function describe(
  channel: number,
  samples: Samples,
  outputs: readonly Float64Array[],
  received: Samples,
  fitted: Float64Array,
  kept: Uint8Array,
): FittedChannel {
  const scatter = scatterOf(residualOf(outputs, fitted, received), kept);
  // Standard error of a gain; what is not clear of it is no gain.
  const error = scatter.rms / (CODE_RMS * Math.sqrt(Math.max(1, scatter.count)));
  const largest = fitted.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0);
  const least = Math.max(6 * error, 1e-6 * largest, 1e-9);
  const gains = fitted.map((gain) => {
    if (Math.abs(gain) < least) return 0;
    return LIKELY_GAINS.find((likely) => Math.abs(likely - gain) <= 6 * error + 1e-7) ?? gain;
  });
  const terms = termsOf(gains);
  const [dominant] = terms;
  if (dominant === undefined) return { channel, gains, carrying: null };

  const { rms, peak } = scatterOf(residualOf(outputs, gains, received), kept);
  // Rounding to a grid is never further off than its peak; 6.5 deviations of noise do not occur in a recording.
  const isRounding = peak < 2 * rms;
  const tolerance = peak === 0 ? 0 : Math.max(isRounding ? 0 : 6.5 * rms, 1.3 * peak, ROUNDING);
  // A wrong frame is spread over [1/8, 1/2) of either sign: density 4/3 per unit of gain.
  const resolution = 2 ** -24;
  const chance = Math.min(1, (8 / 3) * (Math.max(tolerance, resolution / 4) / Math.abs(dominant.gain)));
  return {
    channel,
    gains,
    carrying: {
      channel,
      samples,
      terms,
      residual: rms,
      tolerance,
      noisy: peak > 0 && !isRounding && rms > ROUNDING,
      evidence: -Math.log2(chance),
    },
  };
}

/** Every frame of the channel can be judged on its own. */
export function isTrackable(channel: CarryingChannel): boolean {
  return channel.evidence >= LEAST_EVIDENCE;
}

function termsOf(gains: Float64Array): Term[] {
  const terms: Term[] = [];
  gains.forEach((gain, output) => {
    if (gain !== 0) terms.push({ output, gain });
  });
  return terms.sort((a, b) => Math.abs(b.gain) - Math.abs(a.gain));
}

/** @param kept which frames count; null: all */
function gramMatrix(outputs: readonly Float64Array[], kept: Uint8Array | null): Float64Array {
  const n = outputs.length;
  const gram = new Float64Array(n * n);
  outputs.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const sum = product(a, outputs[j] as Float64Array, kept);
      gram[i * n + j] = sum;
      gram[j * n + i] = sum;
    }
  });
  return gram;
}

function solve(outputs: readonly Float64Array[], received: Samples, kept: Uint8Array): Float64Array {
  const right = correlate(outputs, received, kept);
  return solveSymmetric(gramMatrix(outputs, kept), outputs.length, [right])?.[0] ?? new Float64Array(outputs.length);
}

function correlate(outputs: readonly Float64Array[], received: Samples, kept: Uint8Array | null): Float64Array {
  return Float64Array.from(outputs, (code) => product(code, received, kept));
}

function product(a: Float64Array, b: Samples, kept: Uint8Array | null): number {
  let sum = 0;
  if (kept === null) for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  else for (let k = 0; k < a.length; k++) if (kept[k] === 1) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

function residualOf(outputs: readonly Float64Array[], gains: Float64Array, received: Samples): Float64Array {
  const residual = new Float64Array(received);
  for (let o = 0; o < gains.length; o++) {
    const gain = gains[o] as number;
    if (gain === 0) continue;
    const code = outputs[o] as Float64Array;
    for (let k = 0; k < residual.length; k++) residual[k] = (residual[k] as number) - gain * (code[k] as number);
  }
  return residual;
}

/** Standard deviation by the median of magnitudes: damage to less than half of the samples hardly moves it. */
function robustSpread(residual: Float64Array): number {
  const sizes = new Float64Array(residual.length);
  for (let k = 0; k < sizes.length; k++) sizes[k] = Math.abs(residual[k] as number);
  return 1.4826 * medianOf(sizes);
}

interface Scatter {
  readonly rms: number;
  readonly peak: number;
  readonly count: number;
}

/** Of the values that are kept. */
function scatterOf(values: Float64Array, kept: Uint8Array): Scatter {
  let squares = 0;
  let peak = 0;
  let count = 0;
  for (let k = 0; k < values.length; k++) {
    if (kept[k] === 0) continue;
    const size = Math.abs(values[k] as number);
    squares += size * size;
    if (size > peak) peak = size;
    count++;
  }
  return { rms: count === 0 ? 0 : Math.sqrt(squares / count), peak, count };
}
