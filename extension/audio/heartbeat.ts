/**
 * Asks a process again and again whether it is alive.
 *
 * Paused while the process does something that is known to block it; a deadline watches over that instead.
 */
export class Heartbeat {
  readonly #intervalMs: number;
  readonly #allowedMisses: number;
  readonly #send: (beat: number) => void;
  readonly #onHung: () => void;
  #timer: NodeJS.Timeout | null = null;
  #beat = 0;
  #missed = 0;

  constructor(intervalMs: number, allowedMisses: number, send: (beat: number) => void, onHung: () => void) {
    this.#intervalMs = intervalMs;
    this.#allowedMisses = allowedMisses;
    this.#send = send;
    this.#onHung = onHung;
  }

  start(): void {
    this.stop();
    this.#missed = 0;
    this.#ask();
    this.#timer = setInterval(() => {
      this.#missed += 1;
      if (this.#missed >= this.#allowedMisses) {
        this.stop();
        this.#onHung();
      } else {
        this.#ask();
      }
    }, this.#intervalMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Any message is a sign of life, not only the answer to a beat. */
  noteLife(): void {
    this.#missed = 0;
  }

  #ask(): void {
    this.#beat += 1;
    this.#send(this.#beat);
  }
}
