import { setTimeout as sleep } from "node:timers/promises";
import { AudioChild, type ChildListener, type ChildOptions } from "./audioChild.ts";
import type { Versions } from "./contract.ts";
import { CrashBudget, type CrashAllowance } from "./crashBudget.ts";
import { Deadline } from "./deadline.ts";
import { Exchange, type Task } from "./exchange.ts";
import { LabFailure } from "./failure.ts";
import { endFailure, tooManyCrashes, type ProcessEnd } from "./processFailure.ts";

/** `failed`: it crashed too often and is not started again until `restart()` or until time has passed. */
export type LaneState = "stopped" | "starting" | "idle" | "busy" | "failed";

export interface LaneOptions extends ChildOptions {
  readonly allowance: CrashAllowance;
  readonly onState: (state: LaneState) => void;
  readonly onVersions: (versions: Versions) => void;
}

type Inside =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting"; readonly child: Promise<AudioChild> }
  | { readonly kind: "up"; readonly child: AudioChild; readonly idle: Deadline };

/**
 * One place for an audio process, and the one request that it serves at a time; further requests wait their turn.
 * Starts the process on first use, stops it when idle, replaces it when it died.
 */
export class AudioLane {
  readonly #options: LaneOptions;
  readonly #budget: CrashBudget;
  #inside: Inside = { kind: "stopped" };
  #exchange: { readonly child: AudioChild; readonly with: ChildListener } | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #nextId = 1;
  #disposed = false;
  /** Every child not yet known to be gone. */
  readonly #children = new Set<AudioChild>();

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#budget = new CrashBudget(options.allowance);
  }

  /** A request is under way or waits. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Process ids of the living children. */
  get pids(): readonly number[] {
    return [...this.#children].flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  /** `whenCancelled` answers for a task that was cancelled before the process heard of it. */
  async run<T>(task: Task<T>, whenCancelled: () => T): Promise<T> {
    this.#waiting += 1;
    const before = this.#turn;
    const mine = before.then(() => this.#serve(task, whenCancelled));
    this.#turn = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Forgets past crashes; a running request ends in an error. */
  async restart(): Promise<void> {
    this.#budget.clear();
    await this.#stopAll();
    this.#budget.clear();
    if (!this.#disposed) this.#options.onState("stopped");
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#stopAll();
    await this.#turn;
  }

  async #serve<T>(task: Task<T>, whenCancelled: () => T): Promise<T> {
    if (task.signal?.aborted === true) return whenCancelled();
    const child = await unlessAborted(this.#acquire(), task.signal);
    if (child === null) return whenCancelled();
    if (this.#inside.kind !== "up" || this.#inside.child !== child) throw endFailure("starting", { kind: "stopped" }, "");
    this.#inside.idle.clear();
    this.#options.onState("busy");
    const exchange = new Exchange(child, this.#nextId, task, this.#options.deadlines);
    this.#nextId += 1;
    this.#exchange = { child, with: exchange };
    try {
      const value = await exchange.result;
      this.#budget.clear();
      return value;
    } finally {
      this.#exchange = null;
      this.#rest(child);
    }
  }

  /** The process, started if need be. */
  async #acquire(): Promise<AudioChild> {
    if (this.#disposed) throw endFailure("idle", { kind: "stopped" }, "");
    if (this.#inside.kind === "up") return this.#inside.child;
    if (this.#inside.kind === "starting") return this.#inside.child;
    // Not before the place is marked as taken: a start that fails at once frees it again.
    const child = Promise.resolve().then(() => this.#start());
    this.#inside = { kind: "starting", child };
    return child;
  }

  async #start(): Promise<AudioChild> {
    try {
      const delay = this.#budget.delay();
      if (delay === null) {
        const { crashes, windowMs } = this.#options.allowance;
        throw tooManyCrashes(crashes + 1, windowMs / 60_000);
      }
      this.#options.onState("starting");
      if (delay > 0) await sleep(delay);
      if (this.#disposed) throw endFailure("idle", { kind: "stopped" }, "");
      const child: AudioChild = new AudioChild(this.#options, {
        onMessage: (message) => {
          if (this.#exchange?.child === child) this.#exchange.with.onMessage(message);
        },
        onEnd: (end, tail) => { this.#onEnd(child, end, tail); },
      });
      this.#children.add(child);
      void child.gone.then(() => { this.#children.delete(child); });
      this.#options.log(`audio process ${String(child.pid)}: started`);
      const versions = await child.ready;
      this.#options.onVersions(versions);
      const idle = new Deadline(this.#options.deadlines.idle, () => {
        this.#leave();
        void child.stop();
      });
      this.#inside = { kind: "up", child, idle };
      this.#rest(child);
      return child;
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  /** The process has nothing to do. */
  #rest(child: AudioChild): void {
    if (this.#inside.kind !== "up" || this.#inside.child !== child) return;
    child.heartbeat.start();
    this.#inside.idle.restart();
    this.#options.onState("idle");
  }

  #onEnd(child: AudioChild, end: ProcessEnd, stderrTail: string): void {
    if (end.kind !== "stopped") {
      this.#budget.noteCrash();
      this.#options.log(`audio process ${String(child.pid)}: ${end.kind === "exited" ? `ended (${String(end.signal ?? end.code)})` : end.kind}`);
    }
    if (this.#inside.kind === "up" && this.#inside.child === child) this.#leave();
    if (this.#exchange?.child === child) this.#exchange.with.onEnd(end, stderrTail);
  }

  /** The place is free for the next process; the one that was here is on its way out. */
  #leave(): void {
    if (this.#inside.kind === "up") this.#inside.idle.clear();
    this.#inside = { kind: "stopped" };
    this.#options.onState(this.#budget.delay() === null ? "failed" : "stopped");
  }

  async #stopAll(): Promise<void> {
    if (this.#inside.kind === "up") this.#leave();
    await Promise.all([...this.#children].map((child) => child.stop()));
  }
}

/** The value, or null as soon as the signal says so; the work itself goes on and its failure is nobody's. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | null): Promise<T | null> {
  if (signal === null) return work;
  return new Promise<T | null>((resolve, reject) => {
    const onAbort = (): void => { resolve(null); };
    signal.addEventListener("abort", onAbort, { once: true });
    work
      .then(resolve, (error: unknown) => { reject(error instanceof Error ? error : new LabFailure(unexpected(error))); })
      .finally(() => { signal.removeEventListener("abort", onAbort); });
    if (signal.aborted) onAbort();
  });
}

function unexpected(error: unknown): LabFailure["error"] {
  return { code: "audio-process-start-failed", message: String(error), hint: "", where: null, host: null };
}
