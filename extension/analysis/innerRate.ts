import { BANDS } from "./crossSpectra.ts";
import type { BandSums } from "./crossSpectra.ts";

const COMMON_RATES = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000];

/** The common rate whose band ends where that of the path does; null: it goes up to half the sample rate. */
export function innerRate(sums: BandSums, sampleRate: number): number | null {
  const power = Array.from(sums.re, (re, b) => (re * re + (sums.im[b] as number) ** 2) / (sums.expected[b] as number) ** 2);
  const passed = [...power].sort((a, b) => b - a)[BANDS >> 3] ?? 0;
  let edge = BANDS;
  while (edge > 0 && (power[edge - 1] as number) < passed / 20) edge--;
  const hertz = (edge / BANDS) * (sampleRate / 2);
  if (edge >= BANDS - 2) return null;
  return COMMON_RATES.find((rate) => rate < sampleRate && hertz > 0.4 * rate && hertz < 0.53 * rate) ?? null;
}
