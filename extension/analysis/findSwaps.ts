import type { GlitchEvent } from "./glitch.ts";
import type { CarryingChannel } from "./inputChannel.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import type { Stretch } from "./trackLag.ts";

/** Frames that sound the same before and after a change of lag may be counted to either side, by chance at most so many. */
const MOST_ALIKE = 8;
/** Blocks that are longer together are followed by their lags. */
const LONGEST_IN_PLACE = 64;
/** Bits of evidence that damage must hold to be told as the wrong order of good frames. */
const ENOUGH = 24;

/**
 * Whether two blocks that follow each other came in the opposite order, from stretch `index` on: the second of them, b
 * frames long, comes a frames too early, then the first, a frames long, comes b frames too late, then all is as before.
 * Three stretches, therefore; they are returned, with the one before them, as the blocks say where they begin.
 */
export function swapAt(
  stretches: readonly Stretch[],
  index: number,
): { readonly event: GlitchEvent; readonly stretches: readonly Stretch[] } | null {
  const [before, second, first, after] = stretches.slice(index - 1, index + 3);
  if (before === undefined || second === undefined || first === undefined || after === undefined) return null;
  const a = before.lag - second.lag;
  const b = first.lag - before.lag;
  if (a <= 0 || b <= 0 || after.lag !== before.lag) return null;
  if (before.to !== second.from || second.to !== first.from || first.to !== after.from) return null;
  // Each of the three edges says where it began; where chance moved one, the other two agree.
  const starts = [second.from, first.from - b, after.from - a - b].sort((x, y) => x - y) as [number, number, number];
  if (starts[2] - starts[0] > MOST_ALIKE) return null;
  const start = starts[1];
  return {
    event: reordered(start, a + b),
    stretches: [
      { ...before, to: start },
      { ...second, from: start, to: start + b },
      { ...first, from: start + b, to: start + a + b },
      { ...after, from: start + a + b },
    ],
  };
}

/** What the search for short blocks rests on. */
export interface Heard {
  readonly played: PlayedSignal;
  readonly channels: readonly CarryingChannel[];
  readonly frames: number;
}

/**
 * The same for blocks so short that their lags are not all seen: between stretch `index - 1` and a later one of the same
 * lag the frames are the right ones in the wrong order. Also returns the last stretch before all is as it was.
 */
export function shortSwapAt(heard: Heard, stretches: readonly Stretch[], index: number): { event: GlitchEvent; last: number } | null {
  const before = stretches[index - 1] as Stretch;
  for (let last = index; last < Math.min(stretches.length, index + 3); last++) {
    const after = stretches[last] as Stretch;
    if (after.from - before.to > LONGEST_IN_PLACE) return null;
    const event = after.lag === before.lag ? swapWithin(heard, before.lag, before.to, after.from) : null;
    if (event !== null) return { event, last };
  }
  return null;
}

/**
 * Names damage that is two blocks which changed places while the lag stayed; the rest is left as it is. A channel in
 * which the wrong order sounds like the right one need not be damaged, nor need all be damaged in the same frames: the
 * order has to explain every channel.
 */
export function namingSwaps(heard: Heard, damage: readonly GlitchEvent[], stretches: readonly Stretch[]): readonly GlitchEvent[] {
  const swaps = new Map<number, GlitchEvent>();
  for (const event of damage) {
    const swap = swapInPlace(heard, event, stretches);
    if (swap !== null) swaps.set(swap.frame, swap);
  }
  const isExplained = ({ frame, lengthFrames }: GlitchEvent): boolean =>
    [...swaps.values()].some((swap) => swap.frame <= frame && frame + lengthFrames <= swap.frame + swap.lengthFrames);
  return swaps.size === 0 ? damage : [...swaps.values(), ...damage.filter((event) => !isExplained(event))];
}

function swapInPlace(heard: Heard, { kind, frame, lengthFrames }: GlitchEvent, stretches: readonly Stretch[]): GlitchEvent | null {
  if (kind !== "corrupted" || lengthFrames > LONGEST_IN_PLACE) return null;
  const stretch = stretches.find(({ from, to }) => from <= frame && frame + lengthFrames <= to);
  return stretch === undefined ? null : swapWithin(heard, stretch.lag, frame, frame + lengthFrames);
}

/** At an edge, a frame in the wrong place may sound like the right one; so a little more than what sounds wrong is tried. */
const EDGES = [0, 1, 2] as const;

function swapWithin({ played, channels, frames }: Heard, lag: number, wrongFrom: number, wrongTo: number): GlitchEvent | null {
  const evidence = channels.reduce((bits, channel) => bits + channel.evidence, 0);
  for (const more of EDGES) {
    for (let early = 0; early <= more; early++) {
      const [from, to] = [wrongFrom - early, wrongTo + more - early];
      const length = to - from;
      if (from < 0 || to > frames || length < 2 || evidence * length < ENOUGH) continue;
      const expected = channels.map(({ terms }) => {
        const wanted = new Float64Array(length);
        played.fillMix(terms, from - lag, wanted, new Float64Array(length));
        return wanted;
      });
      for (let first = 1; first < length; first++) {
        const fits = channels.every(({ samples, tolerance }, c) => {
          const wanted = expected[c] as Float64Array;
          for (let k = 0; k < length; k++) {
            if (Math.abs((samples[from + k] as number) - (wanted[(k + first) % length] as number)) > tolerance) return false;
          }
          return true;
        });
        if (fits) return reordered(from, length);
      }
    }
  }
  return null;
}

function reordered(frame: number, lengthFrames: number): GlitchEvent {
  return { direction: "input", channel: null, frame, lengthFrames, kind: "reordered", deltaFrames: 0 };
}
