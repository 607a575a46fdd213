/** The scale of the level meters: linear in decibels from the floor to full scale. */
export const METER_FLOOR_DB = -60;
export const METER_TICKS_DB = [-60, -48, -36, -24, -18, -12, -6, 0] as const;

/** Place on the scale, 0 at the floor, 1 at full scale. */
export function placeOf(decibels: number): number {
  return Math.min(1, Math.max(0, (decibels - METER_FLOOR_DB) / -METER_FLOOR_DB));
}
