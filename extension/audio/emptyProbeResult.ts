import type { ProbeResult } from "./contract.ts";

/** A run of which nothing came back: the ground on which a failed, a refused and a cancelled run are described. */
export const EMPTY_PROBE_RESULT: ProbeResult = {
  error: null,
  cancelled: false,
  stream: null,
  recording: null,
  timing: null,
  counters: {
    bufferSwitches: 0,
    inputUnderflows: 0,
    inputOverflows: 0,
    outputUnderflows: 0,
    outputOverflows: 0,
    missedOutputReady: 0,
    resetRequests: 0,
    latencyChanges: 0,
    overloads: 0,
  },
  cpuPercent: null,
  realtime: null,
};
