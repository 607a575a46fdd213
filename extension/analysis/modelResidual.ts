import { DelayedSignal } from "./delayedSignal.ts";
import type { DelayLine } from "./delayedSignal.ts";
import type { Samples } from "./inputChannel.ts";
import { Expected, LENGTH, SIDE } from "./pathModel.ts";
import type { ChannelModel } from "./pathModel.ts";
import type { PlayedSignal } from "./playedSignal.ts";

/** An input channel with the model of its path. */
export interface Voice {
  readonly samples: Samples;
  readonly model: ChannelModel;
}

/** Frames at a time: small enough to stay in the fast memory of the processor. */
const CHUNK = 2048;

/** What is left of the voices when the models along a line are taken away. Keeps its working memory between calls. */
export class ModelResidual {
  readonly #delayed: DelayedSignal;
  readonly #voices: readonly Voice[];
  readonly #codes: ReadonlyMap<number, Float64Array>;
  readonly #expected = new Expected(CHUNK);

  constructor(played: PlayedSignal, voices: readonly Voice[]) {
    this.#delayed = new DelayedSignal(played);
    this.#voices = voices;
    const outputs = new Set(voices.flatMap(({ model }) => model.outputs));
    this.#codes = new Map([...outputs].map((output) => [output, new Float64Array(CHUNK + LENGTH + 4)]));
  }

  /** One array per voice, of input frames [from, to). */
  along(line: DelayLine, from: number, to: number): Float32Array[] {
    const residuals = this.#voices.map(() => new Float32Array(Math.max(0, to - from)));
    const present = this.#voices.map(({ model }) => model.outputs.map((output) => this.#codes.get(output) as Float64Array));
    for (let start = from; start < to; start += CHUNK) {
      const count = Math.min(CHUNK, to - start);
      const whole = Math.ceil(count / 4) * 4;
      for (const [output, code] of this.#codes) this.#delayed.fill(output, line, start - SIDE, code, whole + LENGTH + 4);
      for (let v = 0; v < residuals.length; v++) {
        const { samples, model } = this.#voices[v] as Voice;
        const expected = this.#expected.of(present[v] as Float64Array[], model.filters, whole);
        subtract(samples, start, expected, residuals[v] as Float32Array, start - from, count);
      }
    }
    return residuals;
  }
}

/** Writes what is left of `count` samples, to `into` from `at` on. */
function subtract(samples: Samples, from: number, expected: Float64Array, into: Float32Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) into[at + i] = (samples[from + i] as number) - (expected[i] as number);
}
