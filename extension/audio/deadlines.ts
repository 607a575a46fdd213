/** How long the client waits for each thing, in milliseconds. Tests hand in shorter ones. */
export interface Deadlines {
  /** From the start of the process to its hello. */
  readonly start: number;
  /** A listing of devices; it blocks the looking process, so no heartbeat helps. */
  readonly devices: number;
  /** A look at the status pages of running drivers, or at the list of installed ones, which is quick. */
  readonly drivers: number;
  /** Opening a device: driver init, createBuffers and start. */
  readonly open: number;
  /** A running stream that makes no progress. The driver's own watchdog is much faster; this one is for when it is stuck. */
  readonly progress: number;
  /** Stopping, and handing over what was recorded. */
  readonly stop: number;
  /** What a whole probe may take beyond the length of its recording. */
  readonly probeBeyondRecording: number;
  /** From a cancel to the answer. */
  readonly cancel: number;
  /** Between two heartbeats. */
  readonly beat: number;
  /** Heartbeats without an answer that make a process count as hung. */
  readonly missedBeats: number;
  /** Without work for so long the process is stopped; that also frees the addon's file for an update. */
  readonly idle: number;
  /** For a process that was told to end, before it is killed. */
  readonly dispose: number;
}

export const DEFAULT_DEADLINES: Deadlines = {
  start: 10_000,
  devices: 10_000,
  drivers: 5_000,
  open: 5_000,
  progress: 10_000,
  stop: 5_000,
  probeBeyondRecording: 15_000,
  cancel: 3_000,
  beat: 1_000,
  missedBeats: 3,
  idle: 60_000,
  dispose: 1_000,
};
