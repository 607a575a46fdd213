import { classifyJumps } from "./classifyJumps.ts";
import { findDamage } from "./findDamage.ts";
import type { ChannelQuality, Damage } from "./findDamage.ts";
import { findLag } from "./findLag.ts";
import { fitChannels, isTrackable } from "./fitChannels.ts";
import type { FittedChannel } from "./fitChannels.ts";
import type { GlitchEvent } from "./glitch.ts";
import type { CarryingChannel } from "./inputChannel.ts";
import { nothingAnalysed } from "./pathAnalysis.ts";
import type { ChannelSource, PathAnalysis, Recording } from "./pathAnalysis.ts";
import { PlayedSignal } from "./playedSignal.ts";
import { steadyPart } from "./steadyPart.ts";
import { trackLag } from "./trackLag.ts";
import type { Stretch, Track } from "./trackLag.ts";

/** Frames over which gains are fitted; more for many channels, as each adds unknowns. */
const FIT_FRAMES = 4096;
const FIT_FRAMES_PER_OUTPUT = 64;
/** The longest word that the test proves: a 24-bit code. */
const LONGEST_WORD = 24;

/** What the sound path did to the position code. Pure: samples in, numbers out. */
export function analysePath(recording: Recording): PathAnalysis {
  const { frames, input, outputChannels } = recording;
  if (frames === 0 || input.length === 0 || outputChannels === 0) return nothingAnalysed("unrecorded", []);
  const played = new PlayedSignal(recording.seed, outputChannels, recording.codeBits);
  const found = findLag(played, input, frames);
  if (found === null) return nothingAnalysed("nothing", input.map(unknownSource));

  const steady = steadyPart(played, input[found.channel] as Float32Array, found);
  const enough = Math.max(FIT_FRAMES, FIT_FRAMES_PER_OUTPUT * outputChannels);
  const fitted = fitChannels(played, input, found.lag, steady.from, Math.min(enough, steady.length));
  const carrying = fitted.map(({ carrying: c }) => c).filter((c) => c !== null);
  const trackable = carrying.filter(isTrackable);
  const track = trackable.length === 0 ? null : trackLag(played, trackable, frames, found.lag);
  if (track === null) return correlated(recording, fitted);
  return tracked(recording, played, fitted, trackable, track);
}

function tracked(
  recording: Recording,
  played: PlayedSignal,
  fitted: readonly FittedChannel[],
  channels: readonly CarryingChannel[],
  track: Track,
): PathAnalysis {
  const stretches = fromFirstSound(track.stretches, channels);
  const jumps = classifyJumps(track, channels, recording.frames);
  const judged = channels.map((channel) => findDamage(played, channel, stretches, jumps.copies));
  const damage = judged.flatMap((j) => j.damage);
  const events = [...jumps.events, ...together(damage, channels, recording.input.length)].sort(
    (a, b) => a.frame - b.frame || (a.channel ?? -1) - (b.channel ?? -1),
  );
  const first = stretches[0] as Stretch;
  return {
    kind: "tracked",
    analysedFrames: recording.frames - first.from,
    channels: sources(recording, fitted),
    latency: { roundTripFrames: first.lag, uncertaintyFrames: 0, method: "position" },
    glitches: events,
    integrity: {
      ...exactness(channels, judged.map((j) => j.quality)),
      ...levels(fitted),
      resampled: { detected: false, innerSampleRate: null },
      channelMatrix: fitted.map(({ gains }) => Array.from(gains)),
    },
    drift: { ppm: 0, uncertaintyPpm: 0 },
  };
}

/** The played signal is there, but frames cannot be told apart. */
function correlated(recording: Recording, fitted: readonly FittedChannel[]): PathAnalysis {
  return {
    ...nothingAnalysed("nothing", sources(recording, fitted)),
    kind: "correlated",
    analysedFrames: recording.frames,
  };
}

/**
 * Judging begins with position 0, or where sound begins when the stream brought nothing for a while longer: a stream
 * that starts late has lost nothing that a listener was waiting for.
 */
function fromFirstSound(stretches: readonly Stretch[], channels: readonly CarryingChannel[]): readonly Stretch[] {
  const [first, ...others] = stretches;
  if (first === undefined) return [];
  for (let m = Math.max(0, first.lag); m < first.from; m++) {
    if (channels.some(({ samples, tolerance }) => Math.abs(samples[m] as number) > tolerance)) {
      return [{ ...first, from: Math.max(0, first.lag) }, ...others];
    }
  }
  return stretches;
}

/** Damage that hits all channels alike is one event of the whole direction. */
function together(damage: readonly Damage[], channels: readonly CarryingChannel[], inputs: number): GlitchEvent[] {
  const groups = new Map<string, Damage[]>();
  for (const d of damage) {
    const key = `${d.from} ${d.to} ${d.kind}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [d]);
    else group.push(d);
  }
  // With one channel alone there is no telling; it is the whole direction only when it is all there is.
  const isWhole = (group: readonly Damage[]): boolean =>
    group.length === channels.length && (channels.length > 1 || inputs === 1);
  return [...groups.values()].flatMap((group) =>
    (isWhole(group) ? group.slice(0, 1) : group).map(({ channel, from, to, kind }) => ({
      direction: "input",
      channel: isWhole(group) ? null : channel,
      frame: from,
      lengthFrames: to - from,
      kind,
      deltaFrames: 0,
    })),
  );
}

/**
 * Bit-perfect speaks of the path between the glitches; the exact fraction counts the samples that were damaged in
 * place, too. Effective bits: the word that holds every sample, or what the noise leaves of it.
 */
function exactness(
  channels: readonly CarryingChannel[],
  qualities: readonly ChannelQuality[],
): Pick<PathAnalysis["integrity"], "bitPerfect" | "exactFraction" | "effectiveBits"> {
  const sum = (pick: (quality: ChannelQuality) => number): number => qualities.reduce((total, q) => total + pick(q), 0);
  const judged = sum((q) => q.judged);
  if (judged === 0) return { bitPerfect: null, exactFraction: null, effectiveBits: null };
  const isPlain = channels.every(({ terms, tolerance }) => tolerance === 0 && terms.length === 1 && terms[0]?.gain === 1);
  const bits = qualities.map((quality) => {
    const noise = Math.sqrt(quality.residualSquares / Math.max(1, quality.undamaged));
    // Rounding to b bits leaves noise of 2^(1 - b) / sqrt(12).
    const noiseBits = noise === 0 ? LONGEST_WORD : 1 - Math.log2(noise * Math.sqrt(12));
    const word = Math.min(LONGEST_WORD, quality.wordBits);
    // Dither costs up to a bit of noise; the word is still the truth.
    return noiseBits >= word - 1.05 ? word : Math.max(1, Math.round(noiseBits * 10) / 10);
  });
  return {
    bitPerfect: isPlain,
    exactFraction: sum((q) => q.exact) / judged,
    effectiveBits: Math.min(...bits),
  };
}

function levels(fitted: readonly FittedChannel[]): Pick<PathAnalysis["integrity"], "gainDb" | "inverted"> {
  const gains = fitted.map(({ carrying }) => carrying?.terms[0]?.gain ?? null);
  return {
    gainDb: gains.map((gain) => (gain === null ? null : 20 * Math.log10(Math.abs(gain)))),
    inverted: gains.map((gain) => (gain === null ? null : gain < 0)),
  };
}

function sources(recording: Recording, fitted: readonly FittedChannel[]): ChannelSource[] {
  return recording.input.map((samples, channel) => {
    const terms = fitted[channel]?.carrying?.terms ?? [];
    return {
      ...unknownSource(samples),
      output: terms[0]?.output ?? null,
      mixed: terms.length > 1,
    };
  });
}

function unknownSource(samples: Float32Array | Float64Array): ChannelSource {
  return { output: null, mixed: false, silent: samples.every((x) => x === 0) };
}
