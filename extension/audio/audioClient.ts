import { AudioLane, type LaneState } from "./audioLane.ts";
import type { AudioPort, DevicesOptions, ProbeOptions } from "./audioPort.ts";
import type { AsioDriver, BackendDevices, ProbePlan, ProbeResult, RunningDriver, ScenarioSource, Versions } from "./contract.ts";
import { DEFAULT_CRASH_ALLOWANCE, type CrashAllowance } from "./crashBudget.ts";
import { DEFAULT_DEADLINES, type Deadlines } from "./deadlines.ts";
import { EMPTY_PROBE_RESULT } from "./emptyProbeResult.ts";
import { isAsioDriverList, isDeviceList, isDriverList, isProbeResult } from "./messages.ts";
import { busy, cancelled } from "./processFailure.ts";

export interface AudioClientOptions {
  /** Path of the bundled audioProcess.cjs. */
  readonly processPath: string;
  /** The Node or Electron to run it with; this one by default. */
  readonly execPath?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly deadlines?: Partial<Deadlines>;
  readonly allowance?: Partial<CrashAllowance>;
  readonly onStateChange?: (state: AudioClientState) => void;
  /** What the processes write to their standard error, and what the supervisor does, line by line. */
  readonly log?: (line: string) => void;
}

/** Of the process that lists devices and of the one that makes sound. */
export interface AudioClientState {
  readonly looking: LaneState;
  readonly sounding: LaneState;
}

/**
 * The door to everything that makes or takes sound. Keeps two processes at most, one to look for devices and one to
 * sound, so that a device that hangs in open never blocks the device list.
 */
export class AudioClient implements AudioPort {
  readonly #looking: AudioLane;
  readonly #sounding: AudioLane;
  #state: AudioClientState = { looking: "stopped", sounding: "stopped" };
  #versions: Versions | null = null;

  constructor(options: AudioClientOptions) {
    const lane = (name: keyof AudioClientState): AudioLane =>
      new AudioLane({
        processPath: options.processPath,
        execPath: options.execPath ?? process.execPath,
        env: options.env ?? process.env,
        deadlines: { ...DEFAULT_DEADLINES, ...options.deadlines },
        allowance: { ...DEFAULT_CRASH_ALLOWANCE, ...options.allowance },
        log: options.log ?? (() => undefined),
        onVersions: (versions) => { this.#versions = versions; },
        onState: (state) => {
          if (this.#state[name] === state) return;
          this.#state = { ...this.#state, [name]: state };
          options.onStateChange?.(this.#state);
        },
      });
    this.#looking = lane("looking");
    this.#sounding = lane("sounding");
  }

  get state(): AudioClientState {
    return this.#state;
  }

  versions(): Versions | null {
    return this.#versions;
  }

  /** Process ids of the living audio processes. */
  get pids(): { readonly looking: readonly number[]; readonly sounding: readonly number[] } {
    return { looking: this.#looking.pids, sounding: this.#sounding.pids };
  }

  async devices(scenario: ScenarioSource | null, options: DevicesOptions = {}): Promise<readonly BackendDevices[]> {
    const signal = options.signal ?? null;
    const listing = this.#looking.run(
      { request: { type: "devices", scenario }, answer: isDeviceList, signal, onLive: null, control: null },
      () => { throw cancelled(); },
    );
    if (signal === null) return listing;
    // A listing cannot be interrupted: who cancels is let go at once, and the process finishes (or is killed) by itself.
    listing.catch(() => undefined);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => { reject(cancelled()); };
      signal.addEventListener("abort", onAbort, { once: true });
      if (signal.aborted) onAbort();
      listing.then(resolve, reject).finally(() => { signal.removeEventListener("abort", onAbort); });
    });
  }

  async drivers(): Promise<readonly RunningDriver[]> {
    const pages = await this.#looking.run(
      { request: { type: "drivers" }, answer: isDriverList, signal: null, onLive: null, control: null },
      () => { throw cancelled(); },
    );
    const own = this.#sounding.pids;
    return pages.map((page) => ({ ...page, own: own.includes(page.processId) }));
  }

  /** The ASIO drivers that are installed on this machine, ours among them; null: its system knows none. */
  async asioDrivers(): Promise<readonly AsioDriver[] | null> {
    return this.#looking.run(
      { request: { type: "asioDrivers" }, answer: isAsioDriverList, signal: null, onLive: null, control: null },
      () => { throw cancelled(); },
    );
  }

  async probe(plan: ProbePlan, options: ProbeOptions = {}): Promise<ProbeResult> {
    if (this.#sounding.busy) throw busy();
    return this.#sounding.run(
      {
        request: { type: "probe", plan },
        answer: isProbeResult,
        signal: options.signal ?? null,
        onLive: options.onLive ?? null,
        control: options.control ?? null,
      },
      // Cancelled before it began.
      () => ({ ...EMPTY_PROBE_RESULT, cancelled: true }),
    );
  }

  /** Forgets past crashes and starts afresh; a running test ends in an error. */
  async restart(): Promise<void> {
    await Promise.all([this.#looking.restart(), this.#sounding.restart()]);
  }

  /** Ends both processes and every request; nothing is left when it resolves. */
  async dispose(): Promise<void> {
    await Promise.all([this.#looking.dispose(), this.#sounding.dispose()]);
  }
}
