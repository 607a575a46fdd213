import type { BackendDevices, DeviceInfo } from "../../../extension/audio/contract.ts";
import type { EffectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import type { Measurement } from "../../../extension/language/measurement.ts";
import { decidingKey } from "../../../extension/language/measurement.ts";
import type { Report } from "../../../extension/lab/report.ts";

export function configOf(text: string): EffectiveConfig {
  return effectiveConfig(parseConfig(text));
}

export function device(backend: string, name: string, more: Partial<DeviceInfo> = {}): DeviceInfo {
  return {
    backend,
    name,
    id: `${backend}/${name}`,
    inputChannels: 2,
    outputChannels: 2,
    defaultSampleRate: 48_000,
    lowInputLatency: 0.01,
    highInputLatency: 0.1,
    lowOutputLatency: 0.01,
    highOutputLatency: 0.1,
    isDefaultInput: false,
    isDefaultOutput: false,
    ...more,
  };
}

export const CABLE = device("Virtual", "Virtual Cable", { isDefaultInput: true, isDefaultOutput: true });

/** A machine with two backends; the first one has no default device. */
export const BACKENDS: readonly BackendDevices[] = [
  { backend: "ALSA", devices: [device("ALSA", "hw:0", { inputChannels: 0, defaultSampleRate: 44_100 })] },
  { backend: "Virtual", devices: [CABLE, device("Virtual", "Second", { defaultSampleRate: 96_000, inputChannels: 8 })] },
];

/** A passed test of this text on Virtual. */
export function measurementOf(text: string, latency: Partial<Report["latency"]> = {}): Measurement {
  return { report: reportOf(latency), decidedBy: decidingKey(configOf(text)), insteadBackend: null };
}

export function reportOf(latency: Partial<Report["latency"]> = {}): Report {
  return {
    schema: "flexlab-report/1",
    startedAt: "2026-11-20T10:00:00.000Z",
    flexlab: "0.1.0",
    config: { file: "FlexASIO.toml", sha256: "" },
    environment: { os: "Linux", portaudio: "19.7.0", node: "20", realtime: true },
    backend: "Virtual",
    mode: null,
    devices: { input: { name: "Virtual Cable", channels: 2 }, output: { name: "Virtual Cable", channels: 2 } },
    opened: true,
    error: null,
    stream: { sampleRate: 48_000, bufferFrames: 480, inputSampleType: "Float32", outputSampleType: "Float32" },
    latency: {
      reportedInputFrames: 480,
      reportedOutputFrames: 480,
      reportedRoundTripFrames: 960,
      measuredRoundTripFrames: 1234,
      uncertaintyFrames: 0,
      method: "position",
      verdict: "fair",
      ...latency,
    },
    glitches: { count: 0, events: [] },
    integrity: {
      bitPerfect: true,
      exactFraction: 1,
      effectiveBits: 24,
      gainDb: [0, 0],
      inverted: [false, false],
      resampled: { detected: false, innerSampleRate: null },
      channelMatrix: null,
    },
    drift: { ppm: null, uncertaintyPpm: null },
    timing: {
      callbacks: 200,
      openMs: 1,
      startMs: 1,
      firstCallbackMs: 10,
      intervalMs: { p50: 10, p99: null, p999: null, max: 11 },
      durationUs: { p50: 1, p99: null, p999: null, max: 9 },
    },
    cpu: { percentOfCore: 0.4 },
    verdict: { level: "pass", sentences: ["Everything came back as it was sent."] },
  };
}
