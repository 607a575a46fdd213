import { BANDS, coherence } from "./crossSpectra.ts";
import type { BandSums, BlockTurn } from "./crossSpectra.ts";
import type { LinePoint } from "./fitLine.ts";

/** Nothing is so coherent that it counts more than this: noise power against that of the signal. */
const LEAST_NOISE = 1e-7;
/** Above this part of the band a filter that delays by fractions bends the phase, ours and that of a path. */
const TRUSTED = Math.floor(0.88 * BANDS);

/**
 * Frames by which each block comes later than it was expected: the slope of the phase of its cross spectrum, each band
 * weighted by how coherent it is over all blocks (the maximum likelihood estimator of Hannan and Thomson).
 */
export function blockDelays({ blocks, sums }: { readonly blocks: readonly BlockTurn[]; readonly sums: BandSums }): LinePoint[] {
  const weights = bandWeights(sums);
  return blocks.map((block) => ({ at: block.at, delay: beyond(block, weights) }));
}

/** Hannan and Thomson's γ² / (1 - γ²), over the size that the sums of a block already have. */
function bandWeights(sums: BandSums): Float64Array {
  return Float64Array.from({ length: BANDS }, (_, b) => {
    if (b >= TRUSTED) return 0;
    const common = coherence(sums, b);
    const size = Math.hypot(sums.re[b] as number, sums.im[b] as number);
    return size === 0 ? 0 : common / ((1 - common + LEAST_NOISE) * size);
  });
}

function beyond({ turn, weight }: BlockTurn, weights: Float64Array): number {
  let numerator = 0;
  let denominator = 0;
  for (let b = 0; b < BANDS; b++) {
    numerator += (weights[b] as number) * (turn[b] as number);
    denominator += (weights[b] as number) * (weight[b] as number);
  }
  return denominator === 0 ? 0 : -numerator / denominator;
}
