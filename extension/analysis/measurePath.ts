import type { DelayPiece } from "./crossSpectra.ts";
import type { DelayLine } from "./delayedSignal.ts";
import { stepBetween } from "./delaySegments.ts";
import type { DelaySegment, DelaySegments } from "./delaySegments.ts";
import type { Samples } from "./inputChannel.ts";
import { heardAlong, measurePhase } from "./measurePhase.ts";
import type { HeardBand, PhaseMeasure } from "./measurePhase.ts";
import { measureWander } from "./measureWander.ts";
import type { MovingDelay } from "./measureWander.ts";
import type { Recording } from "./pathAnalysis.ts";
import type { PlayedSignal } from "./playedSignal.ts";

/** Jumps this close to a whole number of frames are whole: digital paths lose and gain whole frames. */
const WHOLE = 0.2;
/** Frames in which filters settle, where sound begins. */
const SETTLING = 64;

/** The delay of a path that changes every sample. */
export interface MeasuredPath {
  readonly pieces: readonly DelayPiece[];
  readonly line: DelayLine;
  /** The line as it was measured, or the curve of a delay that moves by itself between its jumps. */
  readonly delay: { readonly kind: "line"; readonly phase: PhaseMeasure } | { readonly kind: "curve"; readonly moving: MovingDelay };
  readonly heard: HeardBand;
}

/** One line through all parts between the jumps, or a curve where the delay moves by itself. */
export function measurePath(
  recording: Recording,
  played: PlayedSignal,
  place: { readonly channel: number; readonly output: number },
  lag: number,
  followed: DelaySegments,
): MeasuredPath {
  const { slope, wander } = followed;
  const segments = fromFirstSound(followed.segments, recording.input[place.channel] as Samples);
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

/** A stream may begin in silence, which says nothing of what comes. */
function fromFirstSound(segments: readonly DelaySegment[], samples: Samples): readonly DelaySegment[] {
  const [first, ...others] = segments;
  if (first === undefined) return segments;
  let from = first.from;
  while (from < first.to && samples[from] === 0) from++;
  return [from === first.from ? first : { ...first, from: from + SETTLING }, ...others];
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
  const heard = heardAlong(recording, played, place, pieces, moving.along);
  return { pieces, line: moving.along, delay: { kind: "curve", moving }, heard };
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
  return { pieces, line: lineOf(phase), delay: { kind: "line", phase }, heard: phase };
}

function lineOf({ roundTripFrames, slope }: PhaseMeasure): DelayLine {
  return { level: roundTripFrames, slope, wander: null };
}

/** Digital paths lose and gain whole frames; of k frames of the input, (1 - slope) * k were played. */
function jump(change: number, slope: number): number {
  const frames = change / (1 - slope);
  return (Math.abs(frames - Math.round(frames)) < WHOLE ? Math.round(frames) : frames) * (1 - slope);
}
