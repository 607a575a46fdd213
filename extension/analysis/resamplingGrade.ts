import type { BandSums } from "./crossSpectra.ts";
import { BANDS, coherence } from "./crossSpectra.ts";

/** How well a path resamples, from what came back of a white signal. */
export interface ResamplingGrade {
  /**
   * A: within 0.1 dB, and 80 dB above noise and aliases. B: 1 dB and 60 dB. C: 6 dB and 40 dB. D: less. The worse of
   * both decides.
   */
  readonly grade: "A" | "B" | "C" | "D";
  /** Largest difference from the middle gain, up to 0.85 of the band that both rates share. */
  readonly passbandDb: number;
  /** What is in that band and not of the signal (noise, aliases, jitter), against the signal. */
  readonly noiseDb: number;
}

const PASSBAND = 0.85;
/** The lowest bands hold the rest of the window's constant part. */
const FIRST_BAND = 1;
const LIMITS = [
  ["A", 0.1, -80],
  ["B", 1, -60],
  ["C", 6, -40],
] as const;

/** What the comparison itself leaves on a delay that moves, against its slope: it is held for some frames. */
const OWN_NOISE = 2.5;
/** Noise this far above our own, dB, is the path's. */
const CLEAR = 6;

/**
 * @param edge where the shared band ends, as a part of half the sample rate: the inner rate over the outer, at most 1
 * @param slope of the delay that was followed, in frames per frame
 * @returns null: the noise would decide, and may be our own
 */
export function resamplingGrade(sums: BandSums, edge: number, slope: number): ResamplingGrade | null {
  const last = Math.max(FIRST_BAND + 2, Math.floor(PASSBAND * Math.min(1, edge) * BANDS));
  const bands = Array.from({ length: last - FIRST_BAND }, (_, k) => k + FIRST_BAND);
  const gains = bands.map((b) => 20 * Math.log10(Math.hypot(sums.re[b] as number, sums.im[b] as number) / (sums.expected[b] as number)));
  const middle = [...gains].sort((a, b) => a - b)[gains.length >> 1] ?? 0;
  const passbandDb = Math.max(...gains.map((gain) => Math.abs(gain - middle)));
  const common = bands.map((b) => coherence(sums, b));
  const noise = common.reduce((sum, part) => sum + (1 - part) / Math.max(part, 1e-12), 0) / common.length;
  const noiseDb = 10 * Math.log10(Math.max(noise, 1e-13));
  const gradeAt = (level: number): ResamplingGrade["grade"] => LIMITS.find(([, deviation, floor]) => passbandDb <= deviation && level <= floor)?.[0] ?? "D";
  const grade = gradeAt(noiseDb);
  const isOurs = noiseDb < 20 * Math.log10(OWN_NOISE * Math.abs(slope)) + CLEAR;
  return isOurs && grade !== gradeAt(-Infinity) ? null : { grade, passbandDb, noiseDb };
}
