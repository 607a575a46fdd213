import type { GlitchEvent } from "./glitch.ts";
import type { ResamplingGrade } from "./resamplingGrade.ts";
import type { Dither } from "./rounding.ts";
import type { Routing } from "./routing.ts";

/** What the analysis is given of a run that played the position code. Frames are counted per channel. */
export interface Recording {
  readonly sampleRate: number;
  readonly bufferFrames: number;
  readonly outputChannels: number;
  /** One array per input channel; `input[c][i]` is the sample at stream position i, full scale = 1. */
  readonly input: readonly (Float32Array | Float64Array)[];
  readonly frames: number;
  readonly seed: number;
  readonly codeBits: number;
}

/**
 * How what came back relates to what was played.
 * - `tracked`: it is the played signal at a whole number of frames, every frame accounted for.
 * - `correlated`: the played signal is in it (resampled, drifting, fractionally late, noisy), but every
 *   sample was changed: glitches are what a model of the path does not explain.
 * - `nothing`: the input is silent, or holds sound that was not played.
 * - `unrecorded`: there is no input, no output, or no frame was recorded.
 */
export type PathKind = "tracked" | "correlated" | "nothing" | "unrecorded";

/** Where one input channel's sound comes from. */
export interface ChannelSource {
  /** The output channel that it mostly carries; null: none. */
  readonly output: number | null;
  /** More than one output channel is in it. */
  readonly mixed: boolean;
  /** Not a single sample differs from 0. */
  readonly silent: boolean;
}

/** The round trip as the other method has it; the two share no code but the Fourier transform. */
export interface SecondMethod {
  readonly method: "phase";
  /** Second minus first. */
  readonly differenceFrames: number;
  readonly uncertaintyFrames: number;
  /** Within 0.01 frame. */
  readonly agrees: boolean;
}

export interface PathAnalysis {
  readonly kind: PathKind;
  /** Frames of the recording over which the path could be judged. */
  readonly analysedFrames: number;
  readonly channels: readonly ChannelSource[];
  readonly latency: {
    /** Frames; of a path whose round trip changes: the one at the beginning. */
    readonly roundTripFrames: number | null;
    readonly uncertaintyFrames: number | null;
    readonly method: "position" | "phase" | null;
    /** Of a path whose delay moves by itself: the least and the most, jumps aside, and `roundTripFrames` is the mean; else null. */
    readonly movesFrames: readonly [least: number, most: number] | null;
  };
  /** Of a path that is followed frame by frame: the same by phase. null: too little undisturbed sound, or no such path. */
  readonly secondMethod: SecondMethod | null;
  /** null: not measurable on this path. Damage to the sound only; stalls are found in the timing. */
  readonly glitches: readonly GlitchEvent[] | null;
  readonly integrity: {
    readonly bitPerfect: boolean | null;
    readonly exactFraction: number | null;
    readonly effectiveBits: number | null;
    readonly gainDb: readonly (number | null)[] | null;
    readonly inverted: readonly (boolean | null)[] | null;
    readonly resampled: {
      readonly detected: boolean | null;
      readonly innerSampleRate: number | null;
      /** null: it is not resampled, or nobody knows. */
      readonly quality: ResamplingGrade | null;
    };
    /** Of a path that rounds to a shorter word; null: it does not, or its error is another. */
    readonly dither: Dither | null;
    /** What is constant in each input channel, 0 where none stands out, full scale = 1; null: not known. */
    readonly dc: readonly (number | null)[] | null;
    /** null: nothing came back. */
    readonly routing: Routing | null;
    /** Rows: input channels, columns: output channels; linear gains. */
    readonly channelMatrix: readonly (readonly number[])[] | null;
  };
  readonly drift: { readonly ppm: number | null; readonly uncertaintyPpm: number | null };
}

/** The analysis of a path about which nothing can be said. */
export function nothingAnalysed(kind: "nothing" | "unrecorded", channels: readonly ChannelSource[]): PathAnalysis {
  return {
    kind,
    analysedFrames: 0,
    channels,
    latency: { roundTripFrames: null, uncertaintyFrames: null, method: null, movesFrames: null },
    secondMethod: null,
    glitches: null,
    integrity: {
      bitPerfect: null,
      exactFraction: null,
      effectiveBits: null,
      gainDb: null,
      inverted: null,
      resampled: { detected: null, innerSampleRate: null, quality: null },
      dither: null,
      dc: null,
      routing: null,
      channelMatrix: null,
    },
    drift: { ppm: null, uncertaintyPpm: null },
  };
}
