import { noiseFloor } from "./noiseFloor.ts";
import type { NoiseFloor } from "./noiseFloor.ts";
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

/** More channels are seldom looked at, and each costs time. */
export const MOST_CHANNELS = 8;
/** Left out after the round trip, so that what was played before has died away. */
export const SETTLE_SECONDS = 0.15;
/** A resampler or a drifting clock moves the end of the signal by no more than this. */
const SPARE_FRAMES = 64;

/** @returns null: the recording is too short */
export function distortion({ input, sampleRate, delayFrames, connected }: TestRecording, playedHz: number, amplitude: number): Distortion | null {
  const from = Math.ceil(delayFrames + SETTLE_SECONDS * sampleRate);
  const frames = coherentFrames(sampleRate);
  if ((input[0]?.length ?? 0) < from + frames) return null;
  const channels = connected.slice(0, MOST_CHANNELS).flatMap((channel) => {
    const found = toneDistortion((input[channel] ?? new Float32Array(0)).subarray(from, from + frames), sampleRate, playedHz);
    return found === null ? [] : [{ channel, ...found }];
  });
  return { playedHz, playedDbfs: 20 * Math.log10(amplitude), channels };
}

/** @returns null: the recording is too short */
export function noise({ input, sampleRate, delayFrames, connected }: TestRecording): Noise | null {
  const from = Math.ceil(delayFrames + SETTLE_SECONDS * sampleRate) + SPARE_FRAMES;
  const frames = (input[0]?.length ?? 0) - from;
  if (frames < 0.25 * sampleRate) return null;
  const channels = connected.slice(0, MOST_CHANNELS).map((channel) => ({ channel, ...noiseFloor((input[channel] ?? new Float32Array(0)).subarray(from), sampleRate) }));
  return { seconds: frames / sampleRate, channels };
}
