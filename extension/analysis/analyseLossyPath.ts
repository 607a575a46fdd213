import { sources } from "./channelSources.ts";
import type { DelayPiece } from "./crossSpectra.ts";
import type { Found } from "./findLags.ts";
import type { FittedChannel } from "./fitChannels.ts";
import { delaySegments, followDelay } from "./followDelay.ts";
import type { DelaySegment } from "./followDelay.ts";
import type { Samples } from "./inputChannel.ts";
import { routed } from "./integrity.ts";
import { lossyGlitches } from "./lossyGlitches.ts";
import { dominantOutput, measurePhase } from "./measurePhase.ts";
import type { PhaseMeasure } from "./measurePhase.ts";
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
  const { pieces, phase } = measurePieces(recording, played, { channel: found.channel, output }, found.lag, followed);
  const line = { level: phase.roundTripFrames, slope: phase.slope };
  const segments = pieces.map(({ from, to, offset }) => ({ from, to, level: line.level + offset }));
  const middle = longest === undefined ? frames / 2 : (longest.from + longest.to) / 2;
  const modelFrom = Math.max(0, Math.ceil(line.level) + EDGE, Math.floor(middle - MODEL_FRAMES / 2));
  const along = { ...line, level: segments.find((s) => s.from <= middle && middle < s.to)?.level ?? line.level };
  const models = fitModels(played, input, along, modelFrom, Math.max(modelFrom, Math.min(frames, modelFrom + MODEL_FRAMES)));
  const isModelled = longest !== undefined && models.some(({ gains }) => gains.some((gain) => gain !== 0));
  const voices = models.map((model, channel) => ({ model, samples: input[channel] as Samples }));
  const dominant = models.map(({ gains }) => gains.reduce((best, gain, o) => (Math.abs(gain) > Math.abs(gains[best] ?? 0) ? o : best), 0));
  const drifts = phase.driftPpm !== null && phase.driftUncertaintyPpm !== null && Math.abs(phase.driftPpm) > CLEARLY * phase.driftUncertaintyPpm;
  const isResampled = phase.innerSampleRate !== null || drifts;
  return {
    ...nothing,
    kind: "correlated",
    analysedFrames: frames - Math.max(0, found.lag),
    channels: nothing.channels.map((source, c) => {
      const { gains } = models[c] as ChannelModel;
      const carried = gains.filter((gain) => gain !== 0).length;
      return carried === 0 ? source : { ...source, output: dominant[c] ?? null, mixed: carried > 1 };
    }),
    latency: {
      roundTripFrames: phase.roundTripFrames,
      uncertaintyFrames: phase.uncertaintyFrames,
      method: "phase",
    },
    glitches: isModelled ? lossyGlitches(played, voices, segments, line.slope, frames) : null,
    integrity: {
      ...nothing.integrity,
      bitPerfect: false,
      exactFraction: 0,
      resampled: {
        detected: isResampled ? true : null,
        innerSampleRate: phase.innerSampleRate,
        quality: phase.sums === null || !isResampled ? null : resamplingGrade(phase.sums, (phase.innerSampleRate ?? recording.sampleRate) / recording.sampleRate, line.slope),
      },
      ...(isModelled
        ? {
            gainDb: models.map(({ gains }, c) => (gains[dominant[c] ?? 0] ? 20 * Math.log10(Math.abs(gains[dominant[c] ?? 0] as number)) : null)),
            inverted: models.map(({ gains }, c) => (gains[dominant[c] ?? 0] ? (gains[dominant[c] ?? 0] as number) < 0 : null)),
            ...routed(models.map(({ gains }) => Array.from(gains))),
          }
        : {}),
    },
    drift: { ppm: phase.driftPpm, uncertaintyPpm: phase.driftUncertaintyPpm },
  };
}

/** One line through all parts between the jumps; what a jump is worth depends a little on its slope, hence twice. */
function measurePieces(
  recording: Recording,
  played: PlayedSignal,
  place: { readonly channel: number; readonly output: number },
  lag: number,
  { slope, segments }: { readonly slope: number; readonly segments: readonly DelaySegment[] },
): { readonly pieces: readonly DelayPiece[]; readonly phase: PhaseMeasure } {
  const [first] = segments;
  if (first === undefined) {
    const whole = [{ from: 0, to: recording.frames, offset: 0 }];
    return { pieces: [], phase: measurePhase(recording, played, place, whole, { level: lag, slope: 0 }) };
  }
  const piecesAt = (exact: number): readonly DelayPiece[] =>
    segments.map(({ from, to, level }) => ({ from, to, offset: jump(level - first.level, exact) }));
  const pieces = piecesAt(slope);
  const phase = measurePhase(recording, played, place, pieces, { level: first.level, slope });
  if (segments.length === 1) return { pieces, phase };
  const again = piecesAt(phase.slope);
  return { pieces: again, phase: measurePhase(recording, played, place, again, { level: phase.roundTripFrames, slope: phase.slope }) };
}

/** Digital paths lose and gain whole frames; of k frames of the input, (1 - slope) * k were played. */
function jump(change: number, slope: number): number {
  const frames = change / (1 - slope);
  return (Math.abs(frames - Math.round(frames)) < WHOLE ? Math.round(frames) : frames) * (1 - slope);
}
