import { sources } from "./channelSources.ts";
import type { Found } from "./findLags.ts";
import type { FittedChannel } from "./fitChannels.ts";
import { delaySegments } from "./delaySegments.ts";
import { followDelay } from "./followDelay.ts";
import type { Samples } from "./inputChannel.ts";
import { routed } from "./integrity.ts";
import { lossyGlitches } from "./lossyGlitches.ts";
import { measurePath } from "./measurePath.ts";
import { dominantOutput } from "./measurePhase.ts";
import type { PhaseMeasure } from "./measurePhase.ts";
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
  const { pieces, line, delay, heard } = measurePath(recording, played, { channel: found.channel, output }, found.lag, followed);
  const segments = pieces.map(({ from, to, offset }) => ({ from, to, level: line.level + offset }));
  const middle = longest === undefined ? frames / 2 : (longest.from + longest.to) / 2;
  const modelFrom = Math.max(0, Math.ceil(line.level) + EDGE, Math.floor(middle - MODEL_FRAMES / 2));
  const along = { ...line, level: segments.find((s) => s.from <= middle && middle < s.to)?.level ?? line.level };
  const models = fitModels(played, input, along, modelFrom, Math.max(modelFrom, Math.min(frames, modelFrom + MODEL_FRAMES)));
  const isModelled = longest !== undefined && models.some(({ gains }) => gains.some((gain) => gain !== 0));
  const voices = models.map((model, channel) => ({ model, samples: input[channel] as Samples }));
  const dominant = models.map(({ gains }) => gains.reduce((best, gain, o) => (Math.abs(gain) > Math.abs(gains[best] ?? 0) ? o : best), 0));
  const { latency, drift } = delay.kind === "line" ? alongLine(delay.phase) : alongCurve(delay.moving);
  const drifts = drift.ppm !== null && drift.uncertaintyPpm !== null && Math.abs(drift.ppm) > CLEARLY * drift.uncertaintyPpm;
  const isResampled = heard.innerSampleRate !== null || drifts || delay.kind === "curve";
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
        innerSampleRate: heard.innerSampleRate,
        quality: heard.sums === null || !isResampled ? null : resamplingGrade(heard.sums, (heard.innerSampleRate ?? recording.sampleRate) / recording.sampleRate, pace),
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
