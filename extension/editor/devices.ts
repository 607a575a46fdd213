import { t } from "@vscode/l10n";
import type { AudioPort } from "../audio/audioPort.ts";
import type { BackendDevices, LabError, ScenarioSource } from "../audio/contract.ts";
import { LabFailure } from "../audio/failure.ts";
import { Emitter } from "./emitter.ts";
import { loadLiveFindings } from "./liveHere.ts";

export interface DevicesSource {
  /** Null: devices must not be touched now (the workspace is not trusted, or there is no audio here at all). */
  port(): AudioPort | null;
  /** Why `port` is null now. */
  refusal(): LabFailure;
  scenario(): Promise<ScenarioSource | null>;
  /** Calls once after so many milliseconds; the result cancels it. */
  after(milliseconds: number, call: () => void): () => void;
}

/**
 * After a listing that failed, wishes start no other for so long, and for twice as long after each further failure: a
 * sound system that was just starting is there soon, and one that kills the audio process is not asked at every key.
 * Then whoever looks is told, and may wish again.
 */
const PAUSE_MS = { first: 30_000, longest: 600_000 } as const;

/**
 * The backends and devices of this machine, as last listed. Lenses and hints read `current` and never wait; the first
 * one who asks with `wish` starts a listing in the background, whose failure is only kept in `error`.
 */
export class Devices {
  readonly changed = new Emitter<void>();
  readonly #source: DevicesSource;
  #current: readonly BackendDevices[] | null = null;
  #error: LabError | null = null;
  #listing: Promise<readonly BackendDevices[]> | null = null;
  #generation = 0;
  /** How long the next pause is. */
  #pauseMs: number = PAUSE_MS.first;
  /** Null: no pause. */
  #endPause: (() => void) | null = null;

  constructor(source: DevicesSource) {
    this.#source = source;
  }

  get current(): readonly BackendDevices[] | null {
    return this.#current;
  }

  /** Why the last listing failed; null when it did not. */
  get error(): LabError | null {
    return this.#error;
  }

  /** A list is on its way. */
  get isListing(): boolean {
    return this.#listing !== null;
  }

  /** Lists in the background if nothing is known, unless that has failed a moment ago. */
  wish(): void {
    if (this.#current !== null || this.#listing !== null || this.#endPause !== null) return;
    if (this.#source.port() === null) return;
    this.list().catch(() => {
      // Kept in `error`; nobody asked for it, so nobody is told.
    });
  }

  /** What is known, or a listing if nothing is. */
  async known(signal?: AbortSignal): Promise<readonly BackendDevices[]> {
    return this.#current ?? this.list(signal);
  }

  /** Lists afresh. Several callers share one listing; a caller's signal frees that caller only. */
  list(signal?: AbortSignal): Promise<readonly BackendDevices[]> {
    this.#listing ??= this.#start();
    return signal === undefined ? this.#listing : orAborted(this.#listing, signal);
  }

  /** What was known may not hold any more: another scenario, another trust, a new audio process. */
  forget(): void {
    this.#generation += 1;
    this.#current = null;
    this.#error = null;
    this.#listing = null;
    this.#resume();
    this.changed.emit();
  }

  /** Ends the pause, and whatever is still being listed begins none. */
  dispose(): void {
    this.#generation += 1;
    this.#resume();
  }

  /** All is well: the next failure is the first again. */
  #resume(): void {
    this.#endPause?.();
    this.#endPause = null;
    this.#pauseMs = PAUSE_MS.first;
  }

  #pause(): void {
    this.#endPause?.();
    this.#endPause = this.#source.after(this.#pauseMs, () => {
      this.#endPause = null;
      this.changed.emit();
    });
    this.#pauseMs = Math.min(2 * this.#pauseMs, PAUSE_MS.longest);
  }

  #start(): Promise<readonly BackendDevices[]> {
    const generation = this.#generation;
    const listing = this.#ask().then(
      (backends) => {
        if (generation === this.#generation) {
          this.#listing = null;
          this.#current = backends;
          this.#error = null;
          this.#resume();
          this.changed.emit();
        }
        return backends;
      },
      (failure: unknown) => {
        if (generation === this.#generation) {
          this.#listing = null;
          this.#error = failure instanceof LabFailure ? failure.error : null;
          this.#pause();
          this.changed.emit();
        }
        throw failure;
      },
    );
    return listing;
  }

  async #ask(): Promise<readonly BackendDevices[]> {
    const port = this.#source.port();
    if (port === null) throw this.#source.refusal();
    const [backends] = await Promise.all([port.devices(await this.#source.scenario()), loadLiveFindings()]);
    return backends;
  }
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      reject(new LabFailure({ code: "cancelled", message: t("Cancelled."), hint: "", where: null, host: null }));
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}
