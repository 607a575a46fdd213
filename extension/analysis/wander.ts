import type { LinePoint } from "./fitLine.ts";
import { fitPolynomial } from "./fitPolynomial.ts";

/** Frames from one knot to the next: what moves twice a second is straight between them to a two-thousandth of its size. */
const STEP = 256;
/** Frames on each side over which a point is smoothed, by a parabola: thirteen points where every block is measured. */
const SMOOTHED = 3200;
/** Beyond its last points the delay goes on as it went, for so many frames: no block has its middle there. */
const GOES_ON = 1536;

/** Input frames [from, to) in which the delay is level + slope * position. */
export interface DelayLeg {
  readonly from: number;
  readonly to: number;
  readonly level: number;
  readonly slope: number;
}

/**
 * What a delay that moves by itself is off its line, in frames: straight between knots that are STEP frames apart, and
 * held before the first and after the last. As behind a resampler that follows the clocks of two devices.
 */
export class Wander {
  readonly #from: number;
  readonly #knots: Float64Array;

  private constructor(from: number, knots: Float64Array) {
    this.#from = from;
    this.#knots = knots;
  }

  /** A smooth curve through points in order of their positions. */
  static through(points: readonly LinePoint[]): Wander {
    const nodes = withEnds(smoothed(points));
    const [first, last] = [nodes[0], nodes.at(-1)];
    if (first === undefined || last === undefined) return new Wander(0, new Float64Array(1));
    const knots = new Float64Array(Math.ceil((last.at - first.at) / STEP) + 1);
    let k = 0;
    for (let i = 0; i < knots.length; i++) {
      const at = Math.min(last.at, first.at + i * STEP);
      while (k < nodes.length - 2 && (nodes[k + 1] as LinePoint).at <= at) k++;
      knots[i] = between(nodes, k, at);
    }
    return new Wander(first.at, knots);
  }

  at(position: number): number {
    const k = Math.max(0, Math.min(this.#knots.length - 1, (position - this.#from) / STEP));
    const whole = Math.min(Math.floor(k), Math.max(0, this.#knots.length - 2));
    const low = this.#knots[whole] as number;
    return low + (k - whole) * ((this.#knots[whole + 1] ?? low) - low);
  }

  /** The straight parts of a delay of level + slope * position with this on top, over input frames [from, to). */
  legs({ level, slope }: { readonly level: number; readonly slope: number }, from: number, to: number): DelayLeg[] {
    const legs: DelayLeg[] = [];
    for (let start = from; start < to; ) {
      const k = Math.floor((start - this.#from) / STEP);
      const next = Math.ceil(this.#from + (k + 1) * STEP);
      const isHeld = k < 0 || k >= this.#knots.length - 1;
      const end = Math.min(to, !isHeld ? Math.max(next, start + 1) : k < 0 ? Math.ceil(this.#from) : to);
      const own = isHeld ? 0 : ((this.#knots[k + 1] as number) - (this.#knots[k] as number)) / STEP;
      legs.push({ from: start, to: end, level: level + this.at(start) - own * start, slope: slope + own });
      start = end;
    }
    return legs;
  }

  /** Root mean square of the slope, frames per frame: so fast it moves. */
  get pace(): number {
    let sum = 0;
    for (let k = 1; k < this.#knots.length; k++) sum += ((this.#knots[k] as number) - (this.#knots[k - 1] as number)) ** 2;
    return Math.sqrt(sum / Math.max(1, this.#knots.length - 1)) / STEP;
  }
}

function smoothed(points: readonly LinePoint[]): LinePoint[] {
  let first = 0;
  let end = 0;
  return points.map(({ at, delay }) => {
    while ((points[first] as LinePoint).at < at - SMOOTHED) first++;
    while (end < points.length && (points[end] as LinePoint).at <= at + SMOOTHED) end++;
    return { at, delay: fitPolynomial(points.slice(first, end), Math.min(2, end - first - 1), at)?.[0] ?? delay };
  });
}

function withEnds(points: readonly LinePoint[]): readonly LinePoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return points;
  const beyond = (end: LinePoint, by: number): LinePoint => {
    const near = points.filter(({ at }) => Math.abs(at - end.at) <= 2 * SMOOTHED);
    return { at: end.at + by, delay: fitPolynomial(near, Math.min(2, near.length - 1), end.at + by)?.[0] ?? end.delay };
  };
  return [beyond(first, -GOES_ON), ...points, beyond(last, GOES_ON)];
}

/** Cubic between two nodes; its slope at a node is that of the parabola through the node and its neighbours. */
function between(nodes: readonly LinePoint[], k: number, at: number): number {
  const [a, b] = [nodes[k] as LinePoint, nodes[k + 1] ?? (nodes[k] as LinePoint)];
  const width = b.at - a.at;
  if (width <= 0) return a.delay;
  const t = (at - a.at) / width;
  const [p, q] = [width * slopeAt(nodes, k), width * slopeAt(nodes, k + 1)];
  return a.delay + t * (p + t * (3 * (b.delay - a.delay) - 2 * p - q + t * (2 * (a.delay - b.delay) + p + q)));
}

function slopeAt(nodes: readonly LinePoint[], k: number): number {
  const [low, node, high] = [nodes[k - 1], nodes[k] as LinePoint, nodes[k + 1]];
  const slope = (a: LinePoint, b: LinePoint): number => (b.delay - a.delay) / (b.at - a.at);
  if (low === undefined) return high === undefined ? 0 : slope(node, high);
  if (high === undefined) return slope(low, node);
  return (slope(low, node) * (high.at - node.at) + slope(node, high) * (node.at - low.at)) / (high.at - low.at);
}
