import { METER_FLOOR_DB } from "./meterScale.ts";

/** Decibels per second that a meter falls; a peak rises at once. */
const FALL_DB_PER_SECOND = 26;
const HOLD_SECONDS = 1.5;
/** So long a peak counts as what is heard now, when no other comes. */
const PEAK_LASTS_SECONDS = 1;

/**
 * The meters of some channels as they stand: peaks rise at once, are held for a while, and fall, though never below what is
 * heard now. Levels in dBFS, silence is minus infinity; times in seconds of one clock. Memory is taken once: this runs for
 * 128 channels in each picture of the display.
 */
export class MeterLevels {
  readonly count: number;
  readonly level: Float64Array;
  readonly hold: Float64Array;
  /** Root mean square; NaN: not known. */
  readonly rms: Float64Array;
  /** 1: a sample has reached full scale since the stream began. */
  readonly clipped: Uint8Array;
  /** What came last. */
  readonly #peak: Float64Array;
  readonly #heldUntil: Float64Array;
  #peaksUntil = -Infinity;

  constructor(count: number) {
    this.count = count;
    const silence = (): Float64Array => new Float64Array(count).fill(-Infinity);
    this.level = silence();
    this.hold = silence();
    this.rms = silence();
    this.#peak = silence();
    this.clipped = new Uint8Array(count);
    this.#heldUntil = new Float64Array(count);
  }

  /** A new peak of a channel. */
  raise(channel: number, peak: number, now: number): void {
    if (peak >= (this.hold[channel] ?? 0)) {
      this.hold[channel] = peak;
      this.#heldUntil[channel] = now + HOLD_SECONDS;
    }
    if (peak > (this.level[channel] ?? 0)) this.level[channel] = peak;
    this.#peak[channel] = peak;
    this.#peaksUntil = now + PEAK_LASTS_SECONDS;
    if (peak >= 0) this.clipped[channel] = 1;
  }

  /** So many seconds later. False: nothing moves any more until the next peak. */
  fall(seconds: number, now: number): boolean {
    const step = FALL_DB_PER_SECOND * seconds;
    const isHeard = now < this.#peaksUntil;
    let moves = false;
    for (let channel = 0; channel < this.count; channel++) {
      const level = Math.max(lowered(this.level[channel], step), isHeard ? (this.#peak[channel] ?? -Infinity) : -Infinity);
      const held = this.hold[channel] ?? -Infinity;
      const hold = now < (this.#heldUntil[channel] ?? 0) ? held : Math.max(level, lowered(held, step));
      this.level[channel] = level;
      this.hold[channel] = hold;
      if (hold !== -Infinity) moves = true;
    }
    return moves;
  }

  /** Nothing is heard; that a channel was clipped is remembered. */
  rest(): void {
    this.level.fill(-Infinity);
    this.hold.fill(-Infinity);
    this.#peak.fill(-Infinity);
  }

  /** A new stream. */
  clear(): void {
    this.rest();
    this.rms.fill(-Infinity);
    this.clipped.fill(0);
  }
}

function lowered(level = -Infinity, step: number): number {
  const next = level - step;
  return next < METER_FLOOR_DB ? -Infinity : next;
}
