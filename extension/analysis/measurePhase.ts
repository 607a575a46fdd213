import { blockDelays } from "./blockDelays.ts";
import { BLOCK, CrossSpectra } from "./crossSpectra.ts";
import type { BandSums, DelayPiece } from "./crossSpectra.ts";
import type { DelayLine } from "./delayedSignal.ts";
import type { Found } from "./findLags.ts";
import { fitLine } from "./fitLine.ts";
import type { Line, LinePoint } from "./fitLine.ts";
import { innerRate } from "./innerRate.ts";
import type { Samples } from "./inputChannel.ts";
import { medianOf } from "./medianOf.ts";
import type { Recording } from "./pathAnalysis.ts";
import type { PlayedSignal } from "./playedSignal.ts";

/** What came back against what was expected, over some dozens of blocks or all. */
export interface HeardBand {
  /** Hz, when the band that came back ends where that of a lower common rate does; null: no such edge. */
  readonly innerSampleRate: number | null;
  /** Per band; null when no line could be fitted. */
  readonly sums: BandSums | null;
}

export interface PhaseMeasure extends HeardBand {
  /** The delay at input position 0 of the fitted line, in frames. */
  readonly roundTripFrames: number;
  /** Two standard errors, or what the peak of the correlation is worth when no line could be fitted. */
  readonly uncertaintyFrames: number;
  /** Clock of the input against that of the output, parts per million; null: too little sound to tell. */
  readonly driftPpm: number | null;
  readonly driftUncertaintyPpm: number | null;
  /** The delay at input position n is `start` + `slope` * n. */
  readonly slope: number;
  /** The delay does not keep to the line, but moves from block to block as if it were led. */
  readonly moves: boolean;
}

/** Standard errors beyond which a drift is one. */
const DRIFTS = 2.5;
/** What the interpolator's own error may shift the delay by, in frames. */
const INTERPOLATION_ERROR = 2e-6;
/**
 * A line that is off by d frames is corrected to about (πd)²/6 of d, as the phase is proportional to it only nearby: less
 * than 1e-8 frame is left from NEAR, and of what is SEEN no more than that. Further off it is measured again.
 */
const NEAR = 0.001;
const SEEN = 0.08;
const ROUNDS = 6;
/** So many blocks at least, spread over all, are enough to come near; and so many to measure, where they leave no doubt. */
const SCOUTS = 8;
const ENOUGH = 24;
/** Frames of a block that only tells what comes back, not when. */
const SHORT_BLOCK = 2048;
/** Doubt is two standard errors beyond these: frames of round trip, and drift in frames per frame. Then all blocks measure. */
const SURE_FRAMES = 2e-5;
const SURE_SLOPE = 1e-9;
/** A delay that moves by itself is off the line by so many frames in the median, and from one block to the next by less. */
const MOVES = 0.003;
const NEXT_TO_ALL = 0.7;

/**
 * Round trip below the frame, and drift, of a path that changes every sample: resampled, filtered, drifting, noisy.
 *
 * In each block, what was played is delayed along the line that is known so far; the phase of the cross spectrum tells how
 * far the sound is off it (blockDelays). A robust line through the delays of all blocks gives delay and drift. That is
 * repeated along the better line, so neither a first guess within a frame nor drift does harm. Few blocks do until the line
 * is near. Along a near one some dozens measure, so that what is left of them is not of the line: a clean path needs no
 * more, be the recording ever so long. Where noise leaves more than SURE_FRAMES or SURE_SLOPE, all blocks are measured.
 *
 * @param pieces where the delay jumps, the parts between the jumps: one line is fitted through all of them
 * @param guess the delay, to a frame or better
 */
export function measurePhase(
  recording: Recording,
  played: PlayedSignal,
  place: { readonly channel: number; readonly output: number },
  pieces: readonly DelayPiece[],
  guess: DelayLine,
): PhaseMeasure {
  const spectra = new CrossSpectra(played, place.output, recording.input[place.channel] as Samples);
  const byPeak: PhaseMeasure = {
    roundTripFrames: guess.level,
    uncertaintyFrames: 1,
    driftPpm: null,
    driftUncertaintyPpm: null,
    innerSampleRate: null,
    slope: 0,
    sums: null,
    moves: false,
  };
  let along = guess;
  let line: Line | null = null;
  let sums: BandSums | null = null;
  let moves = false;
  const enough = spread(ENOUGH, pieces);
  let every = spread(SCOUTS, pieces);
  for (let round = 0; round < ROUNDS; round++) {
    if (round === ROUNDS - 1) every = 1;
    const measured = spectra.along(along, pieces, every);
    const { level, slope, wander } = along;
    const points = blockDelays(measured).map(({ at, delay }) => ({ at, delay: level + slope * at + delay }));
    line = fitLine(points);
    if (line === null) {
      if (every === 1) return byPeak;
      every = 1;
      continue;
    }
    sums = measured.sums;
    const found = line;
    along = { level: line.start, slope: line.slope, wander };
    moves = every === 1 && isLed(points, line);
    const off = measured.blocks.reduce((most, { at }) => Math.max(most, Math.abs(found.start + found.slope * at - level - slope * at)), 0);
    if (off < NEAR && (every === 1 || (every === enough && isSure(line)))) break;
    if (off < SEEN) every = every === enough && !isSure(line) ? 1 : Math.min(every, enough);
  }
  if (line === null || sums === null) return byPeak;
  // The line gives lag = start + slope * position; the input counts 1 / (1 - slope) frames per frame played.
  // A drift that cannot be told from none only makes the beginning of the line less certain than its middle.
  const drifts = isDrifting(line);
  return {
    roundTripFrames: drifts ? line.start : line.mean,
    uncertaintyFrames: uncertaintyOf(line),
    driftPpm: 1e6 * (line.slope / (1 - line.slope)),
    driftUncertaintyPpm: 2e6 * line.slopeError,
    slope: drifts ? line.slope : 0,
    innerSampleRate: innerRate(sums, recording.sampleRate),
    sums,
    moves,
  };
}

/** What came back along a delay that is known already. */
export function heardAlong(
  recording: Recording,
  played: PlayedSignal,
  place: { readonly channel: number; readonly output: number },
  pieces: readonly DelayPiece[],
  along: DelayLine,
): HeardBand {
  const spectra = new CrossSpectra(played, place.output, recording.input[place.channel] as Samples, SHORT_BLOCK);
  const { sums } = spectra.along(along, pieces, spread(ENOUGH, pieces, SHORT_BLOCK));
  return { sums, innerSampleRate: innerRate(sums, recording.sampleRate) };
}

/** Each which block of the pieces has to be taken for so many in all. */
function spread(blocks: number, pieces: readonly DelayPiece[], block = BLOCK): number {
  const all = pieces.reduce((sum, { from, to }) => sum + Math.max(0, (to - from) / (block / 2) - 1), 0);
  return Math.max(1, Math.floor(all / blocks));
}

/** Whether what is off the line is much the same from one block to the next but one, which shares no frame with it. */
function isLed(points: readonly LinePoint[], { start, slope }: Line): boolean {
  const off = points.map(({ at, delay }) => delay - start - slope * at);
  // Medians, as it may move fast for a while, and hardly at other times.
  const usual = (values: readonly number[]): number => medianOf(Float64Array.from(values, Math.abs));
  const size = usual(off);
  const change = usual(off.slice(2).map((x, i) => x - (off[i] as number)));
  return off.length >= SCOUTS && size > MOVES && change < NEXT_TO_ALL * size;
}

function isDrifting({ slope, slopeError }: Line): boolean {
  return Math.abs(slope) > DRIFTS * slopeError;
}

/** Of the delay at position 0, in frames. */
function uncertaintyOf(line: Line): number {
  const { start, mean, startError, meanError } = line;
  return Math.hypot(isDrifting(line) ? 2 * startError : 2 * meanError + Math.abs(start - mean), INTERPOLATION_ERROR);
}

function isSure(line: Line): boolean {
  return uncertaintyOf(line) <= SURE_FRAMES && 2 * line.slopeError <= SURE_SLOPE;
}

/** The output that the channel mostly carries around the place where it was found. */
export function dominantOutput(played: PlayedSignal, samples: Samples, found: Found): number {
  const length = Math.min(found.length, 4096);
  // Correlation falls off within a frame of the true delay: the neighbours count as well.
  const code = new Float64Array(length + 2);
  let best = 0;
  let most = -1;
  for (let output = 0; output < played.channels; output++) {
    played.fill(output, found.from - found.lag - 1, code);
    let power = 0;
    for (let shift = 0; shift < 3; shift++) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += (code[i + shift] as number) * (samples[found.from + i] as number);
      power += sum * sum;
    }
    if (power > most) {
      most = power;
      best = output;
    }
  }
  return best;
}
