import { LIVE_INTERVAL_MS } from "../../extension/editor/panelProtocol.ts";

/**
 * How far something that comes in batches, one with each live frame, is shown: it moves on evenly from the end of one
 * batch to that of the next, over the time in which the next is due. Counted in things since a stream began.
 */
export class PlayOut {
  readonly #most: number;
  #from = NaN;
  #to = NaN;
  #since = 0;
  #shown = 0;

  /** What lies further ahead than `most` is shown at once: so much was missed. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many are shown, as of the last `play`. */
  get shown(): number {
    return this.#shown;
  }

  /** More is to be shown of what is known. */
  get isUnderWay(): boolean {
    return this.#shown < this.#to;
  }

  /** There are so many at a time in milliseconds. `moves`: they may come into sight one by one. */
  feed(end: number, now: number, moves: boolean): void {
    const from = this.#at(now);
    this.#from = moves && end >= from && end - from <= this.#most ? from : end;
    this.#to = end;
    this.#since = now;
  }

  /** Goes on to a time in milliseconds. True: something else is shown than before. */
  play(now: number): boolean {
    const before = this.#shown;
    if (!Number.isNaN(this.#to)) this.#shown = this.#at(now);
    return this.#shown !== before;
  }

  /** Nothing is shown, and what comes next at once. */
  reset(): void {
    this.#from = this.#to = NaN;
    this.#shown = 0;
  }

  #at(now: number): number {
    const share = Math.min(1, Math.max(0, (now - this.#since) / LIVE_INTERVAL_MS));
    return Math.floor(this.#from + (this.#to - this.#from) * share);
  }
}
