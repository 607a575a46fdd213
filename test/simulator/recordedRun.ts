import type { LiveSnapshot, ProbeResult } from "../../extension/audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../../extension/audio/emptyProbeResult.ts";
import { simulatePath } from "./simulatePath.ts";
import type { SimulatedPath } from "./simulatePath.ts";

const { counters } = EMPTY_PROBE_RESULT;

export interface RecordedRun extends SimulatedPath {
  readonly seconds: number;
  readonly sampleRate?: number;
  readonly bufferFrames?: number;
  /** Stalls: seconds of nothing before callback number `before`. */
  readonly stalls?: readonly { readonly before: number; readonly seconds: number }[];
}

/** A ProbeResult as the audio process would return it, of a path whose truth is known. */
export function recordedRun(run: RecordedRun): ProbeResult {
  const sampleRate = run.sampleRate ?? 48_000;
  const bufferFrames = run.bufferFrames ?? 480;
  const callbacks = Math.ceil((run.seconds * sampleRate) / bufferFrames);
  const frames = callbacks * bufferFrames;
  const input = simulatePath(run, frames);
  const position = Float64Array.from({ length: callbacks }, (_, k) => k * bufferFrames);
  const entered = position.map((p, k) => {
    const stalled = (run.stalls ?? []).filter((stall) => stall.before <= k).reduce((sum, stall) => sum + stall.seconds, 0);
    return (p + bufferFrames) / sampleRate + stalled;
  });
  const half = Math.floor((run.delayFrames ?? 0) / 2);
  const device = { name: "Simulated", channels: input.length, sampleType: "Float32" } as const;
  return {
    error: null,
    cancelled: false,
    stream: {
      driver: { name: "FlexLab", version: 1 },
      backend: "Virtual",
      exclusive: null,
      input: device,
      output: { ...device, channels: run.outputs ?? input.length },
      sampleRate,
      bufferFrames,
      bufferSizes: { min: 32, max: 8192, preferred: bufferFrames, granularity: 1 },
      reportedInputFrames: half,
      reportedOutputFrames: Math.floor(run.delayFrames ?? 0) - half,
    },
    recording: { input, codeBits: run.codeBits ?? 24, frames },
    timing: {
      entered,
      duration: new Float64Array(callbacks).fill(2e-6),
      position,
      openMs: 1,
      startMs: 1,
      firstCallbackMs: 10,
    },
    counters: { ...counters, bufferSwitches: callbacks },
    cpuPercent: 0.4,
    realtime: true,
  };
}

export function liveSnapshot(seconds: number): LiveSnapshot {
  return { state: "running", seconds, counters, stream: null, frame: null };
}
