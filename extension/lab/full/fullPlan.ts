import { coherentFrames, coherentFrequency } from "../../analysis/toneDistortion.ts";
import { SETTLE_SECONDS } from "../../analysis/soundQuality.ts";
import type { SweepSignal } from "../../analysis/sweepResponse.ts";
import type { ProbeSignal } from "../../audio/contract.ts";

/** The signals that follow the position code in a full test, in their order. */
export type QualityStep = "noise" | "distortion" | "loudness" | "response";

export type QualityRun =
  | { readonly step: "noise"; readonly seconds: number; readonly signal: Extract<ProbeSignal, { kind: "silence" }> }
  | { readonly step: "distortion"; readonly seconds: number; readonly signal: Extract<ProbeSignal, { kind: "sine" }> }
  | { readonly step: "loudness"; readonly seconds: number; readonly signal: Extract<ProbeSignal, { kind: "steps" }> }
  | { readonly step: "response"; readonly seconds: number; readonly signal: SweepSignal };

/** Half of full scale: gains of up to 6 dB on the way do not clip. */
const AMPLITUDE = 0.5;
const SILENCE_SECONDS = 1;
/**
 * A level that nothing needs to touch, and one above what limiters let pass (the one of Windows begins at 0.985). High
 * enough that a limiter that lets go in 50 ms does not follow the wave, and in the band of every resampler.
 */
const STEPS = { kind: "steps", frequencyHz: 2963, seconds: 0.35, lowAmplitude: 0.25, amplitude: 0.995 } as const;
const SWEEP_SECONDS = 3;
/** What rings on after the sweep. */
const TAIL_SECONDS = 0.4;
/** Below what is evaluated (20 Hz), so that its faded edge does no harm there. */
const SWEEP_FROM_HZ = 5;
/** Of the sample rate: just below the half, where the band of every converter ends. */
const SWEEP_TO = 0.48;
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
    { step: "loudness", seconds: delay + 2 * STEPS.seconds + 0.05, signal: STEPS },
    {
      step: "response",
      seconds: delay + SWEEP_SECONDS + TAIL_SECONDS,
      signal: { kind: "sweep", startHz: SWEEP_FROM_HZ, endHz: SWEEP_TO * sampleRate, seconds: SWEEP_SECONDS, repeat: false, amplitude: AMPLITUDE },
    },
  ];
}
