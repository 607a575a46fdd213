import { TAPS, fillDelayed } from "./fractionalDelay.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import type { DelayLeg, Wander } from "./wander.ts";

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
    if (line.wander === null && line.slope === 0 && Number.isInteger(line.level)) {
      this.#played.fill(output, from - line.level, into.subarray(0, count));
      return;
    }
    const legs = line.wander === null ? [{ ...line, from, to: from + count }] : line.wander.legs(line, from, from + count);
    const { first, length } = playedAlong(legs);
    if (this.#code.length < length) this.#code = new Float64Array(length);
    const code = this.#code.subarray(0, length);
    this.#played.fill(output, first, code);
    for (const leg of legs) fillDelayed(code, first, leg, leg.from, into, leg.from - from, leg.to - leg.from);
  }
}

/** The positions that were played and are heard along the legs, with what the interpolator reaches around them. */
function playedAlong(legs: readonly DelayLeg[]): { readonly first: number; readonly length: number } {
  let earliest = Infinity;
  let latest = -Infinity;
  for (const { from, to, level, slope } of legs) {
    const [a, b] = [from - level - slope * from, to - level - slope * to];
    earliest = Math.min(earliest, a, b);
    latest = Math.max(latest, a, b);
  }
  const first = Math.floor(earliest) - TAPS - 2;
  return { first, length: Math.max(0, Math.ceil(latest) + TAPS + 14 - first) };
}
