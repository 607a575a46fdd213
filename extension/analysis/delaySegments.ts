import type { LinePoint } from "./fitLine.ts";
import { fitPolynomial } from "./fitPolynomial.ts";
import { BLOCK } from "./followDelay.ts";
import { medianOf } from "./medianOf.ts";
import { Wander } from "./wander.ts";

/** Input frames [from, to) over which the delay is level + slope * position, and what it wanders. */
export interface DelaySegment {
  readonly from: number;
  readonly to: number;
  readonly level: number;
}

export interface DelaySegments {
  readonly slope: number;
  readonly segments: readonly DelaySegment[];
  /** null: between its jumps the delay keeps to the line, as far as single blocks tell. */
  readonly wander: Wander | null;
}

/** A step of the delay by less than this is not told from the noise of a block. */
const LEAST_STEP = 0.5;
/** Blocks that have to agree on a new delay. */
const AGREEING = 3;
/** Blocks that say where the delay is. */
const RECENT = 9;
/** Blocks on each side of a step, and how many are the least to tell it from a delay that moves. */
const AROUND = 8;
const FEWEST_AROUND = 4;
/** Blocks that hold the step itself. */
const WITHIN = 2;
/** Frames without a block over which nobody knows how the delay moved. */
const INTERRUPTED = 4 * BLOCK;

/**
 * Cuts the followed delay where it jumps. Between jumps it drifts with one slope for all, which is the median of what
 * consecutive blocks say, and may wander. A jump is what no smooth curve explains. A block or two of their own (they hold
 * the jump itself) belong to no segment.
 */
export function delaySegments(points: readonly LinePoint[], frames: number): DelaySegments {
  const slope = medianSlope(points);
  const { groups, moves } = grouped(points.map(({ at, delay }) => ({ at, delay: delay - slope * at })));
  const parts = moves ? apart(joined(groups.flatMap(splitAtSteps), leap)) : joined(groups, (a, b) => levelOf(b) - levelOf(a));
  let level = 0;
  const segments = parts.map((part, i) => {
    const before = parts[i - 1];
    level = before === undefined || !moves ? levelOf(part) : level + leap(before, part);
    return { from: Math.max(0, (part[0] as LinePoint).at - BLOCK / 2), to: Math.min(frames, (part.at(-1) as LinePoint).at + BLOCK / 2), level };
  });
  const off = parts.flatMap((part, i) => part.map(({ at, delay }) => ({ at, delay: delay - (segments[i] as DelaySegment).level })));
  return { slope, segments, wander: moves ? Wander.through(off) : null };
}

/** Points that belong together, and whether some of them only do because the delay moves. */
function grouped(points: readonly LinePoint[]): { readonly groups: readonly LinePoint[][]; readonly moves: boolean } {
  const groups: LinePoint[][] = [];
  let moves = false;
  points.forEach((point, i) => {
    const group = groups.at(-1);
    if (group !== undefined && Math.abs(point.delay - levelOf(group.slice(-RECENT))) < LEAST_STEP) group.push(point);
    else if (group !== undefined && movesOn(group, points, i)) {
      moves = true;
      group.push(point);
    } else {
      const next = points.slice(i, i + AGREEING);
      const agree = next.length === AGREEING && next.every((p) => Math.abs(p.delay - point.delay) < LEAST_STEP / 2);
      if (agree || isSmooth(points.slice(i, i + AROUND))) groups.push([point]);
    }
  });
  return { groups, moves };
}

/** Whether a smooth curve leads from the group on through the points from `i` on, be the first of them left out or not. */
function movesOn(group: readonly LinePoint[], points: readonly LinePoint[], i: number): boolean {
  for (let skipped = 0; skipped <= WITHIN; skipped++) {
    if (Math.abs(leap(group, points.slice(i + skipped, i + skipped + AROUND))) >= LEAST_STEP) return false;
  }
  return true;
}

/** Whether there are points enough around a place, close enough, to tell a step from a delay that moves. */
function isTold(before: readonly LinePoint[], after: readonly LinePoint[]): boolean {
  const [last, first] = [before.at(-1), after[0]];
  return last !== undefined && first !== undefined && first.at - last.at <= INTERRUPTED && Math.min(before.length, after.length) >= FEWEST_AROUND;
}

/** A step, where no curve explains the points as well. */
function leap(before: readonly LinePoint[], after: readonly LinePoint[]): number {
  return isSmooth([...before.slice(-AROUND), ...after.slice(0, AROUND)]) ? 0 : stepBetween(before, after);
}

/** Frames by which the delay jumps from the end of one part to the beginning of the next, apart from how it moves. */
export function stepBetween(before: readonly LinePoint[], after: readonly LinePoint[]): number {
  const [left, right] = [before.slice(-AROUND), after.slice(0, AROUND)];
  if (!isTold(left, right)) return levelOf(right.slice(0, AGREEING)) - levelOf(left.slice(-AGREEING));
  const middle = ((left.at(-1) as LinePoint).at + (right[0] as LinePoint).at) / 2;
  const degree = Math.min(3, Math.floor(Math.min(left.length, right.length) / 2) - 1);
  return fitPolynomial([...left, ...right], degree, middle, middle)?.[degree + 1] ?? 0;
}

/** Whether a parabola explains enough points that follow each other. */
function isSmooth(points: readonly LinePoint[]): boolean {
  if (points.length < AROUND || points.some(({ at }, i) => at - (points[i - 1]?.at ?? at) > INTERRUPTED)) return false;
  const center = (points[0] as LinePoint).at;
  const curve = fitPolynomial(points, 2, center);
  return curve !== null && points.every(({ at, delay }) => Math.abs(delay - curve.reduce((sum, c, k) => sum + c * (at - center) ** k, 0)) < LEAST_STEP / 2);
}

/** A step within a delay that moves hides among the moves: the largest is looked for, and what is on either side of it. */
function splitAtSteps(group: readonly LinePoint[]): LinePoint[][] {
  let most = 0;
  let at = 0;
  for (let i = FEWEST_AROUND; i + WITHIN + FEWEST_AROUND <= group.length; i++) {
    const [before, after] = [group.slice(Math.max(0, i - AROUND), i), group.slice(i + WITHIN, i + WITHIN + AROUND)];
    const step = isTold(before, after) ? Math.abs(leap(before, after)) : 0;
    if (step <= most) continue;
    most = step;
    at = i;
  }
  return most < LEAST_STEP ? [[...group]] : [...splitAtSteps(group.slice(0, at)), ...splitAtSteps(group.slice(at + WITHIN))];
}

/** A group that goes on after an interruption is one with what it was. */
function joined(groups: readonly LinePoint[][], distance: (before: readonly LinePoint[], after: readonly LinePoint[]) => number): LinePoint[][] {
  const parts: LinePoint[][] = [];
  for (const group of groups) {
    const last = parts.at(-1);
    if (last !== undefined && Math.abs(distance(last, group)) < LEAST_STEP) last.push(...group);
    else parts.push([...group]);
  }
  return parts;
}

/** Blocks next to a jump may hold it: without them. */
function apart(parts: readonly LinePoint[][]): readonly LinePoint[][] {
  return parts.map((part, i) => {
    const holds = (left: readonly LinePoint[] | undefined, right: readonly LinePoint[] | undefined): boolean =>
      left !== undefined && right !== undefined && part.length > FEWEST_AROUND && (right[0] as LinePoint).at - (left.at(-1) as LinePoint).at <= (WITHIN * BLOCK) / 2;
    return part.slice(holds(parts[i - 1], part) ? 1 : 0, holds(part, parts[i + 1]) ? -1 : undefined);
  });
}

/** Blocks apart of which slopes are taken: far enough for the error of a block to count little, seldom with a jump within. */
const APART = 8;

/** The median slope: what holds a jump is an outlier. */
function medianSlope(points: readonly LinePoint[]): number {
  const apart = Math.max(1, Math.min(APART, Math.floor(points.length / 3)));
  const slopes = points.slice(apart).map((point, i) => {
    const first = points[i] as LinePoint;
    return (point.delay - first.delay) / (point.at - first.at);
  });
  const found = medianOf(Float64Array.from(slopes));
  // No two clocks differ by a thousandth; what looks so is a recording full of jumps.
  return Math.abs(found) < 1e-3 ? found : 0;
}

function levelOf(points: readonly LinePoint[]): number {
  return medianOf(Float64Array.from(points, ({ delay }) => delay));
}
