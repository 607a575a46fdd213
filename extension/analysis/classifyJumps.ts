import type { GlitchEvent, GlitchKind } from "./glitch.ts";
import { shortSwapAt, swapAt } from "./findSwaps.ts";
import type { CarryingChannel } from "./inputChannel.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import type { Stretch, Track } from "./trackLag.ts";

export interface Jumps {
  readonly events: readonly GlitchEvent[];
  /** The stretches; where chance moved the edges of two blocks that changed places, these are where they have to be. */
  readonly stretches: readonly Stretch[];
  /** Frames [from, to) that an event explains, as a copy of earlier ones or sample by sample: not judged a second time. */
  readonly explained: readonly { readonly from: number; readonly to: number }[];
}

/**
 * Names what happened where the lag changed. All of it concerns the whole direction.
 *
 * - The lag falls by k at once: k frames were lost.
 * - The lag rises by k at once: the k frames before came again. Should the lag have changed within those k frames, the
 *   copy shows that change again; it is told once.
 * - The lag rises by k after k frames that belong to nothing: these were inserted.
 * - The lag falls and rises and is what it was: two blocks changed places.
 * - Anything else is told as the inserted or damaged frames, followed by the jump that remains, so that the sum of the
 *   lag's changes is always true.
 */
export function classifyJumps(played: PlayedSignal, track: Track, channels: readonly CarryingChannel[], frames: number): Jumps {
  const stretches = [...track.stretches];
  const events: GlitchEvent[] = [];
  const explained: { from: number; to: number }[] = [];
  for (let i = 1; i < stretches.length; i++) {
    const before = stretches[i - 1] as Stretch;
    const after = stretches[i] as Stretch;
    const gap = after.from - before.to;
    const change = after.lag - before.lag;
    const swap = swapAt(stretches, i);
    if (swap !== null) {
      events.push(swap.event);
      stretches.splice(i - 1, swap.stretches.length, ...swap.stretches);
      i += 2;
      continue;
    }
    const short = shortSwapAt({ played, channels, frames }, stretches, i);
    if (short !== null) {
      const { frame, lengthFrames } = short.event;
      events.push(short.event);
      explained.push({ from: frame, to: frame + lengthFrames });
      i = short.last;
      continue;
    }
    if (gap === 0 && change > 0) {
      const copy = copyAt(stretches, i, channels, frames);
      events.push(jump(after.from, copy?.length ?? change));
      if (copy !== null) {
        explained.push({ from: after.from, to: after.from + copy.length });
        i = copy.last;
      }
    } else events.push(...unmatched(before.to, gap, change, channels));
  }
  if (track.end < frames) {
    events.push(event(track.end, frames - track.end, isSilent(channels, track.end, frames) ? "zeroed" : "corrupted", 0));
  }
  return { events, stretches, explained };
}

function unmatched(at: number, gap: number, change: number, channels: readonly CarryingChannel[]): GlitchEvent[] {
  if (gap === 0) return [jump(at, change)];
  if (change === gap) return [event(at, gap, "inserted", gap)];
  const silent = isSilent(channels, at, at + gap);
  if (silent && change > 0) return [event(at, gap, "inserted", gap), jump(at + gap, change - gap)];
  return [event(at, gap, silent ? "zeroed" : "corrupted", 0), jump(at + gap, change)];
}

/**
 * Whether the frames from stretch `index` on repeat the delivered frames just before it, changes of lag and all, and
 * the original goes on afterwards. Returns how many frames, and the last stretch that belongs to the copy.
 */
function copyAt(
  stretches: readonly Stretch[],
  index: number,
  channels: readonly CarryingChannel[],
  frames: number,
): { length: number; last: number } | null {
  const before = stretches[index - 1] as Stretch;
  const start = stretches[index] as Stretch;
  const position = start.from - start.lag;
  for (let i = index - 1; i >= 0; i--) {
    const source = stretches[i] as Stretch;
    const original = position + source.lag;
    if (original < source.from || original >= source.to) continue;
    const length = start.from - original;
    const end = start.from + length;
    // The stretch in which the original goes on: it begins where the copy ends, or the copy ends within it.
    const last = stretches.findIndex((s, j) => j >= index && s.from <= end && end < s.to);
    const goesOn = last < 0 ? end >= frames : stretches[last]?.lag === before.lag + length;
    if (!goesOn || !isCopy(channels, start.from, original, Math.min(length, frames - start.from))) continue;
    return { length, last: last < 0 ? stretches.length - 1 : last };
  }
  return null;
}

function isCopy(channels: readonly CarryingChannel[], at: number, original: number, length: number): boolean {
  return channels.every(({ samples }) => {
    for (let k = 0; k < length; k++) if (samples[at + k] !== samples[original + k]) return false;
    return true;
  });
}

function isSilent(channels: readonly CarryingChannel[], from: number, to: number): boolean {
  return channels.every(({ samples, tolerance }) => {
    for (let m = from; m < to; m++) if (Math.abs(samples[m] as number) > tolerance) return false;
    return true;
  });
}

function jump(at: number, change: number): GlitchEvent {
  return change < 0 ? event(at, -change, "dropped", change) : event(at, change, "repeated", change);
}

function event(frame: number, lengthFrames: number, kind: GlitchKind, deltaFrames: number): GlitchEvent {
  return { direction: "input", channel: null, frame, lengthFrames, kind, deltaFrames };
}
