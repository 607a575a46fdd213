import type { LinePoint } from "./fitLine.ts";
import { solveSymmetric } from "./solveSymmetric.ts";

/**
 * Least squares of a polynomial around `center`, and of a step there when `stepAt` is given: points from `stepAt` on are
 * higher by it.
 *
 * @returns coefficients of (position - center)^0, ^1, … in frames per frame^k, then the step; null: too few points
 */
export function fitPolynomial(points: readonly LinePoint[], degree: number, center: number, stepAt?: number): Float64Array | null {
  const unknowns = degree + 1 + (stepAt === undefined ? 0 : 1);
  if (points.length < unknowns) return null;
  const unit = points.reduce((most, { at }) => Math.max(most, Math.abs(at - center)), 0) || 1;
  const gram = new Float64Array(unknowns * unknowns);
  const right = new Float64Array(unknowns);
  const row = new Float64Array(unknowns);
  for (const { at, delay } of points) {
    for (let k = 0; k <= degree; k++) row[k] = ((at - center) / unit) ** k;
    if (stepAt !== undefined) row[degree + 1] = at >= stepAt ? 1 : 0;
    for (let a = 0; a < unknowns; a++) {
      right[a] = (right[a] as number) + (row[a] as number) * delay;
      for (let b = 0; b < unknowns; b++) gram[a * unknowns + b] = (gram[a * unknowns + b] as number) + (row[a] as number) * (row[b] as number);
    }
  }
  const found = solveSymmetric(gram, unknowns, [right])?.[0];
  if (found === undefined) return null;
  for (let k = 1; k <= degree; k++) found[k] = (found[k] as number) / unit ** k;
  return found;
}
