import { channelKey, fillCode, hashesPerSample, positionsOf } from "./positionCode.ts";

const FEW_HASHES = 4096;

/** The position code of one run, on all its output channels. */
export class PlayedSignal {
  readonly channels: number;
  readonly codeBits: number;
  readonly #keys: readonly number[];

  constructor(seed: number, channels: number, codeBits: number) {
    this.channels = channels;
    this.codeBits = codeBits;
    this.#keys = Array.from({ length: channels }, (_, channel) => channelKey(seed, channel));
  }

  /** What was played on `output` at positions from, from + 1, … (0 before position 0). */
  fill(output: number, from: number, into: Float32Array | Float64Array): void {
    fillCode(this.#keys[output] ?? 0, from, this.codeBits, into);
  }

  /**
   * Every position up to `last` at which `output` played a sample within half a step of this one. null: the code is too
   * coarse, looking at every position is quicker.
   */
  positionsOf(output: number, sample: number, last: number): readonly number[] | null {
    if (hashesPerSample(this.codeBits) > FEW_HASHES) return null;
    return positionsOf(this.#keys[output] ?? 0, Math.round(sample * 2 ** this.codeBits), this.codeBits, last);
  }

  /** `from` and on of a mixture of outputs, as it arrives on an input channel. */
  fillMix(terms: readonly Term[], from: number, into: Float64Array, scratch: Float64Array): void {
    const [first, ...others] = terms;
    if (first === undefined) {
      into.fill(0);
      return;
    }
    this.fill(first.output, from, into);
    if (first.gain !== 1) for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) * first.gain;
    for (const term of others) {
      const part = scratch.subarray(0, into.length);
      this.fill(term.output, from, part);
      for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + term.gain * (part[i] as number);
    }
  }
}

/** How much of an output channel an input channel carries, linear; negative: inverted. */
export interface Term {
  readonly output: number;
  readonly gain: number;
}
