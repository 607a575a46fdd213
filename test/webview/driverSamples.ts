import type { PanelDriver } from "../../extension/editor/panelProtocol.ts";

/** A program that plays with the shown file. */
export const playing: PanelDriver = {
  processId: 4711,
  program: "Reaper.exe",
  driverVersion: 1,
  state: "running",
  configPath: "/music/FlexASIO.toml",
  configSha256: "ab".repeat(32),
  backend: "Windows WASAPI",
  exclusive: true,
  input: { device: "Microphone <b>bold</b>", channels: 2, sampleType: "Float32", deviceRate: 48_000, latencyFrames: 480, peaks: [0.5, 0.25] },
  output: { device: "Speakers", channels: 2, sampleType: "Int24", deviceRate: 48_000, latencyFrames: 960, peaks: [0.9, 0.8] },
  twoClocks: false,
  sampleRate: 48_000,
  bufferFrames: 480,
  position: 4_800_000,
  callbacks: 10_000,
  lateCallbacks: 2,
  inputUnderflows: 0,
  inputOverflows: 1,
  outputUnderflows: 3,
  outputOverflows: 0,
  missedOutputReady: 5,
  error: null,
  loadedAt: 1_700_000_000_000,
  startedAt: 1_700_000_010_000,
  updatedAt: 1_700_000_110_000,
  own: false,
  file: "current",
};

/** One that could not start the driver with another file. */
export const refused: PanelDriver = {
  ...playing,
  processId: 99,
  program: "",
  state: "failed",
  file: "other",
  input: null,
  output: null,
  sampleRate: null,
  bufferFrames: null,
  startedAt: null,
  error: { code: "device-not-found", message: "There is no such device.", hint: "Pick another." },
};
