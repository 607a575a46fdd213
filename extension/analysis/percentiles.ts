/** A spread of values. A percentile is null when there are too few values to know it: see `percentiles`. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

/** Values that p99 and p99.9 need: ten of them must lie beyond the percentile, or it is luck. */
const ENOUGH_FOR_P99 = 1_000;
const ENOUGH_FOR_P999 = 10_000;

/**
 * Nearest-rank percentiles: the smallest value that at least q of all values do not exceed. No values: all null.
 * NaN and infinite values are no measurements and are left out.
 */
export function percentiles(values: Float64Array): Percentiles {
  const sorted = values.filter(Number.isFinite).sort();
  const n = sorted.length;
  const rank = (q: number): number | null => sorted[Math.max(0, Math.ceil(q * n) - 1)] ?? null;
  return {
    p50: rank(0.5),
    p99: n >= ENOUGH_FOR_P99 ? rank(0.99) : null,
    p999: n >= ENOUGH_FOR_P999 ? rank(0.999) : null,
    max: sorted[n - 1] ?? null,
  };
}
