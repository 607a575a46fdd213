import type { BackendDevices, DeviceInfo } from "../../../extension/audio/contract.ts";
import type { EffectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import type { Measurement } from "../../../extension/language/measurement.ts";
import { decidingKey } from "../../../extension/language/measurement.ts";
import type { Report } from "../../../extension/lab/report.ts";
import { cleanReport } from "../../webview/samples.ts";

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
    isLoopback: false,
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

/** The panel's clean run, with a round trip that differs from what is reported. */
export function reportOf(latency: Partial<Report["latency"]> = {}): Report {
  return {
    ...cleanReport,
    mode: null,
    latency: { ...cleanReport.latency, measuredRoundTripFrames: 1234, verdict: "fair", ...latency },
    verdict: { level: "pass", sentences: ["Everything came back as it was sent."] },
  };
}
