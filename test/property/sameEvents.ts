import assert from "node:assert/strict";
import type { GlitchEvent } from "../../extension/analysis/glitch.ts";
import { codeSample } from "../../extension/analysis/positionCode.ts";
import type { RandomPath } from "./scenarios.ts";

/**
 * The found events are the injected ones, each once and nothing else.
 *
 * Two things nobody can know. Where a jump lies when the frames before and after it sound the same, because coarse words
 * or noise make two different codes equal: such a frame, and only such, may be told on either side of the jump. And
 * whether damage is silence when every sample of it happens to lie within the noise around zero.
 */
export function assertSameEvents(
  found: readonly GlitchEvent[] | null,
  injected: readonly GlitchEvent[],
  path: RandomPath,
  signal: { readonly seed: number; readonly codeBits: number },
  input: readonly (Float32Array | Float64Array)[],
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
    if (event.kind === "corrupted" && other?.kind === "zeroed" && isSilent(event, path, input)) return { ...event, kind: other.kind };
    return excused ? other : event;
  });
  assert.deepEqual(found, allowed);
}

/** Noise and rounding keep a sample within this of what it would be. */
function blurOf({ quantizeBits, noiseDbfs }: RandomPath): number {
  return (quantizeBits === null ? 0 : 2 ** (1 - quantizeBits)) + (noiseDbfs === null ? 0 : 8 * 10 ** (noiseDbfs / 20));
}

function isSilent({ frame, lengthFrames, channel }: GlitchEvent, path: RandomPath, input: readonly (Float32Array | Float64Array)[]): boolean {
  const blur = blurOf(path);
  return input.every((samples, c) => (channel !== null && channel !== c) || samples.subarray(frame, frame + lengthFrames).every((x) => Math.abs(x) <= blur));
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
  const bound = blurOf(path) / 10 ** (path.gainDb / 20);
  for (let frame = Math.min(one, other); frame < Math.max(one, other); frame++) {
    for (let channel = 0; channel < path.channels; channel++) {
      const difference =
        codeSample(seed, channel, frame - before, codeBits) - codeSample(seed, channel, frame - after, codeBits);
      if (Math.abs(difference) > bound) return false;
    }
  }
  return true;
}
