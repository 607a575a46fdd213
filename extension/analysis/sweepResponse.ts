import type { ProbeSignal } from "../audio/contract.ts";
import { Fft, powerOfTwoFrom } from "./fft.ts";
import { splitPair } from "./splitPair.ts";
import { fillSignal } from "./testSignal.ts";

export type SweepSignal = Extract<ProbeSignal, { readonly kind: "sweep" }>;

/** What an exponential sweep tells of one channel. */
export interface SweepResponse {
  /** Gain over frequency, dB against what was played, on the frequencies of `responseFrequencies`. */
  readonly gainDb: Float64Array;
  /** Total harmonic distortion (harmonics 2 to 5 that the sweep reaches) over frequency, dB against the fundamental; NaN: none is reached. */
  readonly distortionDb: Float64Array;
}

const POINTS_PER_OCTAVE = 12;
const HARMONICS = [2, 3, 4, 5] as const;
/** Of the response that is kept after its peak; a reverberation that is longer is cut. */
const TAIL_SECONDS = 0.35;
/** The low edge of the band rings before the peak as well as after it. */
const BEFORE_SECONDS = 0.15;
/** The edges of the sweep are faded; what it says there is not believed. */
const EDGE = 4;
/** Near half the sample rate a harmonic meets its own mirror image. */
const HARMONIC_EDGE = 1.3;

/** The sweep's frequency grows e-fold in so many seconds; harmonic n of a path appears so many times ln n early (Farina, AES 108th convention, 2000). */
function growthSeconds({ startHz, endHz, seconds }: SweepSignal): number {
  return seconds / Math.log(endHz / startHz);
}

/** Frequencies in Hz, twelve to the octave, over which this sweep can be believed. */
export function responseFrequencies(sweep: SweepSignal): Float64Array {
  const [low, high] = [sweep.startHz * EDGE, sweep.endHz / 1.02];
  const count = Math.floor(Math.log2(high / low) * POINTS_PER_OCTAVE) + 1;
  // The last point lies on the upper edge: there a path's own limit shows.
  return Float64Array.from({ length: count }, (_, k) => high * 2 ** ((k - count + 1) / POINTS_PER_OCTAVE));
}

/**
 * Deconvolves what came back by what was played. Division of spectra puts the linear response at the round trip, and
 * the response of harmonic n earlier by L ln n (Farina 2000): each is cut out by itself, so neither the gain is spoilt
 * by distortion nor the other way round.
 *
 * @param recorded one channel from stream position 0 on, at least the sweep and the round trip long
 * @param delayFrames round trip, known from the position code
 */
export function sweepResponse(recorded: Float32Array | Float64Array, sweep: SweepSignal, sampleRate: number, delayFrames: number): SweepResponse {
  const size = powerOfTwoFrom(Math.max(recorded.length, Math.round(sweep.seconds * sampleRate)) + Math.round(sweep.seconds * sampleRate));
  const response = deconvolve(recorded, sweep, sampleRate, size);
  const growth = growthSeconds(sweep) * sampleRate;
  const frequencies = responseFrequencies(sweep);
  // Between two harmonics there is room for a part of the tail only.
  const part = (harmonic: number): Spectrum => {
    const next = growth * Math.log(harmonic / Math.max(1, harmonic - 1));
    const tail = Math.round(Math.min(TAIL_SECONDS * sampleRate, harmonic === 1 ? Infinity : 0.8 * next));
    const before = Math.round(Math.min(BEFORE_SECONDS * sampleRate, (harmonic === 1 ? 0.5 : 0.15) * growth * Math.log((harmonic + 1) / harmonic)));
    return cut(response, delayFrames - growth * Math.log(harmonic), before, tail, sampleRate);
  };
  const linear = part(1);
  const harmonics = HARMONICS.map((harmonic) => ({ harmonic, spectrum: part(harmonic) }));
  const gainDb = frequencies.map((hz) => 20 * Math.log10(Math.max(1e-12, linear.at(hz))));
  const distortionDb = frequencies.map((hz) => {
    const reached = harmonics.filter(({ harmonic }) => harmonic * hz <= sweep.endHz / HARMONIC_EDGE);
    if (reached.length === 0) return NaN;
    const power = reached.reduce((sum, { harmonic, spectrum }) => sum + spectrum.at(harmonic * hz) ** 2, 0);
    return 10 * Math.log10(Math.max(1e-24, power) / Math.max(1e-24, linear.at(hz) ** 2));
  });
  return { gainDb, distortionDb };
}

/** The response to an impulse, circular, `size` frames. Outside the band of the sweep nothing is known, and it is 0 there. */
function deconvolve(recorded: Float32Array | Float64Array, sweep: SweepSignal, sampleRate: number, size: number): Float64Array {
  const fft = new Fft(size);
  // Both signals are real, so one transform serves both: played in the real part, recorded in the imaginary one.
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  fillSignal({ ...sweep, repeat: false }, { channel: 0, channels: 1, on: null, sampleRate, codeBits: 24 }, 0, re);
  im.set(recorded.subarray(0, size));
  fft.forward(re, im);
  const pair = new Float64Array(4);
  const outRe = new Float64Array(size);
  const outIm = new Float64Array(size);
  const [low, high] = [(sweep.startHz * size) / sampleRate, (sweep.endHz * size) / sampleRate];
  for (let k = Math.ceil(low); k <= high; k++) {
    const m = size - k;
    splitPair(re, im, k, m, pair);
    const xRe = pair[0] as number;
    const xIm = pair[1] as number;
    const yRe = pair[2] as number;
    const yIm = pair[3] as number;
    const power = xRe * xRe + xIm * xIm;
    const soft = edgeGain(k, low, high);
    const gRe = (soft * (yRe * xRe + yIm * xIm)) / power;
    const gIm = (soft * (yIm * xRe - yRe * xIm)) / power;
    outRe[k] = gRe;
    outIm[k] = gIm;
    outRe[m] = gRe;
    outIm[m] = -gIm;
  }
  fft.inverse(outRe, outIm);
  for (let i = 0; i < size; i++) outRe[i] = (outRe[i] as number) / size;
  return outRe;
}

/** A band that ends at once rings for long; it ends in half a cosine instead, outside of what is evaluated. */
function edgeGain(k: number, low: number, high: number): number {
  const rise = Math.min(1, (k - low) / (2 * low));
  const fall = Math.min(1, (high - k) / (high * 0.015));
  return (0.5 - 0.5 * Math.cos(Math.PI * rise)) * (0.5 - 0.5 * Math.cos(Math.PI * fall));
}

interface Spectrum {
  /** Linear magnitude at a frequency in Hz. */
  at(hz: number): number;
}

/** The spectrum of one piece of a circular response, its ends faded. */
function cut(response: Float64Array, centre: number, before: number, after: number, sampleRate: number): Spectrum {
  const from = Math.floor(centre) - before;
  const length = before + after;
  const size = response.length;
  const piece = new Float64Array(length);
  const [fadeIn, fadeOut] = [Math.floor(before / 2), Math.floor(after / 3)];
  for (let i = 0; i < length; i++) {
    const start = i < fadeIn ? 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / fadeIn) : 1;
    const end = length - 1 - i < fadeOut ? 0.5 - 0.5 * Math.cos((Math.PI * (length - i - 0.5)) / fadeOut) : 1;
    piece[i] = (response[(((from + i) % size) + size) % size] as number) * start * end;
  }
  return {
    at(hz) {
      // One frequency by Goertzel's recurrence: a few dozen frequencies do not need a transform of all.
      const turn = (2 * Math.PI * hz) / sampleRate;
      const factor = 2 * Math.cos(turn);
      let s1 = 0;
      let s2 = 0;
      for (let i = 0; i < length; i++) {
        const next = (piece[i] as number) + factor * s1 - s2;
        s2 = s1;
        s1 = next;
      }
      return Math.sqrt(Math.max(0, s1 * s1 + s2 * s2 - factor * s1 * s2));
    },
  };
}
