/** Tells from the time that a part took how long the rest will take. */
export class Stopwatch {
  readonly #now: () => number;
  readonly #begun: number;

  /** `now`: in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#begun = now();
  }

  /** `fraction`: how much is done, 0..1. Null at the very start: nothing is known yet. */
  secondsLeft(fraction: number): number | null {
    return fraction <= 0 ? null : ((this.#now() - this.#begun) / 1000 / fraction) * (1 - fraction);
  }
}
