import { TAPS, fillDelayed } from "./fractionalDelay.ts";
import type { Samples } from "./inputChannel.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import { solveSymmetric } from "./solveSymmetric.ts";

/** Taps of the filter on each side of the delay: channels may be some frames apart, and filters ring. */
const SIDE = 16;
const LENGTH = 2 * SIDE + 1;
/** More outputs than these are not told apart in one input channel. */
const MOST_OUTPUTS = 4;
const OUTLIER = 6;
const ROUNDS = 3;
/** Part of the band, as a fraction of the sample rate, in which the gain is read off. */
const BAND = { from: 0.01, to: 0.2, steps: 24 } as const;

/** Delay at input position n: level + slope * n. */
export interface DelayLine {
  readonly level: number;
  readonly slope: number;
}

/** What a path that changes every sample makes of the outputs in one input channel: a filter per output. */
export interface ChannelModel {
  readonly channel: number;
  readonly outputs: readonly number[];
  /** One after the other, LENGTH taps each; empty: nothing of what was played is in it. */
  readonly taps: Float64Array;
  /** Linear gain of every output in the middle of the band; 0 where none stands out. */
  readonly gains: Float64Array;
  /** Frames by which the channel comes later than the delay line. */
  readonly lagFrames: number | null;
  /** Standard deviation of what the model does not explain. */
  readonly spread: number;
}

/** Least squares of one input channel against all outputs along the line, over input frames [from, to). */
export function fitModel(played: PlayedSignal, channel: number, samples: Samples, line: DelayLine, from: number, to: number): ChannelModel {
  const outputs = loudestOutputs(played, samples, line, from, to);
  const delayed = outputs.map((output) => delayedCode(played, output, line, from - SIDE, to + SIDE));
  const heard = Float64Array.from(samples.subarray(from, to));
  let kept: Uint8Array = new Uint8Array(heard.length).fill(1);
  let taps: Float64Array = new Float64Array(outputs.length * LENGTH);
  let spread = 0;
  for (let round = 0; round < ROUNDS && outputs.length > 0; round++) {
    taps = leastSquares(delayed, heard, kept);
    const residual = residualOf(delayed, heard, taps);
    spread = robustSpread(residual, kept);
    const limit = OUTLIER * spread;
    const next = Uint8Array.from(residual, (r) => (Math.abs(r) <= limit ? 1 : 0));
    const isSettled = next.every((keep, i) => keep === kept[i]);
    kept = next;
    if (isSettled) break;
  }
  if (outputs.length === 0) spread = robustSpread(heard, kept);
  const gains = new Float64Array(played.channels);
  // What noise alone would feign as the gain of a filter of so many taps.
  const least = (4 * spread * Math.sqrt(LENGTH)) / (0.32 * Math.sqrt(heard.length));
  let lagFrames: number | null = null;
  outputs.forEach((output, o) => {
    const { gain, lag } = inBand(taps.subarray(o * LENGTH, (o + 1) * LENGTH));
    if (Math.abs(gain) < Math.max(least, 1e-6)) return;
    gains[output] = gain;
    const isFirst = gains.every((other, i) => i === output || Math.abs(other) < Math.abs(gain));
    if (isFirst) lagFrames = lag;
  });
  return { channel, outputs, taps, gains, lagFrames, spread };
}

/** What is left of input frames [from, to) when the model along the line is taken away. */
export function residualOfModel(played: PlayedSignal, model: ChannelModel, samples: Samples, line: DelayLine, from: number, to: number): Float64Array {
  const delayed = model.outputs.map((output) => delayedCode(played, output, line, from - SIDE, to + SIDE));
  return residualOf(delayed, Float64Array.from(samples.subarray(from, to)), model.taps);
}

/** What was played on an output, as it arrives at input frames [from, to) along the line. */
function delayedCode(played: PlayedSignal, output: number, line: DelayLine, from: number, to: number): Float64Array {
  const { level, slope } = line;
  const first = Math.floor(from - level - slope * from) - TAPS - 2;
  const code = new Float64Array(to - from + 2 * TAPS + 8 + Math.ceil(Math.abs(slope) * (to - from)));
  played.fill(output, first, code);
  const delayed = new Float64Array(to - from);
  fillDelayed(code, first, line, from, delayed);
  return delayed;
}

/** The outputs with the most of them in the channel, by plain correlation; those far below the largest are left out. */
function loudestOutputs(played: PlayedSignal, samples: Samples, line: DelayLine, from: number, to: number): readonly number[] {
  const length = Math.min(8192, to - from);
  const powers = Array.from({ length: played.channels }, (_, output) => {
    const code = delayedCode(played, output, line, from - SIDE, from + length + SIDE);
    let most = 0;
    for (let k = 0; k < LENGTH; k++) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += (code[i + k] as number) * (samples[from + i] as number);
      most = Math.max(most, sum * sum);
    }
    return { output, most };
  });
  // Chance alone gives each output a share of the power over the number of frames; 30 is far beyond chance.
  let power = 0;
  for (let i = 0; i < length; i++) power += (samples[from + i] as number) ** 2;
  const chance = power * 0.11;
  return powers
    .filter(({ most }) => most > 30 * chance)
    .sort((a, b) => b.most - a.most)
    .slice(0, MOST_OUTPUTS)
    .map(({ output }) => output);
}

function leastSquares(delayed: readonly Float64Array[], heard: Float64Array, kept: Uint8Array): Float64Array {
  const n = delayed.length * LENGTH;
  const column = (c: number): Float64Array => {
    const code = delayed[Math.floor(c / LENGTH)] as Float64Array;
    const shift = c % LENGTH;
    return code.subarray(shift, shift + heard.length);
  };
  const gram = new Float64Array(n * n);
  const right = new Float64Array(n);
  for (let a = 0; a < n; a++) {
    const x = column(a);
    for (let b = 0; b <= a; b++) {
      const y = column(b);
      let sum = 0;
      for (let i = 0; i < heard.length; i++) sum += (kept[i] as number) * (x[i] as number) * (y[i] as number);
      gram[a * n + b] = sum;
      gram[b * n + a] = sum;
    }
    let sum = 0;
    for (let i = 0; i < heard.length; i++) sum += (kept[i] as number) * (x[i] as number) * (heard[i] as number);
    right[a] = sum;
  }
  // Near the edge of the band the delayed code holds next to nothing: a little of the diagonal keeps the taps small.
  for (let a = 0; a < n; a++) gram[a * n + a] = (gram[a * n + a] as number) * (1 + 1e-9);
  return solveSymmetric(gram, n, [right])?.[0] ?? new Float64Array(n);
}

function residualOf(delayed: readonly Float64Array[], heard: Float64Array, taps: Float64Array): Float64Array {
  const residual = Float64Array.from(heard);
  delayed.forEach((code, o) => {
    for (let k = 0; k < LENGTH; k++) {
      const tap = taps[o * LENGTH + k] as number;
      if (tap === 0) continue;
      for (let i = 0; i < residual.length; i++) residual[i] = (residual[i] as number) - tap * (code[i + k] as number);
    }
  });
  return residual;
}

/** Gain (its sign is the polarity) and delay of a filter in the middle of the band. Tap k is a delay of SIDE - k frames. */
function inBand(taps: Float64Array): { readonly gain: number; readonly lag: number } {
  let size = 0;
  let [numerator, denominator] = [0, 0];
  let center = 0;
  taps.forEach((tap, k) => { if (Math.abs(tap) > Math.abs(taps[center] as number)) center = k; });
  const polarity = Math.sign(taps[center] as number);
  for (let step = 0; step < BAND.steps; step++) {
    const omega = 2 * Math.PI * (BAND.from + ((BAND.to - BAND.from) * step) / (BAND.steps - 1));
    let [re, im] = [0, 0];
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

/** Standard deviation by the median of magnitudes, of the frames that are kept. */
function robustSpread(residual: Float64Array, kept: Uint8Array): number {
  const sizes = residual.filter((_, i) => kept[i] === 1).map(Math.abs).sort();
  return 1.4826 * (sizes[sizes.length >> 1] ?? 0);
}
