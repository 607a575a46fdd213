import type { BackendDevices, DriverPage, Playback, ProbePlan, ProbeResult, ProbeStream, ScenarioSource, Versions } from "./contract.ts";

/**
 * The native addon as JavaScript sees it. Only the audio process loads it.
 *
 * Errors are thrown (or rejected) as `Error` objects that carry the fields of LabError: code, message, hint, where, host.
 */
export interface Addon {
  versions(): Versions;
  /** Initialises PortAudio afresh, lists, terminates. Blocks; may take seconds on some systems. */
  devices(scenario: ScenarioSource | null): BackendDevices[];
  /** The status pages of all drivers of this user, oldest first. A few system calls. */
  drivers(): DriverPage[];
  /** Starts a run on a thread of its own and returns at once. One run at a time. */
  probe(plan: ProbePlan, live: LiveMemory): Probe;
}

/** Memory that JavaScript owns and the native side writes without waiting; layout in native/probe/live.h. */
export interface LiveMemory {
  /** `new Float64Array(new SharedArrayBuffer(LIVE_SLOTS * 8))` */
  readonly slots: Float64Array;
}

/** Slots of LiveMemory: 0 state (0 opening, 1 running, 2 stopping), 1 seconds, 2..10 the counters of ProbeCounters in
 * their order, 11 input channels shown, 12 output channels shown, then 32 input peaks and 32 output peaks.
 * Peaks are a running maximum that the reader resets to 0. */
export const LIVE_SLOTS = 13 + 64;
export const LIVE_CHANNELS = 32;

export interface Probe {
  readonly result: Promise<ProbeResult>;
  /** Set once the driver has answered, before the stream starts; null until then. */
  stream(): ProbeStream | null;
  /** Fades to another playback. Throws `signal-invalid`. */
  play(playback: Playback): void;
  /** Stops at the next buffer, or when what is played has faded away; the result holds what was recorded so far, with `cancelled: true`. */
  cancel(): void;
}
