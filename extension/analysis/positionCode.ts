/**
 * The signal that tells where it came from: each sample is a hash of (run, channel, position), so a frame that comes
 * back proves which frame it is, and anything else proves that it is not. Twin of native/probe/position_code.h; both
 * are held to test/fixtures/positionCode.json to the last bit.
 *
 * A magnitude lies in [1/8, 1/2), so a code is never near zero (a silenced frame can always be told) and never near
 * full scale (limiters stay out of it); it is a whole number of steps of 2^-codeBits, so it survives a direction of
 * that many bits unchanged. Being white, it also serves correlation.
 */

/** Word length of the code: 24 for Float32 and Int32 paths, 23 when a direction is Int24, 15 when one is Int16. */
export type CodeBits = 24 | 23 | 15;

/** A bijection of 32-bit words in which every input bit moves every output bit (multiply-xorshift, two rounds). */
export function mix(x: number): number {
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x >>> 0;
}

/** What of the hash depends on run and channel alone, so that loops over positions compute it once. */
export function channelKey(seed: number, channel: number): number {
  return mix((seed ^ mix((channel + 1) >>> 0)) >>> 0);
}

/** The code of one position of a channel, in whole steps of 2^-codeBits; `position` >= 0 counts modulo 2^32. */
export function codeSteps(key: number, position: number, codeBits: number): number {
  const h = mix((position + key) >>> 0);
  const eighth = 2 ** (codeBits - 3);
  const magnitude = eighth + ((h >>> 1) % (3 * eighth));
  return (h & 1) === 1 ? -magnitude : magnitude;
}

/** The sample that is played on `channel` at stream `position`, full scale = 1. */
export function codeSample(seed: number, channel: number, position: number, codeBits: number): number {
  return codeSteps(channelKey(seed, channel), position, codeBits) * 2 ** -codeBits;
}

/** The word of which `mix` makes `h`. */
export function unmix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, SECOND_INVERSE);
  h ^= (h >>> 15) ^ (h >>> 30);
  h = Math.imul(h, FIRST_INVERSE);
  h ^= h >>> 16;
  return h >>> 0;
}

/** Of the two factors in `mix`, modulo 2^32. */
const FIRST_INVERSE = 0x1d69e2a5;
const SECOND_INVERSE = 0x43021123;

/** How many hashes give the same sample: 342 of 24-bit codes, 175 thousand of 15-bit ones. */
export function hashesPerSample(codeBits: number): number {
  return Math.ceil(2 ** 31 / (3 * 2 ** (codeBits - 3)));
}

/**
 * Every position from 0 to `last` at which this sample is played, in no order; `steps` is the sample in steps of
 * 2^-codeBits.
 */
export function positionsOf(key: number, steps: number, codeBits: number, last: number): number[] {
  const eighth = 2 ** (codeBits - 3);
  const range = 3 * eighth;
  const sign = steps < 0 ? 1 : 0;
  const found: number[] = [];
  const magnitude = Math.abs(steps) - eighth;
  if (magnitude < 0 || magnitude >= range) return found;
  for (let half = magnitude; half < 2 ** 31; half += range) {
    const position = (unmix(half * 2 + sign) - key) >>> 0;
    if (position <= last) found.push(position);
  }
  return found;
}

/**
 * Fills `into` with the samples of positions from, from + 1, …; positions before 0 were never played and are 0.
 * `from` may be negative.
 */
export function fillCode(key: number, from: number, codeBits: number, into: Float32Array | Float64Array): void {
  const shift = codeBits - 3;
  const eighth = 2 ** shift;
  const step = 2 ** -codeBits;
  const silent = Math.min(into.length, Math.max(0, -from));
  into.fill(0, 0, silent);
  // Words of 32 bits from the beginning on, and no branch on what is as random as a coin: this loop runs over every frame.
  const first = (from + key) | 0;
  for (let i = silent; i < into.length; i++) {
    let h = (first + i) | 0;
    h ^= h >>> 16;
    h = Math.imul(h, 0x7feb352d);
    h ^= h >>> 15;
    h = Math.imul(h, 0x846ca68b);
    h ^= h >>> 16;
    // (h >>> 1) % (3 * eighth), without the division that takes longer than all the rest.
    const half = h >>> 1;
    const magnitude = eighth + (((half >>> shift) % 3) << shift) + (half & (eighth - 1));
    const sign = 1 - ((h & 1) << 1);
    into[i] = Math.imul(magnitude, sign) * step;
  }
}
