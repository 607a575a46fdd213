import { levelStep } from "./levelStep.ts";
import type { LevelStep } from "./levelStep.ts";
import { noiseFloor } from "./noiseFloor.ts";
import type { NoiseFloor } from "./noiseFloor.ts";
import { responseFrequencies, sweepResponse } from "./sweepResponse.ts";
import type { SweepSignal } from "./sweepResponse.ts";
import { coherentFrames, toneDistortion } from "./toneDistortion.ts";
import type { ToneDistortion } from "./toneDistortion.ts";

type Channels = readonly (Float32Array | Float64Array)[];

/** A recording of one test signal: one array per input channel from stream position 0 on. */
export interface TestRecording {
  readonly input: Channels;
  readonly sampleRate: number;
  /** Round trip in frames, as the position code found it. */
  readonly delayFrames: number;
  /** The input channels that carry what was played, counted from 0. */
  readonly connected: readonly number[];
}

/** The gain of a path over frequency. */
export interface FrequencyResponse {
  /** Twelve to the octave, rising. */
  readonly frequenciesHz: readonly number[];
  readonly channels: readonly {
    readonly channel: number;
    /** dB against what was played, one per frequency. */
    readonly gainDb: readonly number[];
    /** Harmonics 2 to 5 together, dB against the fundamental, one per frequency; null: beyond the band. */
    readonly distortionDb: readonly (number | null)[];
    /** Where the gain falls 3 dB below that at 1 kHz; null: not within the measured band. */
    readonly lowHz: number | null;
    readonly highHz: number | null;
    /** Largest difference from the gain at 1 kHz, 20 Hz to 20 kHz, dB. */
    readonly deviationDb: number;
  }[];
}

/** What a sine at -6 dBFS became. */
export interface Distortion {
  readonly playedHz: number;
  readonly playedDbfs: number;
  readonly channels: readonly (ToneDistortion & { readonly channel: number })[];
}

/** What came back while nothing was played. */
export interface Noise {
  readonly seconds: number;
  readonly channels: readonly (NoiseFloor & { readonly channel: number })[];
}

/** A tone, soft first and then nearly as loud as can be. */
export interface Loudness {
  readonly playedHz: number;
  readonly softDbfs: number;
  readonly loudDbfs: number;
  readonly channels: readonly (LevelStep & { readonly channel: number })[];
}

/** A soft tone and a loud one, so many seconds each. */
export interface StepSignal {
  readonly frequencyHz: number;
  readonly seconds: number;
  readonly lowAmplitude: number;
  readonly amplitude: number;
}

/** Left out after the round trip, so that what was played before has died away. */
export const SETTLE_SECONDS = 0.15;
/** A resampler or a drifting clock moves the end of the signal by no more than this. */
const SPARE_FRAMES = 64;

/** @returns null: the recording ends before the sweep came back */
export function frequencyResponse({ input, sampleRate, delayFrames, connected }: TestRecording, sweep: SweepSignal): FrequencyResponse | null {
  const needed = delayFrames + sweep.seconds * sampleRate;
  if ((input[0]?.length ?? 0) < needed || connected.length === 0) return null;
  const frequencies = responseFrequencies(sweep);
  const channels = connected.map((channel) => {
    const { gainDb, distortionDb } = sweepResponse(input[channel] ?? new Float32Array(0), sweep, sampleRate, delayFrames);
    const middle = at(frequencies, gainDb, 1000);
    return {
      channel,
      gainDb: [...gainDb].map(hundredths),
      distortionDb: [...distortionDb].map((db) => (Number.isNaN(db) ? null : hundredths(db))),
      lowHz: crossing(frequencies, gainDb, middle - 3, "down"),
      highHz: crossing(frequencies, gainDb, middle - 3, "up"),
      deviationDb: hundredths(deviation(frequencies, gainDb, middle)),
    };
  });
  return { frequenciesHz: [...frequencies].map((hz) => Number(hz.toPrecision(5))), channels };
}

/** @returns null: the recording is too short */
export function distortion({ input, sampleRate, delayFrames, connected }: TestRecording, playedHz: number, amplitude: number): Distortion | null {
  const from = Math.ceil(delayFrames + SETTLE_SECONDS * sampleRate);
  const frames = coherentFrames(sampleRate);
  if ((input[0]?.length ?? 0) < from + frames) return null;
  const channels = connected.flatMap((channel) => {
    const found = toneDistortion((input[channel] ?? new Float32Array(0)).subarray(from, from + frames), sampleRate, playedHz);
    return found === null ? [] : [{ channel, ...found }];
  });
  return { playedHz, playedDbfs: 20 * Math.log10(amplitude), channels };
}

/** @returns null: the recording is too short */
export function loudness({ input, sampleRate, delayFrames, connected }: TestRecording, signal: StepSignal): Loudness | null {
  const section = Math.round(signal.seconds * sampleRate);
  if ((input[0]?.length ?? 0) < delayFrames + 2 * section) return null;
  const dbfs = (amplitude: number): number => 20 * Math.log10(amplitude);
  const channels = connected.flatMap((channel) => {
    const found = levelStep(input[channel] ?? new Float32Array(0), sampleRate, signal.frequencyHz, delayFrames, section, signal.amplitude / signal.lowAmplitude);
    return found === null ? [] : [{ channel, ...found }];
  });
  return { playedHz: signal.frequencyHz, softDbfs: dbfs(signal.lowAmplitude), loudDbfs: dbfs(signal.amplitude), channels };
}

/** @returns null: the recording is too short */
export function noise({ input, sampleRate, delayFrames, connected }: TestRecording): Noise | null {
  const from = Math.ceil(delayFrames + SETTLE_SECONDS * sampleRate) + SPARE_FRAMES;
  const frames = (input[0]?.length ?? 0) - from;
  if (frames < 0.25 * sampleRate) return null;
  const channels = connected.map((channel) => ({ channel, ...noiseFloor((input[channel] ?? new Float32Array(0)).subarray(from), sampleRate) }));
  return { seconds: frames / sampleRate, channels };
}

/** Between two measured frequencies on a line over the logarithm of frequency. */
function at(frequencies: Float64Array, values: Float64Array, hz: number): number {
  const above = Math.max(1, frequencies.findIndex((f) => f >= hz));
  const [f0, f1, v0, v1] = [frequencies[above - 1] ?? hz, frequencies[above] ?? hz, values[above - 1] ?? NaN, values[above] ?? NaN];
  return v0 + ((v1 - v0) * Math.log(hz / f0)) / Math.log(f1 / f0);
}

/** From 1 kHz on in one direction, the first frequency at which the gain is below the limit. */
function crossing(frequencies: Float64Array, gainDb: Float64Array, limit: number, direction: "up" | "down"): number | null {
  const step = direction === "up" ? 1 : -1;
  for (let k = frequencies.findIndex((hz) => hz >= 1000); k >= 0 && k < frequencies.length; k += step) {
    const [here, before] = [gainDb[k] ?? NaN, gainDb[k - step] ?? NaN];
    if (here >= limit) continue;
    const part = (before - limit) / (before - here);
    const [f0, f1] = [frequencies[k - step] ?? NaN, frequencies[k] ?? NaN];
    return Number((f0 * (f1 / f0) ** part).toPrecision(4));
  }
  return null;
}

function deviation(frequencies: Float64Array, gainDb: Float64Array, middle: number): number {
  let most = 0;
  frequencies.forEach((hz, k) => {
    if (hz >= 20 && hz <= 20_000) most = Math.max(most, Math.abs((gainDb[k] ?? NaN) - middle));
  });
  return most;
}

function hundredths(db: number): number {
  return Number(db.toFixed(2));
}
