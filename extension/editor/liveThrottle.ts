import type { LiveSnapshot } from "../audio/contract.ts";

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

/**
 * Lets at most one snapshot through per `intervalMs`, the latest. Peaks of the ones left out are kept in it, because a
 * peak counts from one snapshot to the next and a click must not fall between two of them.
 */
export class LiveThrottle {
  readonly #intervalMs: number;
  readonly #send: (snapshot: LiveSnapshot) => void;
  readonly #clock: ThrottleClock;
  #pending: LiveSnapshot | null = null;
  #cancelTimer: (() => void) | null = null;
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(intervalMs: number, send: (snapshot: LiveSnapshot) => void, clock: ThrottleClock = realClock) {
    this.#intervalMs = intervalMs;
    this.#send = send;
    this.#clock = clock;
  }

  push(snapshot: LiveSnapshot): void {
    this.#pending = this.#pending === null ? snapshot : mergeSnapshots(this.#pending, snapshot);
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
    const snapshot = this.#pending;
    if (snapshot === null) return;
    this.#pending = null;
    this.#sentAt = this.#clock.now();
    this.#send(snapshot);
  }
}

/** The later snapshot with the peaks of both. */
export function mergeSnapshots(earlier: LiveSnapshot, later: LiveSnapshot): LiveSnapshot {
  return {
    ...later,
    inputPeaks: maxima(earlier.inputPeaks, later.inputPeaks),
    outputPeaks: maxima(earlier.outputPeaks, later.outputPeaks),
  };
}

function maxima(earlier: readonly number[], later: readonly number[]): readonly number[] {
  return later.map((peak, channel) => Math.max(peak, earlier[channel] ?? 0));
}
