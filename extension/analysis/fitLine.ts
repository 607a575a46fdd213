/** The delay of one block: at its middle, and what it is without the jumps before it. */
export interface LinePoint {
  readonly at: number;
  readonly delay: number;
}

export interface Line {
  readonly start: number;
  readonly slope: number;
  readonly startError: number;
  readonly slopeError: number;
  /** Mean of all points, which is what is known best, and its standard error. */
  readonly mean: number;
  readonly meanError: number;
}

/** Points that a line needs. */
export const FEWEST_BLOCKS = 6;
/** Blocks overlap by half, so only about two thirds of them are independent. */
const DEPENDENCE = 1.5;

/** Least squares through the points, without those more than 5 median deviations off, three times over. null: too few. */
export function fitLine(points: readonly LinePoint[]): Line | null {
  let kept = points;
  let line: Line | null = null;
  for (let round = 0; round < 3; round++) {
    if (kept.length < FEWEST_BLOCKS) return line;
    const n = kept.length;
    const middle = kept.reduce((sum, p) => sum + p.at, 0) / n;
    const mean = kept.reduce((sum, p) => sum + p.delay, 0) / n;
    const spread = kept.reduce((sum, p) => sum + (p.at - middle) ** 2, 0);
    const slope = kept.reduce((sum, p) => sum + (p.at - middle) * (p.delay - mean), 0) / spread;
    const start = mean - slope * middle;
    const off = (p: LinePoint): number => Math.abs(p.delay - start - slope * p.at);
    const variance = kept.reduce((sum, p) => sum + off(p) ** 2, 0) / (n - 2);
    line = {
      start,
      slope,
      startError: Math.sqrt(DEPENDENCE * variance * (1 / n + middle ** 2 / spread)),
      slopeError: Math.sqrt((DEPENDENCE * variance) / spread),
      mean,
      meanError: Math.sqrt((DEPENDENCE * variance) / n),
    };
    const deviations = points.map(off).sort((a, b) => a - b);
    const limit = 5 * 1.4826 * (deviations[deviations.length >> 1] ?? 0) + 1e-9;
    kept = points.filter((p) => off(p) <= limit);
  }
  return line;
}
