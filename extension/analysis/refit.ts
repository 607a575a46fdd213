import { fitChannels, isTrackable } from "./fitChannels.ts";
import type { FittedChannel } from "./fitChannels.ts";
import type { CarryingChannel, Samples } from "./inputChannel.ts";
import type { Recording } from "./pathAnalysis.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import { trackLag } from "./trackLag.ts";
import type { Stretch, Track } from "./trackLag.ts";

/** Stretches of the track in which gains are looked for again. */
const PLACES = 3;
/** A tolerance that became less than this part of what it was lets shorter pieces be proved: the track is made again. */
const FINER = 0.8;

/** Gains of all channels, and the lag that they were followed along. */
export interface Followed {
  readonly fitted: readonly FittedChannel[];
  readonly track: Track;
}

/** Input frames [from, to). */
interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * The first fit is made where the signal was seen first, and that place may hold a jump or damage, which only the track
 * tells. Here gains are fitted again where the track says that the sound is good, and the track is made again where
 * that makes it better.
 *
 * @param place of the first fit
 */
export function refit(recording: Recording, played: PlayedSignal, first: Followed, place: Place, fitFrames: number): Followed {
  const track = (fitted: readonly FittedChannel[], before: Followed): Followed => ({
    fitted,
    track: trackLag(played, trackableOf(fitted), recording.frames, before.track.stretches[0]?.lag ?? 0) ?? before.track,
  });
  const complete = fitElsewhere(recording, played, first.fitted, first.track, fitFrames);
  const all = complete === first.fitted ? first : track(complete, first);
  const sure = fitOnLongest(recording, played, all, place, fitFrames);
  if (sure === all.fitted) return all;
  return isFiner(sure, all.fitted) ? track(sure, all) : { fitted: sure, track: all.track };
}

/** Gains from the middle of the longest stretch, unless that is where they come from. */
function fitOnLongest({ input }: Recording, played: PlayedSignal, { fitted, track }: Followed, place: Place, fitFrames: number): readonly FittedChannel[] {
  const longest = track.stretches.reduce<Stretch | null>((most, one) => (most === null || one.to - one.from > most.to - most.from ? one : most), null);
  if (longest === null) return fitted;
  const length = Math.min(fitFrames, longest.to - longest.from);
  const isInside = track.stretches.some(({ from, to }) => from <= place.from && place.to <= to);
  if (isInside && place.to - place.from >= length) return fitted;
  const from = longest.from + Math.floor((longest.to - longest.from - length) / 2);
  const again = fitChannels(played, input, longest.lag, from, length);
  // A channel that is silent there keeps what it had.
  return fitted.map((old, i) => {
    const fresh = again[i];
    return fresh?.carrying != null && isTrackable(fresh.carrying) ? fresh : old;
  });
}

function isFiner(fresh: readonly FittedChannel[], old: readonly FittedChannel[]): boolean {
  return fresh.some(({ carrying }, i) => {
    const before = old[i]?.carrying;
    return carrying != null && before != null && carrying.tolerance < FINER * before.tolerance;
  });
}

export function trackableOf(fitted: readonly FittedChannel[]): CarryingChannel[] {
  return fitted.flatMap(({ carrying }) => (carrying !== null && isTrackable(carrying) ? [carrying] : []));
}

/**
 * A channel may have been silenced or damaged just where gains were fitted. Those in which nothing was found are looked
 * at again at other places of the track.
 */
function fitElsewhere(
  recording: Recording,
  played: PlayedSignal,
  fitted: readonly FittedChannel[],
  track: Track,
  fitFrames: number,
): readonly FittedChannel[] {
  const isOpen = ({ channel, carrying }: FittedChannel): boolean =>
    (carrying === null || !isTrackable(carrying)) && (recording.input[channel]?.some((x) => x !== 0) ?? false);
  if (!fitted.some(isOpen)) return fitted;
  const places = [...track.stretches]
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, PLACES)
    .flatMap(({ from, to, lag }) => {
      const length = Math.min(fitFrames, to - from);
      return [from, to - length].map((start) => ({ from: start, length, lag }));
    });
  let best = fitted;
  for (const { from, length, lag } of places) {
    const open = best.filter(isOpen);
    if (open.length === 0) break;
    const again = fitChannels(
      played,
      open.map(({ channel }) => recording.input[channel] as Samples),
      lag,
      from,
      length,
    ).map((fit, i) => {
      const channel = (open[i] as FittedChannel).channel;
      return { ...fit, channel, carrying: fit.carrying && { ...fit.carrying, channel } };
    });
    best = best.map((old) => {
      const fresh = again.find(({ channel, carrying }) => channel === old.channel && carrying && isTrackable(carrying));
      return fresh ?? old;
    });
  }
  return best.every((fit, i) => fit === fitted[i]) ? fitted : best;
}
