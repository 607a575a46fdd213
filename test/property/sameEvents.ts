import assert from "node:assert/strict";
import type { GlitchEvent } from "../../extension/analysis/glitch.ts";
import { codeSample } from "../../extension/analysis/positionCode.ts";
import type { RandomPath } from "./scenarios.ts";

/**
 * The found events are the injected ones, each once and nothing else.
 *
 * One thing nobody can know: where a jump lies when the frames before and after it sound the same, because coarse words
 * or noise make two different codes equal. Such a frame, and only such, may be told on either side of the jump.
 */
export function assertSameEvents(
  found: readonly GlitchEvent[] | null,
  injected: readonly GlitchEvent[],
  path: RandomPath,
  signal: { readonly seed: number; readonly codeBits: number },
): void {
  let lag = path.delayFrames;
  const allowed = injected.map((event, i) => {
    const other = found?.at(i);
    const isMoved = other !== undefined && other.frame !== event.frame;
    const after = lag + event.deltaFrames;
    const isJump = event.kind === "dropped" || event.kind === "repeated";
    const excused =
      isJump && isMoved && isAlike(other, event) && soundsTheSame(event.frame, other.frame, lag, after, path, signal);
    lag = after;
    return excused ? other : event;
  });
  assert.deepEqual(found, allowed);
}

/** Equal but for the frame. */
function isAlike(a: GlitchEvent, b: GlitchEvent): boolean {
  return a.kind === b.kind && a.lengthFrames === b.lengthFrames && a.channel === b.channel && a.deltaFrames === b.deltaFrames;
}

function soundsTheSame(
  one: number,
  other: number,
  before: number,
  after: number,
  path: RandomPath,
  { seed, codeBits }: { readonly seed: number; readonly codeBits: number },
): boolean {
  const step = path.quantizeBits === null ? 0 : 2 ** (1 - path.quantizeBits);
  const noise = path.noiseDbfs === null ? 0 : 10 ** (path.noiseDbfs / 20);
  const bound = (step + 8 * noise) / 10 ** (path.gainDb / 20);
  for (let frame = Math.min(one, other); frame < Math.max(one, other); frame++) {
    for (let channel = 0; channel < path.channels; channel++) {
      const difference =
        codeSample(seed, channel, frame - before, codeBits) - codeSample(seed, channel, frame - after, codeBits);
      if (Math.abs(difference) > bound) return false;
    }
  }
  return true;
}
