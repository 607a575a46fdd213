/** How many crashes are borne: see `CrashBudget`. */
export interface CrashAllowance {
  readonly crashes: number;
  readonly windowMs: number;
  /** Waits before the start after the first, second, … crash; the last one repeats. */
  readonly backOffMs: readonly number[];
}

export const DEFAULT_CRASH_ALLOWANCE: CrashAllowance = {
  crashes: 4,
  windowMs: 180_000,
  backOffMs: [0, 250, 500, 1000],
};

/**
 * Decides when a process that keeps dying may be started again: after a growing pause, and not at all once it died
 * more often than allowed within the window without one good answer in between.
 */
export class CrashBudget {
  readonly #allowance: CrashAllowance;
  readonly #now: () => number;
  #crashes: readonly number[] = [];

  constructor(allowance: CrashAllowance, now: () => number = () => performance.now()) {
    this.#allowance = allowance;
    this.#now = now;
  }

  noteCrash(): void {
    this.#crashes = [...this.#recent(), this.#now()];
  }

  /** A good answer proves that the process works; a crash after it is a new story. */
  clear(): void {
    this.#crashes = [];
  }

  /** Milliseconds to wait before the next start; null: no more starts for now. */
  delay(): number | null {
    const recent = this.#recent();
    const last = recent.at(-1);
    if (last === undefined) return 0;
    if (recent.length > this.#allowance.crashes) return null;
    const steps = this.#allowance.backOffMs;
    const pause = steps[Math.min(recent.length, steps.length) - 1] ?? 0;
    return Math.max(0, last + pause - this.#now());
  }

  #recent(): readonly number[] {
    const start = this.#now() - this.#allowance.windowMs;
    return this.#crashes.filter((time) => time > start);
  }
}
