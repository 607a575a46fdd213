import type { ProbeSignal } from "../../../extension/audio/contract.ts";

/** The signals of test/fixtures/testSignals.txt by their names there. */
export const signals = {
  sine: { kind: "sine", frequencyHz: 997, amplitude: 0.25 },
  sweep: { kind: "sweep", startHz: 20, endHz: 20000, seconds: 0.5, repeat: true, amplitude: 0.5 },
  sweepOnce: { kind: "sweep", startHz: 100, endHz: 100, seconds: 0.1, repeat: false, amplitude: 0.5 },
  white: { kind: "noise", color: "white", seed: 7, amplitude: 0.5 },
  pink: { kind: "noise", color: "pink", seed: 7, amplitude: 0.5 },
  impulses: { kind: "impulses", seconds: 0.01, amplitude: 0.75 },
  channels: { kind: "channels", amplitude: 0.5 },
  steps: { kind: "steps", frequencyHz: 1000, seconds: 0.1, lowAmplitude: 0.1, amplitude: 1 },
} as const satisfies Readonly<Record<string, ProbeSignal>>;
