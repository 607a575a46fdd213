import type { CompareRow, DryRunCell, RunTables, Trial } from "../../extension/editor/panelProtocol.ts";
import { NO_TABLES } from "../../extension/editor/panelProtocol.ts";
import type { Report } from "../../extension/lab/report.ts";
import { cleanReport, failure } from "./samples.ts";

const ended = { startedAt: "2026-11-20T14:10:00.000Z", status: "ended", error: null, decidedBy: "" } as const;

const way: CompareRow = {
  name: "Virtual",
  backend: "Virtual",
  mode: null,
  configured: true,
  opened: true,
  level: "pass",
  roundTripMs: 25.71,
  roundTripFrames: 1234,
  reportedMs: 25.71,
  latency: "exact",
  samples: "bit-perfect",
  glitches: 0,
  startUpMs: 42.5,
  error: null,
  remarks: [],
};

/** Four ways: the file's own, a shorter one, one with glitches, one that does not open. */
export const compareRows: readonly CompareRow[] = [
  way,
  {
    ...way,
    name: "WASAPI exclusive",
    backend: "Windows WASAPI",
    mode: "exclusive",
    configured: false,
    roundTripMs: 12.5,
    roundTripFrames: 600,
    remarks: [
      { topic: "exclusivity", documented: "one program at a time", seen: "a second program was refused", agrees: true },
      { topic: "reported latency", documented: "reported reliably", seen: "reported 3.0 ms too low", agrees: false },
    ],
  },
  { ...way, name: "MME", backend: "MME", configured: false, level: "fail", roundTripMs: 9.1, roundTripFrames: 437, latency: "misleading", glitches: 3, samples: "16 bits" },
  {
    ...way,
    name: "WDM-KS",
    backend: "Windows WDM-KS",
    configured: false,
    opened: false,
    level: "fail",
    roundTripMs: null,
    roundTripFrames: null,
    reportedMs: null,
    latency: null,
    samples: "–",
    glitches: null,
    startUpMs: null,
    error: failure,
  },
];

const trial: Trial = { step: "buffer", bufferFrames: 480, suggestedLatencySeconds: null, seconds: 2, held: true, glitches: 0, roundTripFrames: 1234, why: null };

export const trials: readonly Trial[] = [
  trial,
  { ...trial, bufferFrames: 64, held: false, glitches: 7, why: "7 glitches in 2.0 s." },
  { ...trial, step: "latency", bufferFrames: 128, suggestedLatencySeconds: 0.002667, roundTripFrames: 530 },
  { ...trial, step: "proof", bufferFrames: 128, suggestedLatencySeconds: 0.002667, roundTripFrames: 530, seconds: 30 },
];

const cells: readonly DryRunCell[] = [null, 2].flatMap((channels) =>
  [44_100, 48_000].flatMap((sampleRate) =>
    (["Float32", "Int32", "Int24", "Int16"] as const).map((sampleType) => {
      const opens = sampleRate === 48_000 && sampleType !== "Int24";
      return { backend: "Virtual", mode: null, sampleRate, sampleType, channels, opens, error: opens ? null : failure };
    }),
  ),
);

const fault = { direction: "input", channel: null, frame: 24_000, lengthFrames: 3, kind: "dropped", deltaFrames: -3 } as const;

export const tables: RunTables = {
  compare: { ...ended, rows: compareRows, ways: 4, notHere: ["ALSA"] },
  tune: {
    ...ended,
    trials,
    result: {
      bufferFrames: 128,
      suggestedLatencySeconds: 0.002667,
      sampleRate: 48_000,
      roundTripFrames: 530,
      roundTripFramesBefore: 1234,
      proofMinutes: 0.5,
      glitchesPerMinuteBelow: 6,
    },
    diff: "--- FlexASIO.toml\n+++ FlexASIO.toml\n@@ -1,2 +1,2 @@\n backend = \"Virtual\"\n-bufferSizeSamples = 480\n+bufferSizeSamples = 128\n",
  },
  dryRun: { ...ended, cells },
  selfTest: {
    ...ended,
    seed: 42,
    proved: true,
    rounds: [
      { title: "exact samples", proved: true, error: null, injected: [fault, { ...fault, kind: "zeroed", frame: 48_000, deltaFrames: 0 }], missing: [], unexpected: [], roundTrip: { trueFrames: 2800, measuredFrames: 2800 } },
      { title: "16 bits, inverted, crossed channels", proved: true, error: null, injected: [fault], missing: [], unexpected: [], roundTrip: { trueFrames: 3100, measuredFrames: 3100 } },
    ],
  },
};

/** The table of a comparison that runs: so many rows are there. */
export function comparing(rows: number): RunTables {
  return { ...NO_TABLES, compare: { ...ended, status: "running", rows: compareRows.slice(0, rows), ways: 4, notHere: [] } };
}

/** A search that runs: so many trials are there. */
export function trying(count: number): RunTables {
  return { ...NO_TABLES, tune: { ...ended, status: "running", trials: trials.slice(0, count), result: null, diff: "" } };
}

const frequenciesHz = Array.from({ length: 121 }, (_, i) => 20 * 2 ** (i / 12));

/** What a roll-off at both ends does, dB. */
function rollOff(hz: number, lowHz: number, highHz: number): number {
  return -10 * Math.log10(1 + (lowHz / hz) ** 4) - 10 * Math.log10(1 + (hz / highHz) ** 8);
}

/** A full test of a path that is not flat, with where its round trip goes and how its callbacks came. */
export const qualityReport: Report = {
  ...cleanReport,
  latency: {
    ...cleanReport.latency,
    measuredRoundTripFrames: 1440,
    verdict: "fair",
    budget: { parts: [{ kind: "buffer", frames: 960 }, { kind: "portaudio", frames: 240 }, { kind: "device", frames: 120 }], unexplainedFrames: 120 },
  },
  timing: {
    ...cleanReport.timing,
    intervalHistogramMs: Array.from({ length: 12 }, (_, i) => ({ from: 9.4 + 0.1 * i, to: 9.5 + 0.1 * i, count: Math.round(200 * Math.exp(-((i - 5.5) ** 2) / 6)) })),
    durationHistogramUs: Array.from({ length: 10 }, (_, i) => ({ from: 2.4 + 0.2 * i, to: 2.6 + 0.2 * i, count: Math.round(180 * Math.exp(-((i - 3) ** 2) / 5)) })),
  },
  quality: {
    response: {
      frequenciesHz,
      channels: [0, 1].map((channel) => ({
        channel,
        gainDb: frequenciesHz.map((hz) => rollOff(hz, 30 + 15 * channel, 17_000 - 3000 * channel)),
        distortionDb: frequenciesHz.map(() => null),
        lowHz: 30,
        highHz: 17_000,
        deviationDb: 6,
      })),
    },
    distortion: null,
    noise: null,
    problems: [],
  },
};
