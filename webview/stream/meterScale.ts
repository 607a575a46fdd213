/** The scale of the level meters: linear in decibels from the floor to full scale. */
export const METER_FLOOR_DB = -60;
export const METER_TICKS_DB = [-60, -48, -36, -24, -18, -12, -6, 0] as const;

/** Decibels per second that a meter falls; a peak rises at once. */
const FALL_DB_PER_SECOND = 26;
const HOLD_SECONDS = 1.5;

/** One channel of a meter as it stands. */
export interface MeterLevel {
  readonly level: number;
  readonly hold: number;
  /** Seconds (of the clock handed in) until the held peak starts to fall. */
  readonly holdUntil: number;
  /** A sample reached full scale since the stream started. */
  readonly clipped: boolean;
}

export const silentLevel: MeterLevel = {
  level: Number.NEGATIVE_INFINITY,
  hold: Number.NEGATIVE_INFINITY,
  holdUntil: 0,
  clipped: false,
};

/** A new peak of the channel: up at once, held for a while. */
export function raise(meter: MeterLevel, peakDb: number, now: number): MeterLevel {
  return {
    level: Math.max(meter.level, peakDb),
    hold: Math.max(meter.hold, peakDb),
    holdUntil: peakDb >= meter.hold ? now + HOLD_SECONDS : meter.holdUntil,
    clipped: meter.clipped || peakDb >= 0,
  };
}

/** So many seconds later without a new peak. */
export function fall(meter: MeterLevel, seconds: number, now: number): MeterLevel {
  const lower = (value: number): number => {
    const next = value - FALL_DB_PER_SECOND * seconds;
    return next < METER_FLOOR_DB ? Number.NEGATIVE_INFINITY : next;
  };
  const level = lower(meter.level);
  const hold = now < meter.holdUntil ? meter.hold : Math.max(level, lower(meter.hold));
  return { ...meter, level, hold };
}

/** Nothing moves any more until the next peak. */
export function isResting(meter: MeterLevel): boolean {
  return meter.level === Number.NEGATIVE_INFINITY && meter.hold === Number.NEGATIVE_INFINITY;
}

/** Place on the scale, 0 at the floor, 1 at full scale. */
export function placeOf(decibels: number): number {
  return Math.min(1, Math.max(0, (decibels - METER_FLOOR_DB) / -METER_FLOOR_DB));
}
