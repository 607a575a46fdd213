/** How much later than due a timer may fire before we conclude that it was us who slept (a busy loop, a suspended machine). */
const OVERSLEPT_MS = 1000;

/**
 * A timer that calls back once when nothing restarted or cleared it in time.
 *
 * If this process itself was asleep when it was due, answers may be waiting unread: it then starts over instead of
 * accusing the other side.
 */
export class Deadline {
  readonly #milliseconds: number;
  readonly #onExpired: () => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(milliseconds: number, onExpired: () => void) {
    this.#milliseconds = milliseconds;
    this.#onExpired = onExpired;
  }

  /** Begins, or begins again, to wait. */
  restart(): void {
    this.clear();
    const due = performance.now() + this.#milliseconds;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (performance.now() - due > OVERSLEPT_MS) this.restart();
      else this.#onExpired();
    }, this.#milliseconds);
  }

  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
