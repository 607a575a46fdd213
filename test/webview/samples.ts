import type { BackendDevices, DeviceInfo, LabError } from "../../extension/audio/contract.ts";
import { NO_HISTORY, NO_TABLES } from "../../extension/editor/panelProtocol.ts";
import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { effectiveConfig } from "../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../extension/config/parseConfig.ts";
import { panelPath } from "../../extension/editor/panelPath.ts";
import { panelSettings } from "../../extension/editor/panelSettings.ts";
import { panelPlots } from "../../extension/editor/panelPlots.ts";
import { liveFrame } from "./liveFrames.ts";
import type { GlitchEvent, Report } from "../../extension/lab/report.ts";

const cable: DeviceInfo = {
  backend: "Virtual",
  name: "Virtual Cable",
  id: "Virtual/Virtual Cable",
  inputChannels: 2,
  outputChannels: 2,
  defaultSampleRate: 48_000,
  lowInputLatency: 0.01,
  highInputLatency: 0.1,
  lowOutputLatency: 0.01,
  highOutputLatency: 0.1,
  isDefaultInput: true,
  isDefaultOutput: true,
  isLoopback: false,
};

const machine: readonly BackendDevices[] = [
  { backend: "Virtual", devices: [cable] },
  {
    backend: "Windows WASAPI",
    devices: [
      { ...cable, backend: "Windows WASAPI", name: "Microphone (USB Audio Interface)", id: "in", outputChannels: 0, isDefaultOutput: false },
      { ...cable, backend: "Windows WASAPI", name: "Speakers (USB Audio Interface)", id: "out", inputChannels: 0, isDefaultInput: false },
    ],
  },
];

/** A stream whose report is 274 frames short, with three glitches. */
export const report: Report = {
  schema: "flexlab-report/1",
  startedAt: "2026-11-20T14:03:22.000Z",
  flexlab: "0.1.0",
  config: { file: "/music/FlexASIO.toml", sha256: "ab".repeat(32) },
  environment: { os: "Linux", portaudio: "PortAudio V19.7.0", node: "v20.19.0", realtime: false },
  backend: "Virtual",
  mode: "shared",
  devices: { input: { name: "Virtual Cable", channels: 2 }, output: { name: "Virtual Cable", channels: 2 } },
  opened: true,
  error: null,
  stream: { sampleRate: 48000, bufferFrames: 480, inputSampleType: "Float32", outputSampleType: "Float32" },
  latency: {
    reportedInputFrames: 480,
    reportedOutputFrames: 480,
    reportedRoundTripFrames: 960,
    measuredRoundTripFrames: 1234,
    uncertaintyFrames: 0,
    method: "position",
    verdict: "misleading",
  },
  glitches: {
    count: 3,
    events: [
      { direction: "input", channel: null, frame: 24_000, lengthFrames: 3, kind: "dropped", deltaFrames: -3 },
      { direction: "input", channel: 0, frame: 48_000, lengthFrames: 16, kind: "zeroed", deltaFrames: 0 },
      { direction: "input", channel: null, frame: 71_990, lengthFrames: 24_000, kind: "stalled", deltaFrames: 0 },
    ],
  },
  integrity: {
    bitPerfect: true,
    exactFraction: 1,
    effectiveBits: 24,
    gainDb: [0, 0],
    inverted: [false, false],
    resampled: { detected: false, innerSampleRate: null },
    channelMatrix: [
      [1, 0],
      [0, 1],
    ],
  },
  drift: { ppm: null, uncertaintyPpm: null },
  timing: {
    callbacks: 202,
    openMs: 1.2,
    startMs: 0.8,
    firstCallbackMs: 10.1,
    intervalMs: { p50: 10, p99: null, p999: null, max: 510.02 },
    durationUs: { p50: 3.4, p99: null, p999: null, max: 21.7 },
  },
  cpu: { percentOfCore: 0.4 },
  verdict: {
    level: "warn",
    sentences: [
      "The sound takes 25.71 ms from output to input, 5.71 ms more than the driver reports: recordings land late by that much.",
      "3 glitches in 2.0 s: 1 dropped, 1 zeroed, 1 stalled.",
      "Every sample that arrived is bit-perfect.",
    ],
  },
};

/** A path without a flaw. */
export const cleanReport: Report = {
  ...report,
  latency: { ...report.latency, measuredRoundTripFrames: 960, verdict: "exact" },
  glitches: { count: 0, events: [] },
  timing: { ...report.timing, intervalMs: { p50: 10, p99: null, p999: null, max: 10.21 } },
  verdict: {
    level: "pass",
    sentences: ["The round trip is 20.00 ms, exactly what the driver reports.", "Bit-perfect, no glitches in 2.0 s."],
  },
};

export function manyGlitches(count: number): Report {
  const events = Array.from(
    { length: count },
    (_, index): GlitchEvent => ({
      direction: "input",
      channel: index % 2,
      frame: 100 + index * 190,
      lengthFrames: 1 + (index % 7),
      kind: index % 3 === 0 ? "zeroed" : "corrupted",
      deltaFrames: 0,
    }),
  );
  return { ...report, glitches: { count, events } };
}

export const failure: LabError = {
  code: "device-not-found",
  message: "There is no output device named “Lautsprecher <img src=x onerror=alert(1)>” in backend Virtual.",
  hint: "Pick a device that is there, or remove the line to use the default device.",
  where: { table: "output", key: "device" },
  host: "-9996 Invalid device",
};

/** A run whose device refused to open: no stream, no figures. */
export const failedReport: Report = {
  ...report,
  opened: false,
  error: failure,
  stream: null,
  latency: {
    reportedInputFrames: null,
    reportedOutputFrames: null,
    reportedRoundTripFrames: null,
    measuredRoundTripFrames: null,
    uncertaintyFrames: null,
    method: null,
    verdict: null,
  },
  glitches: { count: null, events: [] },
  verdict: { level: "fail", sentences: [`${failure.message} ${failure.hint}`] },
};

/** What came back around the glitches of a report: noise, with silence where it is broken. */
function wavesOf({ glitches }: Report): PanelState["waves"] {
  return glitches.events.flatMap((event, index) => {
    if (event.kind === "stalled") return [];
    const expected = Array.from({ length: 100 }, (_, frame) => 0.4 * Math.sin(frame * 1.9 + index) * Math.cos(frame * 0.37));
    const received = expected.map((sample, frame) => (frame < 48 ? sample : frame < 48 + event.lengthFrames ? 0 : (expected[frame + 3] ?? 0)));
    return [{ index, channel: 0, firstFrame: event.frame - 48, received, expected }];
  });
}

export const state: PanelState = {
  file: "music/FlexASIO.toml",
  uri: "file:///music/FlexASIO.toml",
  pinned: false,
  section: null,
  trusted: true,
  hasAudio: true,
  config: {
    backend: "Virtual",
    backendIsHere: true,
    input: "Virtual Cable",
    output: "Virtual Cable",
    buffer: "480 frames, 10.00 ms",
    errors: 0,
  },
  settings: settingsOf('backend = "Virtual"\nbufferSizeSamples = 480', report),
  path: panelPath(effectiveConfig(parseConfig("bufferSizeSamples = 480")), "Virtual", report),
  activity: { kind: "idle" },
  report,
  waves: wavesOf(report),
  reportIsStale: false,
  plots: panelPlots(report),
  error: null,
  history: NO_HISTORY,
  tables: NO_TABLES,
  outdated: [],
};

export const noFile: PanelState = { ...state, file: null, uri: null, config: null, settings: [], path: null, report: null, waves: [] };

/** Of an installed ASIO driver: no file, so nothing that comes from one. */
export const driverState: PanelState = { ...state, file: "ASIO driver ASIO4ALL v2", uri: "flexlab-driver:/ASIO4ALL%20v2", pinned: true, config: null, settings: [], path: null };

/** A live frame with these peaks on the inputs, and the same on the outputs. */
export function snapshot(peaks: readonly number[], seconds = 1): Uint8Array {
  return liveFrame({ peaks: [...peaks, ...peaks], seconds, channel: 0, samples: (i) => 0.1 * Math.sin((2 * Math.PI * 1000 * i) / 48_000) });
}

/** The settings of a file with this text on a machine with the Virtual cable and two devices of WASAPI; `run`: of this very text. */
export function settingsOf(text: string, run: Report | null, isOld = false): PanelState["settings"] {
  return panelSettings(effectiveConfig(parseConfig(text)), machine, run, isOld);
}

/** The path of a file with this text, on this backend; nothing measured. */
export function pathOf(text: string, backend: string): PanelState["path"] {
  return panelPath(effectiveConfig(parseConfig(text)), backend, null);
}
