import { BANDS } from "./crossSpectra.ts";
import type { BandSums } from "./crossSpectra.ts";

const COMMON_RATES = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000];
/** Power against that of the band: where it falls below the first the band ends, and below the second nothing is left. */
const ENDS = 1 / 20;
const NOTHING = 1 / 3000;
/** Bands beyond half a rate that the window may still spread sound into. */
const SPREAD = 1.5;

/**
 * The common rate whose band ends where that of the path does; null: it goes up to half the sample rate. Of rates that lie
 * close together the lowest is right beyond half of which nothing is left.
 */
export function innerRate(sums: BandSums, sampleRate: number): number | null {
  const power = Array.from(sums.re, (re, b) => (re * re + (sums.im[b] as number) ** 2) / (sums.expected[b] as number) ** 2);
  const passed = [...power].sort((a, b) => b - a)[BANDS >> 3] ?? 0;
  const endAbove = (part: number): number => power.findLastIndex((p) => p >= part * passed) + 1;
  const hertz = (bands: number): number => (bands / BANDS) * (sampleRate / 2);
  const edge = endAbove(ENDS);
  if (edge >= BANDS - 2) return null;
  const fitting = COMMON_RATES.filter((rate) => rate < sampleRate && hertz(edge) > 0.4 * rate && hertz(edge) < 0.53 * rate);
  const last = hertz(endAbove(NOTHING) - SPREAD);
  return fitting.find((rate) => last <= rate / 2) ?? fitting[0] ?? null;
}
