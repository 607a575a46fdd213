/** Time and timers, so that tests need not wait. */
export interface ThrottleClock {
  now(): number;
  /** Calls once after so many milliseconds; the result cancels it. */
  after(milliseconds: number, call: () => void): () => void;
}

const realClock: ThrottleClock = {
  now: () => Date.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Lets at most one frame through per `intervalMs`, the latest: each is complete, and those left out are not missed. */
export class LiveThrottle {
  readonly #intervalMs: number;
  readonly #send: (frame: Uint8Array) => void;
  readonly #clock: ThrottleClock;
  #pending: Uint8Array | null = null;
  #cancelTimer: (() => void) | null = null;
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(intervalMs: number, send: (frame: Uint8Array) => void, clock: ThrottleClock = realClock) {
    this.#intervalMs = intervalMs;
    this.#send = send;
    this.#clock = clock;
  }

  push(frame: Uint8Array): void {
    this.#pending = frame;
    if (this.#cancelTimer !== null) return;
    const wait = this.#sentAt + this.#intervalMs - this.#clock.now();
    if (wait <= 0) {
      this.#flush();
    } else {
      this.#cancelTimer = this.#clock.after(wait, () => {
        this.#cancelTimer = null;
        this.#flush();
      });
    }
  }

  /** Forgets what waits: the page is hidden or gone. */
  clear(): void {
    this.#pending = null;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #flush(): void {
    const frame = this.#pending;
    if (frame === null) return;
    this.#pending = null;
    this.#sentAt = this.#clock.now();
    this.#send(frame);
  }
}
