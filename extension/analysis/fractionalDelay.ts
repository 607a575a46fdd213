/** Taps on each side of the interpolator that delays a signal by fractions of a frame. */
export const TAPS = 32;

const LENGTH = 2 * TAPS;
/** Fractions for which taps are tabled; between two of them the taps are interpolated, to about 1e-7. */
const PHASES = 1024;
let table: Float64Array | null = null;

/**
 * What a signal is at input positions from, from + 1, … when it comes `level` + `slope` * position frames late.
 * Windowed sinc: flat to 0.45 of the sample rate.
 *
 * @param code the signal from position `first` on; outside of it there is silence
 */
export function fillDelayed(
  code: Float64Array,
  first: number,
  { level, slope }: { readonly level: number; readonly slope: number },
  from: number,
  into: Float64Array,
): void {
  const taps = (table ??= tapsTable());
  for (let i = 0; i < into.length; i++) {
    const at = from + i - level - slope * (from + i) - first;
    const whole = Math.floor(at);
    const phase = (at - whole) * PHASES;
    const row = Math.floor(phase);
    const part = phase - row;
    const start = whole + 1 - TAPS;
    let low = 0;
    let high = 0;
    const base = row * LENGTH;
    if (start >= 0 && start + LENGTH <= code.length) {
      for (let k = 0; k < LENGTH; k++) {
        const x = code[start + k] as number;
        low += x * (taps[base + k] as number);
        high += x * (taps[base + LENGTH + k] as number);
      }
    } else {
      for (let k = 0; k < LENGTH; k++) {
        const x = code[start + k] ?? 0;
        low += x * (taps[base + k] as number);
        high += x * (taps[base + LENGTH + k] as number);
      }
    }
    into[i] = low + part * (high - low);
  }
}

/** Rows of taps for fractions 0, 1 / PHASES, … 1. */
function tapsTable(): Float64Array {
  const rows = new Float64Array((PHASES + 1) * LENGTH);
  for (let row = 0; row <= PHASES; row++) {
    const fraction = row / PHASES;
    for (let k = 0; k < LENGTH; k++) {
      const x = fraction - (k + 1 - TAPS);
      const edge = x / (TAPS + 1);
      rows[row * LENGTH + k] = (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * (1 - edge * edge) ** 2;
    }
  }
  return rows;
}
