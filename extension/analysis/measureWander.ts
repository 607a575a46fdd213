import { blockDelays } from "./blockDelays.ts";
import { CrossSpectra } from "./crossSpectra.ts";
import type { DelayPiece } from "./crossSpectra.ts";
import type { DelayLine } from "./delayedSignal.ts";
import type { LinePoint } from "./fitLine.ts";
import { fitPolynomial } from "./fitPolynomial.ts";
import type { Samples } from "./inputChannel.ts";
import { medianOf } from "./medianOf.ts";
import type { Recording } from "./pathAnalysis.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import { Wander } from "./wander.ts";

/** Frames of a block: short against what moves, and long enough to measure two hundredths of a frame in loud noise. */
const BLOCK = 1024;
/** What is off by less in all blocks is corrected to some thousandths of a frame; else it is measured again. */
const NEARBY = 0.15;
const ROUNDS = 4;
/** Blocks scatter by less where neither noise nor fast moves ask for more of them. */
const SMOOTH = 0.001;
/** A block this many deviations off its neighbours is damaged, and nearer than so many frames it is not. */
const DAMAGED = 6;
const NEAR = 0.05;

/** Where the delay of a path moves by itself: a line, what is off it, and how far that goes over the whole recording. */
export interface MovingDelay {
  readonly along: DelayLine & { readonly wander: Wander };
  readonly meanFrames: number;
  readonly leastFrames: number;
  readonly mostFrames: number;
  /** Of the blocks that are not damaged, in their order. */
  readonly points: readonly LinePoint[];
}

/**
 * Measures by phase how the delay moves, block by block of 21 ms at 48 kHz.
 *
 * @param pieces between the jumps; their offsets are no part of what is told
 * @param guess the delay, to a frame or better
 * @returns null: the sound is found in too few blocks
 */
export function measureWander(
  recording: Recording,
  played: PlayedSignal,
  place: { readonly channel: number; readonly output: number },
  pieces: readonly DelayPiece[],
  guess: DelayLine,
): MovingDelay | null {
  const spectra = new CrossSpectra(played, place.output, recording.input[place.channel] as Samples, BLOCK);
  // One more block ends where the last piece does, so that little of it is left to guess.
  const all = [...pieces, ...pieces.slice(-1).map(({ from, to, offset }) => ({ from: Math.max(from, to - BLOCK), to, offset }))];
  let moving: MovingDelay | null = null;
  // Blocks with as much between them as they are long are enough, where they leave no doubt.
  let every = 4;
  for (let round = 0; round < ROUNDS; round++) {
    const { level, slope, wander }: DelayLine = moving?.along ?? guess;
    const blocks = blockDelays(spectra.along({ level, slope, wander }, all, every));
    const beyond = undamaged(blocks.sort((a, b) => a.at - b.at));
    moving = curveThrough(beyond.map(({ at, delay }) => ({ at, delay: level + slope * at + (wander?.at(at) ?? 0) + delay })));
    if (moving === null) break;
    const isNear = beyond.every(({ delay }) => Math.abs(delay) < NEARBY);
    if (isNear && (every === 1 || roughness(moving.points) < SMOOTH)) break;
    if (isNear) every = 1;
  }
  return moving;
}

/** What points scatter by around a parabola, in frames: noise, or moves that are too fast for them. */
function roughness(points: readonly LinePoint[]): number {
  const delay = (i: number): number => (points[i] as LinePoint).delay;
  // The third difference of noise is √20 as large.
  const off = points.slice(3).map((_, i) => Math.abs(delay(i + 3) - 3 * delay(i + 2) + 3 * delay(i + 1) - delay(i)) / Math.sqrt(20));
  return off.length === 0 ? Infinity : medianOf(Float64Array.from(off));
}

function curveThrough(points: readonly LinePoint[]): MovingDelay | null {
  const line = fitPolynomial(points, 1, 0);
  if (line === null) return null;
  const [level, slope] = [line[0] as number, line[1] as number];
  const wander = Wander.through(points.map(({ at, delay }) => ({ at, delay: delay - level - slope * at })));
  const delays = points.map(({ delay }) => delay);
  return {
    along: { level, slope, wander },
    meanFrames: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
    leastFrames: delays.reduce((least, delay) => Math.min(least, delay), Infinity),
    mostFrames: delays.reduce((most, delay) => Math.max(most, delay), -Infinity),
    points,
  };
}

function undamaged(points: readonly LinePoint[]): readonly LinePoint[] {
  const curve = Wander.through(points);
  const off = points.map(({ at, delay }) => Math.abs(delay - curve.at(at)));
  const limit = Math.max(NEAR, DAMAGED * 1.4826 * medianOf(Float64Array.from(off)));
  return points.filter((_, i) => (off[i] as number) <= limit);
}
