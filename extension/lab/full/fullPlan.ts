import { coherentFrames, coherentFrequency } from "../../analysis/toneDistortion.ts";
import { SETTLE_SECONDS } from "../../analysis/soundQuality.ts";
import type { ProbeSignal } from "../../audio/contract.ts";

/** The signals that follow the position code in a full test, in their order. */
export type QualityStep = "noise" | "distortion";

export type QualityRun =
  | { readonly step: "noise"; readonly seconds: number; readonly signal: Extract<ProbeSignal, { kind: "silence" }> }
  | { readonly step: "distortion"; readonly seconds: number; readonly signal: Extract<ProbeSignal, { kind: "sine" }> };

/** Half of full scale: gains of up to 6 dB on the way do not clip. */
const AMPLITUDE = 0.5;
const SILENCE_SECONDS = 1;
/** The usual test tone of audio equipment. */
const TONE_HZ = 997;

/** What a full test plays after the position code; each recording is as long as the round trip and its signal ask for. */
export function qualityRuns(sampleRate: number, delayFrames: number): readonly QualityRun[] {
  const delay = delayFrames / sampleRate;
  const spare = SETTLE_SECONDS + 0.05;
  return [
    { step: "noise", seconds: delay + spare + SILENCE_SECONDS, signal: { kind: "silence" } },
    {
      step: "distortion",
      seconds: delay + spare + coherentFrames(sampleRate) / sampleRate,
      signal: { kind: "sine", frequencyHz: coherentFrequency(TONE_HZ, sampleRate), amplitude: AMPLITUDE },
    },
  ];
}
