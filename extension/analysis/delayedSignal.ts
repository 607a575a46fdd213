import { TAPS, fillDelayed } from "./fractionalDelay.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import type { Wander } from "./wander.ts";

/** Delay at input position n: level + slope * n, and what it wanders. */
export interface DelayLine {
  readonly level: number;
  readonly slope: number;
  readonly wander: Wander | null;
}

/** What was played, as it arrives along a line of delay. Keeps its working memory from one call to the next. */
export class DelayedSignal {
  readonly #played: PlayedSignal;
  #code = new Float64Array(0);

  constructor(played: PlayedSignal) {
    this.#played = played;
  }

  /** What was played on `output`, as it arrives at input frames from, from + 1, …, `count` of them. */
  fill(output: number, line: DelayLine, from: number, into: Float64Array, count = into.length): void {
    if (line.wander === null) this.#fillStraight(output, line, from, into, count);
    else for (const leg of line.wander.legs(line, from, from + count)) {
      this.#fillStraight(output, leg, leg.from, into.subarray(leg.from - from), leg.to - leg.from);
    }
  }

  #fillStraight(output: number, line: { readonly level: number; readonly slope: number }, from: number, into: Float64Array, count: number): void {
    const { level, slope } = line;
    const earliest = Math.min(from - level - slope * from, from + count - level - slope * (from + count) - count);
    const first = Math.floor(earliest) - TAPS - 2;
    const length = count + 2 * TAPS + 16 + Math.ceil(Math.abs(slope) * count);
    if (this.#code.length < length) this.#code = new Float64Array(length);
    const code = this.#code.subarray(0, length);
    this.#played.fill(output, first, code);
    fillDelayed(code, first, line, from, into, count);
  }
}
