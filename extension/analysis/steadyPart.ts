import type { Found } from "./findLags.ts";
import { CODE_RMS } from "./fitChannels.ts";
import type { Samples } from "./inputChannel.ts";
import type { PlayedSignal } from "./playedSignal.ts";

/** Frames over which agreement is judged; short enough to fit between two faults. */
const WINDOW = 128;

/**
 * The longest part of the block in which the found lag holds without a break, as a place to fit gains: the block may
 * well hold damage, or a change of the lag.
 */
export function steadyPart(played: PlayedSignal, samples: Samples, found: Found): { from: number; length: number } {
  const code = new Float64Array(found.length);
  let agreement: Float64Array = new Float64Array(0);
  let best = 0;
  for (let output = 0; output < played.channels; output++) {
    played.fill(output, found.from - found.lag, code);
    const products = windowed(code, samples, found.from);
    const total = products.reduce((sum, value) => sum + Math.abs(value), 0);
    if (total > best) {
      best = total;
      agreement = products;
    }
  }
  const most = agreement.reduce((m, value) => Math.max(m, Math.abs(value)), 0);
  let longest = { at: 0, count: 0 };
  let at = 0;
  for (let w = 0; w <= agreement.length; w++) {
    if (w < agreement.length && Math.abs(agreement[w] as number) > 0.7 * most) continue;
    if (w - at > longest.count) longest = { at, count: w - at };
    at = w + 1;
  }
  if (longest.count === 0) return { from: found.from, length: found.length };
  return { from: found.from + longest.at * WINDOW, length: longest.count * WINDOW };
}

/** Correlation of each window, -1..1: a window with loud damage agrees less, whatever the gain. */
function windowed(code: Float64Array, samples: Samples, from: number): Float64Array {
  const windows = new Float64Array(Math.floor(code.length / WINDOW));
  for (let w = 0; w < windows.length; w++) {
    let sum = 0;
    let power = 0;
    for (let i = w * WINDOW; i < (w + 1) * WINDOW; i++) {
      const x = samples[from + i] as number;
      sum += (code[i] as number) * x;
      power += x * x;
    }
    windows[w] = power === 0 ? 0 : sum / (CODE_RMS * Math.sqrt(power * WINDOW));
  }
  return windows;
}
