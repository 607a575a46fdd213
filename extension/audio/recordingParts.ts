import type { ProbeResult } from "./contract.ts";

/** Samples of one channel; half a megabyte at most. */
const PART_SAMPLES = 128 * 1024;

export interface RecordingPart {
  readonly channel: number;
  readonly samples: Float32Array | Float64Array;
}

/**
 * A long recording as pieces to be sent one by one, and the result without its samples. In one message it would fill
 * the channel for seconds, no sign of life could pass, and a healthy process would look hung.
 */
export function splitRecording(result: ProbeResult): { readonly parts: readonly RecordingPart[]; readonly rest: ProbeResult } {
  const { recording } = result;
  if (recording === null || recording.frames * recording.input.length <= PART_SAMPLES) return { parts: [], rest: result };
  const parts = recording.input.flatMap((samples, channel) =>
    Array.from({ length: Math.ceil(samples.length / PART_SAMPLES) }, (_, index) => ({
      channel,
      samples: samples.subarray(index * PART_SAMPLES, (index + 1) * PART_SAMPLES),
    })),
  );
  const input = recording.input.map((samples) => samples.subarray(0, 0));
  return { parts, rest: { ...result, recording: { ...recording, input } } };
}

/** Puts the pieces of one result together again. */
export class RecordingParts {
  readonly #channels = new Map<number, (Float32Array | Float64Array)[]>();

  add({ channel, samples }: RecordingPart): void {
    const pieces = this.#channels.get(channel);
    if (pieces === undefined) this.#channels.set(channel, [samples]);
    else pieces.push(samples);
  }

  /** The result with its samples; what is not a result passes unchanged, for the check that follows. */
  join(rest: unknown): unknown {
    if (this.#channels.size === 0 || !hasRecording(rest)) return rest;
    const input = rest.recording.input.map((empty: unknown, channel) => {
      const pieces = this.#channels.get(channel);
      this.#channels.delete(channel); // The pieces of a channel can go as soon as it is whole.
      return pieces === undefined ? empty : concatenated(pieces);
    });
    return { ...rest, recording: { ...rest.recording, input } };
  }
}

function concatenated(pieces: readonly (Float32Array | Float64Array)[]): Float32Array | Float64Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const whole = pieces[0] instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

function hasRecording(value: unknown): value is { readonly recording: { readonly input: readonly unknown[] } } {
  const recording = fieldOf(value, "recording");
  return Array.isArray(fieldOf(recording, "input"));
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
