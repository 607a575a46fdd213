/** How many values fell into [from, to). */
export interface HistogramBucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Buckets per decade: each is 2.3 % wide, so two digits of a value are told whatever its size. */
const PER_DECADE = 100;
/** What is smaller is counted with it: neither clock nor scheduler tells less. */
const SMALLEST = 1e-6;

/**
 * Counts positive values in buckets of equal width on a logarithmic scale; buckets without a value are left out. Values
 * below 1e-6, zero among them, count as 1e-6. NaN and infinite values are no measurements and are left out.
 */
export function logHistogram(values: Float64Array): readonly HistogramBucket[] {
  const counts = new Map<number, number>();
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    // A value on the edge between two buckets, as 1 is, must not fall to either side by rounding.
    const bucket = Math.floor(Math.log10(Math.max(SMALLEST, value)) * PER_DECADE + 1e-9);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([bucket, count]) => ({ from: edge(bucket), to: edge(bucket + 1), count }));
}

/** Four digits tell two edges apart. */
function edge(bucket: number): number {
  return Number((10 ** (bucket / PER_DECADE)).toPrecision(4));
}
