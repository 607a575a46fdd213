import type { DelayPiece } from "./crossSpectra.ts";
import type { DelayLine } from "./delayedSignal.ts";
import { stepBetween } from "./delaySegments.ts";
import type { DelaySegment, DelaySegments } from "./delaySegments.ts";
import { measurePhase } from "./measurePhase.ts";
import type { PhaseMeasure } from "./measurePhase.ts";
import { measureWander } from "./measureWander.ts";
import type { MovingDelay } from "./measureWander.ts";
import type { Recording } from "./pathAnalysis.ts";
import type { PlayedSignal } from "./playedSignal.ts";

/** Jumps this close to a whole number of frames are whole: digital paths lose and gain whole frames. */
const WHOLE = 0.2;

/** The delay of a path that changes every sample. */
export interface MeasuredPath {
  readonly pieces: readonly DelayPiece[];
  readonly phase: PhaseMeasure;
  readonly line: DelayLine;
  /** null: between its jumps the delay keeps to a line. */
  readonly moving: MovingDelay | null;
}

/** One line through all parts between the jumps, or a curve where the delay moves by itself. */
export function measurePath(
  recording: Recording,
  played: PlayedSignal,
  place: { readonly channel: number; readonly output: number },
  lag: number,
  followed: DelaySegments,
): MeasuredPath {
  const { slope, segments, wander } = followed;
  const [first] = segments;
  if (first === undefined) {
    const whole = [{ from: 0, to: recording.frames, offset: 0 }];
    return straight([], measurePhase(recording, played, place, whole, { level: lag, slope: 0, wander: null }));
  }
  if (wander !== null) {
    const moving = measureMoving(recording, played, place, segments, { level: first.level, slope, wander });
    if (moving !== null) return moving;
  }
  // What a jump is worth depends a little on the slope, hence twice.
  const piecesAt = (exact: number): readonly DelayPiece[] =>
    segments.map(({ from, to, level }) => ({ from, to, offset: jump(level - first.level, exact) }));
  let pieces = piecesAt(slope);
  let phase = measurePhase(recording, played, place, pieces, { level: first.level, slope, wander: null });
  if (segments.length > 1) {
    pieces = piecesAt(phase.slope);
    phase = measurePhase(recording, played, place, pieces, lineOf(phase));
  }
  return (phase.moves ? measureMoving(recording, played, place, segments, lineOf(phase)) : null) ?? straight(pieces, phase);
}

function measureMoving(
  recording: Recording,
  played: PlayedSignal,
  place: { readonly channel: number; readonly output: number },
  segments: readonly DelaySegment[],
  guess: DelayLine,
): MeasuredPath | null {
  const coarse = segments.map(({ from, to, level }, i) => ({
    from,
    to: i === segments.length - 1 ? recording.frames : to,
    offset: level - (segments[0] as DelaySegment).level,
  }));
  const first = measureWander(recording, played, place, coarse, guess);
  if (first === null) return null;
  // What is left of the jumps in the curve belongs to them.
  const pieces = withoutSteps(coarse, first);
  const moving = segments.length === 1 ? first : (measureWander(recording, played, place, pieces, first.along) ?? first);
  return { pieces, phase: measurePhase(recording, played, place, pieces, moving.along), line: moving.along, moving };
}

function withoutSteps(pieces: readonly DelayPiece[], { points }: MovingDelay): readonly DelayPiece[] {
  let moved = 0;
  return pieces.map((piece, i) => {
    const before = pieces[i - 1];
    if (before !== undefined) moved += stepBetween(points.filter(({ at }) => at < before.to), points.filter(({ at }) => at > piece.from));
    return { ...piece, offset: piece.offset + moved };
  });
}

function straight(pieces: readonly DelayPiece[], phase: PhaseMeasure): MeasuredPath {
  return { pieces, phase, line: lineOf(phase), moving: null };
}

function lineOf({ roundTripFrames, slope }: PhaseMeasure): DelayLine {
  return { level: roundTripFrames, slope, wander: null };
}

/** Digital paths lose and gain whole frames; of k frames of the input, (1 - slope) * k were played. */
function jump(change: number, slope: number): number {
  const frames = change / (1 - slope);
  return (Math.abs(frames - Math.round(frames)) < WHOLE ? Math.round(frames) : frames) * (1 - slope);
}
