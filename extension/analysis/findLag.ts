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

const BLOCK = 16_384;
const SHORTEST_BLOCK = 64;
/** Blocks of one channel that are tried before it is given up. */
const TRIES = 6;
const CHANNELS_TRIED = 4;
/** Peak of the correlation against its root mean square; noise over 10^6 lags stays below 6. */
const CLEAR_PEAK = 8;

/**
 * Finds the played signal in the recording by correlation with a mixture of all outputs, which also finds it when it is
 * faint, noisy, inverted, swapped, mixed, resampled or a fraction of a frame late. Gives up with null when the input
 * holds nothing of what was played.
 */
export function findLag(played: PlayedSignal, input: readonly Samples[], frames: number): Found | null {
  for (const channel of loudest(input)) {
    const samples = input[channel];
    if (samples === undefined) continue;
    for (const { from, length } of blocks(samples, frames)) {
      const lag = lagByOnset(played, samples, from, length) ?? lagByCorrelation(played, samples, from, length);
      if (lag !== null) return { lag, from, length, channel };
    }
  }
  return null;
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

/** Blocks in which there is sound, the first of them first, the others spread over the recording. */
function blocks(samples: Samples, frames: number): { from: number; length: number }[] {
  const onset = samples.findIndex((x) => x !== 0);
  if (onset < 0 || frames - onset < SHORTEST_BLOCK) return [];
  const cell = 1024;
  const cells = Array.from({ length: Math.ceil((frames - onset) / cell) }, (_, k) => {
    let sum = 0;
    const from = onset + k * cell;
    const to = Math.min(frames, from + cell);
    for (let i = from; i < to; i++) sum += (samples[i] as number) ** 2;
    return { from, power: sum / (to - from) };
  });
  const most = cells.reduce((power, c) => Math.max(power, c.power), 0);
  const loud = cells.filter((c) => c.power > most / 8);
  const chosen = Array.from({ length: TRIES }, (_, k) => loud[Math.floor((k * loud.length) / TRIES)]?.from ?? onset);
  // The onset itself first: on a digital path it gives the lag away.
  return [onset, ...new Set(chosen)].map((from) => {
    const start = frames - from >= SHORTEST_BLOCK ? from : Math.max(0, frames - BLOCK);
    return { from: start, length: Math.min(BLOCK, frames - start) };
  });
}

/** After digital silence the first sound is position 0, unless something was lost; true when the signal agrees. */
function lagByOnset(played: PlayedSignal, samples: Samples, from: number, length: number): number | null {
  const checked = Math.min(length, 2048);
  const code = new Float64Array(checked);
  let power = 0;
  for (let i = 0; i < checked; i++) power += (samples[from + i] as number) ** 2;
  for (let output = 0; output < played.channels; output++) {
    played.fill(output, 0, code);
    let sum = 0;
    for (let i = 0; i < checked; i++) sum += (samples[from + i] as number) * (code[i] as number);
    const correlation = sum / (CODE_RMS * Math.sqrt(power * checked));
    if (Math.abs(correlation) > 0.6) return from;
  }
  return null;
}

function lagByCorrelation(played: PlayedSignal, samples: Samples, from: number, length: number): number | null {
  // Sound at input position m was played at n <= m: positions 0 .. from + length are candidates.
  const candidates = from + length;
  const reference = mixtureOfAll(played, candidates);
  const size = powerOfTwoFrom(candidates + length);
  const fft = new Fft(size);
  const xr = new Float64Array(size);
  const xi = new Float64Array(size);
  const yr = new Float64Array(size);
  const yi = new Float64Array(size);
  xr.set(reference);
  for (let i = 0; i < length; i++) yr[i] = samples[from + i] as number;
  fft.forward(xr, xi);
  fft.forward(yr, yi);
  // Y conj(X): bin n of its inverse, counted backwards, is the sum over i of y[i] x[n + i].
  for (let k = 0; k < size; k++) {
    const re = (yr[k] as number) * (xr[k] as number) + (yi[k] as number) * (xi[k] as number);
    const im = (yi[k] as number) * (xr[k] as number) - (yr[k] as number) * (xi[k] as number);
    yr[k] = re;
    yi[k] = im;
  }
  fft.inverse(yr, yi);
  let best = 0;
  let bestAt = 0;
  let sum = 0;
  let count = 0;
  // n from -length: the block may begin before the signal does.
  for (let n = -length + 1; n <= from; n++) {
    const value = Math.abs(yr[n <= 0 ? -n : size - n] as number);
    sum += value * value;
    count++;
    if (value > best) {
      best = value;
      bestAt = n;
    }
  }
  return count > 0 && best > CLEAR_PEAK * Math.sqrt(sum / count) ? from - bestAt : null;
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
