import type { AsioDriver, BackendDevices, DriverPage, LiveView, Playback, ProbePlan, ProbeResult, ProbeStream, ScenarioSource, Versions } from "./contract.ts";

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
  /** The ASIO drivers that are installed on this machine; null: its system knows none. A look into the registry. */
  asioDrivers(): AsioDriver[] | null;
  /** Starts a run on a thread of its own and returns at once. One run at a time. */
  probe(plan: ProbePlan): Probe;
}

export interface Probe {
  readonly result: Promise<ProbeResult>;
  /** Set once the driver has answered, before the stream starts; null until then. */
  stream(): ProbeStream | null;
  /** Fades to another playback. Throws `signal-invalid`. */
  play(playback: Playback): void;
  /** Whose samples are in the frames from now on; null: nobody's, which costs the audio thread nothing. */
  look(view: LiveView | null): void;
  /** Writes how the run stands now into MOST_LIVE_BYTES bytes, as liveFrame.ts says; answers how many it took. */
  live(into: Uint8Array): number;
  /** Stops at the next buffer, or when what is played has faded away; the result holds what was recorded so far, with `cancelled: true`. */
  cancel(): void;
}
