import type { ProbeControl } from "./probeControl.ts";
import type { BackendDevices, LiveSnapshot, ProbePlan, ProbeResult, RunningDriver, ScenarioSource, Versions } from "./contract.ts";

/**
 * All that the lab and the shells need of the world of sound. `AudioClient` is the real one; a test hands in another.
 * Every method rejects with a LabFailure and nothing else.
 */
export interface AudioPort {
  /** The backends of this machine with their devices, freshly listed. Cancelled: rejects with code `cancelled`. */
  devices(scenario: ScenarioSource | null, options?: DevicesOptions): Promise<readonly BackendDevices[]>;
  /**
   * One run of the driver. A driver that fails resolves, with `error` set; a process that fails rejects.
   * Cancelled: resolves with what was recorded so far, `cancelled` set. One run at a time: a second one rejects
   * with code `audio-process-busy`.
   */
  probe(plan: ProbePlan, options?: ProbeOptions): Promise<ProbeResult>;
  /** The drivers that music programs of this user have loaded now, oldest first, our own tests among them. */
  drivers(): Promise<readonly RunningDriver[]>;
  /** What the audio process said of itself; null until one has answered. */
  versions(): Versions | null;
}

export interface DevicesOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ProbeOptions {
  readonly signal?: AbortSignal | undefined;
  /** While the run lasts, ten times a second, and for each frame of a display while `control` looks; each is complete. */
  readonly onLive?: ((snapshot: LiveSnapshot) => void) | undefined;
  /** To change what is played while it runs, and to look at it. */
  readonly control?: ProbeControl | undefined;
}
