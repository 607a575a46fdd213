import { sources } from "./channelSources.ts";
import type { DelayPiece } from "./crossSpectra.ts";
import type { Found } from "./findLags.ts";
import type { FittedChannel } from "./fitChannels.ts";
import type { DelayLine } from "./delayedSignal.ts";
import { delaySegments, stepBetween } from "./delaySegments.ts";
import type { DelaySegment, DelaySegments } from "./delaySegments.ts";
import { followDelay } from "./followDelay.ts";
import type { Samples } from "./inputChannel.ts";
import { routed } from "./integrity.ts";
import { lossyGlitches } from "./lossyGlitches.ts";
import { dominantOutput, measurePhase } from "./measurePhase.ts";
import type { PhaseMeasure } from "./measurePhase.ts";
import { measureWander } from "./measureWander.ts";
import type { MovingDelay } from "./measureWander.ts";
import { nothingAnalysed } from "./pathAnalysis.ts";
import type { PathAnalysis, Recording } from "./pathAnalysis.ts";
import { fitModels } from "./pathModel.ts";
import type { ChannelModel } from "./pathModel.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import { resamplingGrade } from "./resamplingGrade.ts";

/** Frames over which the model of a path is fitted. */
const MODEL_FRAMES = 8192;
/** Frames in which filters have not settled. */
const EDGE = 64;
/** Jumps this close to a whole number of frames are whole: digital paths lose and gain whole frames. */
const WHOLE = 0.2;
/** Uncertainties (each two standard errors) by which a drift must differ from none to be one. */
const CLEARLY = 4;

/**
 * The played signal is there, but every sample was changed: delay, filters and gains are fitted, and glitches are what
 * this model of the path does not explain.
 */
export function analyseLossyPath(
  recording: Recording,
  played: PlayedSignal,
  found: Found,
  fitted: readonly FittedChannel[],
): PathAnalysis {
  const { frames, input } = recording;
  const nothing = nothingAnalysed("nothing", sources(recording, fitted));
  const carrier = input[found.channel] as Samples;
  const output = dominantOutput(played, carrier, found);
  const followed = delaySegments(followDelay(played, output, carrier, frames, found.lag), frames);
  const longest = [...followed.segments].sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  const { pieces, phase, line, moving } = measurePath(recording, played, { channel: found.channel, output }, found.lag, followed);
  const segments = pieces.map(({ from, to, offset }) => ({ from, to, level: line.level + offset }));
  const middle = longest === undefined ? frames / 2 : (longest.from + longest.to) / 2;
  const modelFrom = Math.max(0, Math.ceil(line.level) + EDGE, Math.floor(middle - MODEL_FRAMES / 2));
  const along = { ...line, level: segments.find((s) => s.from <= middle && middle < s.to)?.level ?? line.level };
  const models = fitModels(played, input, along, modelFrom, Math.max(modelFrom, Math.min(frames, modelFrom + MODEL_FRAMES)));
  const isModelled = longest !== undefined && models.some(({ gains }) => gains.some((gain) => gain !== 0));
  const voices = models.map((model, channel) => ({ model, samples: input[channel] as Samples }));
  const dominant = models.map(({ gains }) => gains.reduce((best, gain, o) => (Math.abs(gain) > Math.abs(gains[best] ?? 0) ? o : best), 0));
  const { latency, drift } = moving === null ? alongLine(phase) : alongCurve(moving);
  const drifts = drift.ppm !== null && drift.uncertaintyPpm !== null && Math.abs(drift.ppm) > CLEARLY * drift.uncertaintyPpm;
  const isResampled = phase.innerSampleRate !== null || drifts || moving !== null;
  const pace = Math.hypot(line.slope, line.wander?.pace ?? 0);
  return {
    ...nothing,
    kind: "correlated",
    analysedFrames: frames - Math.max(0, found.lag),
    channels: nothing.channels.map((source, c) => {
      const { gains } = models[c] as ChannelModel;
      const carried = gains.filter((gain) => gain !== 0).length;
      return carried === 0 ? source : { ...source, output: dominant[c] ?? null, mixed: carried > 1 };
    }),
    latency,
    glitches: isModelled ? lossyGlitches(played, voices, segments, line, frames) : null,
    integrity: {
      ...nothing.integrity,
      bitPerfect: false,
      exactFraction: 0,
      resampled: {
        detected: isResampled ? true : null,
        innerSampleRate: phase.innerSampleRate,
        quality: phase.sums === null || !isResampled ? null : resamplingGrade(phase.sums, (phase.innerSampleRate ?? recording.sampleRate) / recording.sampleRate, pace),
      },
      ...(isModelled
        ? {
            gainDb: models.map(({ gains }, c) => (gains[dominant[c] ?? 0] ? 20 * Math.log10(Math.abs(gains[dominant[c] ?? 0] as number)) : null)),
            inverted: models.map(({ gains }, c) => (gains[dominant[c] ?? 0] ? (gains[dominant[c] ?? 0] as number) < 0 : null)),
            ...routed(models.map(({ gains }) => Array.from(gains))),
          }
        : {}),
    },
    drift,
  };
}

function alongLine(phase: PhaseMeasure): Pick<PathAnalysis, "latency" | "drift"> {
  return {
    latency: { roundTripFrames: phase.roundTripFrames, uncertaintyFrames: phase.uncertaintyFrames, method: "phase", movesFrames: null },
    drift: { ppm: phase.driftPpm, uncertaintyPpm: phase.driftUncertaintyPpm },
  };
}

/** A round trip that moves is none but within its bounds, and no drift is told that moving from one to the other would feign. */
function alongCurve({ along, meanFrames, leastFrames, mostFrames, points }: MovingDelay): Pick<PathAnalysis, "latency" | "drift"> {
  const frames = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  return {
    latency: {
      roundTripFrames: meanFrames,
      uncertaintyFrames: Math.max(meanFrames - leastFrames, mostFrames - meanFrames),
      method: "phase",
      movesFrames: [leastFrames, mostFrames],
    },
    drift: { ppm: 1e6 * (along.slope / (1 - along.slope)), uncertaintyPpm: (1e6 * (mostFrames - leastFrames)) / frames },
  };
}

interface MeasuredPath {
  readonly pieces: readonly DelayPiece[];
  readonly phase: PhaseMeasure;
  readonly line: DelayLine;
  /** null: between its jumps the delay keeps to a line. */
  readonly moving: MovingDelay | null;
}

/** One line through all parts between the jumps, or a curve where the delay moves by itself. */
function measurePath(
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
