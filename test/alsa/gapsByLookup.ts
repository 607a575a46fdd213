import { channelKey, fillCode } from "../../extension/analysis/positionCode.ts";

/** A place of a recording where sound did not follow the sound before it. */
export interface Gap {
  /** The first frame that is not what comes next, and the first from which on sound follows sound again. */
  readonly from: number;
  readonly to: number;
  /** Change of the round trip across it. */
  readonly deltaFrames: number;
}

/** Frames in a row that have to follow each other before they are believed. */
const SURE = 4;

/**
 * A second detector of gaps, for digital paths of two channels or more that change nothing: a table of all frames that
 * were played tells of every frame that came back which one it is. No lag is followed, nothing is fitted, and it shares
 * nothing with the analysis but the code itself.
 */
export function gapsByLookup(input: readonly (Float32Array | Float64Array)[], seed: number, codeBits: number): { readonly roundTripFrames: number; readonly gaps: readonly Gap[] } {
  const [left = new Float32Array(0), right = new Float32Array(0)] = input;
  const frames = left.length;
  const played = [0, 1].map((channel) => {
    const code = new Float64Array(frames);
    fillCode(channelKey(seed, channel), 0, codeBits, code);
    return code;
  });
  const scale = 2 ** codeBits;
  const key = (a: number, b: number): number => (a * scale + scale) * 4 * scale + (b * scale + scale);
  const positions = new Map(Array.from({ length: frames }, (_, n) => [key(played[0]?.[n] ?? 0, played[1]?.[n] ?? 0), n]));
  const positionAt = (m: number): number | undefined => positions.get(key(left[m] ?? 0, right[m] ?? 0));
  const isSure = (m: number): boolean => {
    const first = positionAt(m);
    return first !== undefined && Array.from({ length: SURE }, (_, k) => positionAt(m + k) === first + k).every(Boolean);
  };
  const next = (from: number): number => {
    let m = from;
    while (m < frames && !isSure(m)) m++;
    return m;
  };
  const start = next(0);
  const roundTripFrames = start - (positionAt(start) ?? 0);
  let lag = roundTripFrames;
  const gaps: Gap[] = [];
  for (let m = start; m < frames; m++) {
    if (positionAt(m) === m - lag) continue;
    const to = next(m);
    const after = to < frames ? to - (positionAt(to) ?? 0) : lag;
    gaps.push({ from: m, to, deltaFrames: after - lag });
    lag = after;
    m = to;
  }
  return { roundTripFrames, gaps };
}
