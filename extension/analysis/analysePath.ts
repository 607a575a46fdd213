import { analyseLossyPath } from "./analyseLossyPath.ts";
import { sources, unknownSource } from "./channelSources.ts";
import { classifyJumps } from "./classifyJumps.ts";
import { findDamage, isDoubtfulSilence } from "./findDamage.ts";
import type { Damage } from "./findDamage.ts";
import { findLags } from "./findLags.ts";
import type { Found } from "./findLags.ts";
import { namingSwaps } from "./findSwaps.ts";
import { fitChannels } from "./fitChannels.ts";
import type { FittedChannel } from "./fitChannels.ts";
import type { GlitchEvent } from "./glitch.ts";
import type { CarryingChannel, Samples } from "./inputChannel.ts";
import { constants, ditherIn, exactness, levels, routed } from "./integrity.ts";
import { measurePhase } from "./measurePhase.ts";
import type { PhaseMeasure } from "./measurePhase.ts";
import { nothingAnalysed } from "./pathAnalysis.ts";
import type { PathAnalysis, Recording, SecondMethod } from "./pathAnalysis.ts";
import { PlayedSignal } from "./playedSignal.ts";
import type { Term } from "./playedSignal.ts";
import { refit, trackableOf } from "./refit.ts";
import { steadyPart } from "./steadyPart.ts";
import { trackLag } from "./trackLag.ts";
import type { Stretch } from "./trackLag.ts";

/** Frames over which gains are fitted; more for many channels, as each adds unknowns. */
const FIT_FRAMES = 4096;
const FIT_FRAMES_PER_OUTPUT = 64;
/** Sightings of the signal that are followed up before the path is called lossy. */
const SIGHTINGS = 3;
/** Uncertainties (each two standard errors) by which two methods must differ to disagree. */
const CLEARLY = 4;

/** What the sound path did to the position code. Pure: samples in, numbers out. */
export function analysePath(recording: Recording): PathAnalysis {
  const { frames, input, outputChannels } = recording;
  if (frames === 0 || input.length === 0 || outputChannels === 0) return nothingAnalysed("unrecorded", []);
  const played = new PlayedSignal(recording.seed, outputChannels, recording.codeBits);
  const fitFrames = Math.max(FIT_FRAMES, FIT_FRAMES_PER_OUTPUT * outputChannels);
  let lossy: { found: Found; fitted: readonly FittedChannel[] } | null = null;
  let sightings = 0;
  for (const found of findLags(played, input, frames)) {
    const steady = steadyPart(played, input[found.channel] as Samples, found);
    const place = { from: steady.from, to: steady.from + Math.min(fitFrames, steady.length) };
    const fitted = fitChannels(played, input, found.lag, place.from, place.to - place.from);
    const first = trackLag(played, trackableOf(fitted), frames, found.lag);
    if (first !== null) {
      const best = refit(recording, played, { fitted, track: first }, place, fitFrames);
      const channels = trackableOf(best.fitted);
      const jumps = classifyJumps(played, best.track, channels, frames);
      const stretches = fromFirstSound(jumps.stretches, channels);
      const judged = channels.map((channel) => findDamage(played, channel, stretches, jumps.explained));
      const isFollowed = !isInPieces(judged, jumps.events) && !isMovedByClock(recording, played, channels, stretches);
      if (isFollowed) return tracked(recording, played, best.fitted, channels, stretches, judged, jumps.events);
    }
    lossy ??= { found, fitted };
    if (++sightings === SIGHTINGS) break;
  }
  if (lossy === null) return nothingHeard(input, outputChannels);
  return analyseLossyPath(recording, played, lossy.found, lossy.fitted);
}

/** What was played is in no input; where these are silent, that is what becomes of the channels. */
function nothingHeard(input: readonly Samples[], outputs: number): PathAnalysis {
  const channels = input.map(unknownSource);
  const nothing = nothingAnalysed("nothing", channels);
  if (!channels.every(({ silent }) => silent)) return nothing;
  return { ...nothing, integrity: { ...nothing.integrity, ...routed(input.map(() => new Array<number>(outputs).fill(0))) } };
}

type Judged = ReturnType<typeof findDamage>;

/** Pieces of damage, not silent, that together are most of the sound: then it is the path that changes it. */
const MANY_PIECES = 40;

/**
 * Where a slow drift passes a whole number of frames, the sound can be followed for a while as if it did not drift; what
 * lies between is damage, or belongs to no lag.
 */
function isInPieces(judged: readonly Judged[], jumps: readonly GlitchEvent[]): boolean {
  const isCorrupted = ({ kind }: { readonly kind: GlitchEvent["kind"] }): boolean => kind === "corrupted";
  const lost = jumps.filter(isCorrupted).reduce((sum, { lengthFrames }) => sum + lengthFrames, 0);
  return judged.every(({ damage, quality }) => {
    const corrupted = damage.filter(isCorrupted);
    const frames = corrupted.reduce((sum, { from, to }) => sum + to - from, lost);
    return corrupted.length > MANY_PIECES && frames > (quality.judged + lost) / 2;
  });
}

/** Frames by which a clock has moved the sound within one stretch when it is the clock that makes the lag jump. */
const MOVED_FRAMES = 0.2;

/**
 * Whole frames that are lost or come again leave the delay as it is in between. A clock that drifts moves it there, too:
 * its jumps are no faults, and what is off between them is no damage.
 */
function isMovedByClock(
  recording: Recording,
  played: PlayedSignal,
  channels: readonly CarryingChannel[],
  stretches: readonly Stretch[],
): boolean {
  const noisy = channels.find((channel) => channel.noisy && channel.terms.length === 1);
  if (stretches.length === 1 || noisy === undefined) return false;
  const { from, to, phase } = phaseOfLongest(recording, played, noisy, stretches);
  return isDrift(phase) && Math.abs(phase.slope) * (to - from) > MOVED_FRAMES;
}

function isDrift({ driftPpm, driftUncertaintyPpm }: PhaseMeasure): boolean {
  return driftPpm !== null && driftUncertaintyPpm !== null && Math.abs(driftPpm) > CLEARLY * driftUncertaintyPpm;
}

/** Frames that the phase is measured on: enough for a thousandth of a frame in any noise that can be tracked. */
const CHECKED_FRAMES = 49_152;

/** The stretch, and the phase of a channel along its first CHECKED_FRAMES. The channel carries one output alone. */
function phaseOfLongest(
  recording: Recording,
  played: PlayedSignal,
  { channel, terms }: CarryingChannel,
  stretches: readonly Stretch[],
): Stretch & { readonly phase: PhaseMeasure } {
  const longest = stretches.reduce((best, stretch) => (stretch.to - stretch.from > best.to - best.from ? stretch : best));
  const { from, lag } = longest;
  const piece = { from, to: Math.min(longest.to, from + CHECKED_FRAMES), offset: 0 };
  const place = { channel, output: (terms[0] as Term).output };
  return { ...longest, phase: measurePhase(recording, played, place, [piece], { level: lag, slope: 0, wander: null }) };
}

function tracked(
  recording: Recording,
  played: PlayedSignal,
  fitted: readonly FittedChannel[],
  channels: readonly CarryingChannel[],
  stretches: readonly Stretch[],
  judged: readonly Judged[],
  jumps: readonly GlitchEvent[],
): PathAnalysis {
  const damage = judged.flatMap((j) => j.damage);
  const heard = { played, channels, frames: recording.frames };
  const inPlace = namingSwaps(heard, together(damage, channels, recording.input.length), stretches);
  const events = [...jumps, ...inPlace].sort(
    (a, b) => a.frame - b.frame || (a.channel ?? -1) - (b.channel ?? -1),
  );
  const first = stretches[0] as Stretch;
  const placed = position(recording, played, channels, stretches);
  return {
    kind: "tracked",
    analysedFrames: recording.frames - first.from,
    channels: sources(recording, fitted),
    ...placed,
    secondMethod: placed.latency.method === "position" ? checkByPhase(recording, played, channels, stretches) : null,
    glitches: events,
    integrity: {
      ...exactness(channels, judged.map((j) => j.quality)),
      ...levels(fitted),
      resampled: { detected: false, innerSampleRate: null, quality: null },
      dither: ditherIn(judged.map((j) => j.quality)),
      dc: constants(recording.input.length, channels, judged.map((j) => j.quality)),
      ...routed(fitted.map(({ gains }) => Array.from(gains))),
    },
  };
}

const METHODS_AGREE_FRAMES = 0.01;

/** Measures the longest stretch by phase as well: a mistake in one of the methods shows as a difference. */
function checkByPhase(
  recording: Recording,
  played: PlayedSignal,
  channels: readonly CarryingChannel[],
  stretches: readonly Stretch[],
): SecondMethod | null {
  const channel = channels.find(({ terms }) => terms.length === 1);
  if (channel === undefined) return null;
  const { from, to, lag, phase } = phaseOfLongest(recording, played, channel, stretches);
  // Too little sound for a line: then there is no second opinion.
  if (phase.driftPpm === null) return null;
  const middle = (from + Math.min(to, from + CHECKED_FRAMES)) / 2;
  const differenceFrames = phase.roundTripFrames + phase.slope * middle - lag;
  return {
    method: "phase",
    differenceFrames,
    uncertaintyFrames: phase.uncertaintyFrames,
    agrees: Math.abs(differenceFrames) <= METHODS_AGREE_FRAMES,
  };
}

/**
 * The round trip of a path that is followed frame by frame is a whole number. But a delay of a thousandth of a frame
 * more, or a slow drift, looks like a little noise: where there is noise, the phase is asked, and has the word when it
 * clearly disagrees. Drift is not told of a path whose lag jumps.
 */
function position(
  recording: Recording,
  played: PlayedSignal,
  channels: readonly CarryingChannel[],
  stretches: readonly Stretch[],
): Pick<PathAnalysis, "latency" | "drift"> {
  const first = stretches[0] as Stretch;
  const steady = stretches.length === 1;
  const byPosition = {
    latency: { roundTripFrames: first.lag, uncertaintyFrames: 0, method: "position", movesFrames: null },
    drift: steady ? { ppm: 0, uncertaintyPpm: 0 } : { ppm: null, uncertaintyPpm: null },
  } as const;
  const noisy = channels.find((channel) => channel.noisy && channel.terms.length === 1);
  if (!steady || noisy === undefined) return byPosition;
  const place = { channel: noisy.channel, output: (noisy.terms[0] as Term).output };
  const phase = measurePhase(recording, played, place, [{ from: first.from, to: first.to, offset: 0 }], { level: first.lag, slope: 0, wander: null });
  const off = Math.abs(phase.roundTripFrames - first.lag);
  const { driftPpm, driftUncertaintyPpm } = phase;
  if (off <= CLEARLY * phase.uncertaintyFrames && !isDrift(phase)) return byPosition;
  return {
    latency: { roundTripFrames: phase.roundTripFrames, uncertaintyFrames: phase.uncertaintyFrames, method: "phase", movesFrames: null },
    drift: { ppm: driftPpm, uncertaintyPpm: driftUncertaintyPpm },
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
    const key = `${d.from} ${d.to}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [d]);
    else group.push(d);
  }
  return [...groups.values()].flatMap((group) => {
    const sure = group.find((d) => !isDoubtfulSilence(d));
    const alike = group.map((d) => (sure && isDoubtfulSilence(d) ? { ...d, kind: sure.kind } : d));
    // With one channel alone there is no telling; it is the whole direction only when it is all there is.
    const isWhole =
      alike.length === channels.length &&
      (channels.length > 1 || inputs === 1) &&
      alike.every((d) => d.kind === alike[0]?.kind);
    return (isWhole ? alike.slice(0, 1) : alike).map(({ channel, from, to, kind }) => ({
      direction: "input",
      channel: isWhole ? null : channel,
      frame: from,
      lengthFrames: to - from,
      kind,
      deltaFrames: 0,
    }));
  });
}
