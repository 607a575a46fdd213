import type { Samples } from "./inputChannel.ts";

/** What became of a tone that is soft first and then nearly as loud as can be. */
export interface LevelStep {
  /** Gain of the loud tone against that of the soft one, dB; below 0: loud sound is turned down. */
  readonly gainChangeDb: number;
  /**
   * `limited`: the loud tone is smaller than it should be and still a tone; `clipped`: what is missing was cut off and is
   * there as distortion. `none`: no change that noise alone would not make.
   */
  readonly kind: "none" | "limited" | "clipped";
}

/** A section begins with a fade, and a limiter takes its time. */
const SETTLE = 0.3;
const SPARE = 0.03;
/** Of the tone's amplitude; deviations of noise that a change of it has to exceed. */
const LEAST_CHANGE = 1e-4;
const CLEARLY = 5;
/** Distortion against that of a tone of which as much is cut off. A limiter that is quick and careless leaves half of it. */
const CUT_OFF = 0.7;

/**
 * @param samples of one channel, from stream position 0 on
 * @param delay round trip in frames
 * @param section frames of the soft tone, and of the loud one that follows
 * @param ratio amplitude of the loud tone against that of the soft one, as played
 * @returns null: the recording is too short, or the tone is not in it
 */
export function levelStep(samples: Samples, sampleRate: number, playedHz: number, delay: number, section: number, ratio: number): LevelStep | null {
  const length = Math.floor((1 - SETTLE - SPARE) * section);
  const [soft, loud] = [0, 1].map((index) => {
    const from = Math.ceil(delay + (index + SETTLE) * section);
    return from + length > samples.length ? null : toneIn(samples.subarray(from, from + length), playedHz / sampleRate);
  });
  if (soft == null || loud == null) return null;
  const kept = loud.amplitude / (ratio * soft.amplitude);
  const missing = 1 - kept;
  const noise = Math.SQRT2 * soft.rest;
  const error = (noise / soft.amplitude) * Math.sqrt(3 / length);
  // What the loud tone has beside it and the soft one has not.
  const distortion = (Math.SQRT2 * Math.sqrt(Math.max(0, loud.rest ** 2 - soft.rest ** 2))) / (ratio * soft.amplitude);
  const isChanged = missing > Math.max(LEAST_CHANGE, CLEARLY * error);
  return { gainChangeDb: 20 * Math.log10(kept), kind: !isChanged ? "none" : distortion > CUT_OFF * clippingDistortion(kept) ? "clipped" : "limited" };
}

/** Amplitude of all harmonics together of a sine that is cut off so far that `kept` of its fundamental is left. */
function clippingDistortion(kept: number): number {
  // Cut off at sin(angle): the fundamental grows with the angle.
  let [low, high] = [0, Math.PI / 2];
  for (let k = 0; k < 60; k++) {
    const angle = (low + high) / 2;
    if (fundamental(angle) < kept) low = angle;
    else high = angle;
  }
  const power = (2 / Math.PI) * (low - Math.sin(low) * Math.cos(low) + 2 * Math.sin(low) ** 2 * (Math.PI / 2 - low));
  return Math.sqrt(Math.max(0, power - fundamental(low) ** 2));
}

function fundamental(angle: number): number {
  return (2 / Math.PI) * (angle + Math.sin(angle) * Math.cos(angle));
}

interface Tone {
  readonly amplitude: number;
  /** Root mean square of all that is not the tone. */
  readonly rest: number;
}

/** Parts over which the phase is followed: clocks may differ, and the tone come back a little higher. */
const PARTS = 8;

/** @returns null: most of it is no tone of that frequency */
function toneIn(samples: Samples, turnsPerFrame: number): Tone | null {
  const part = Math.floor(samples.length / PARTS);
  let turned = 0;
  let before: number | null = null;
  for (let p = 0; p < PARTS; p++) {
    const { re, im } = correlate(samples, turnsPerFrame, p * part, (p + 1) * part);
    const phase = Math.atan2(im, re) / (2 * Math.PI);
    if (before !== null) turned += phase - before - Math.round(phase - before);
    before = phase;
  }
  // The phase that is seen grows as the tone runs ahead.
  const { re, im } = correlate(samples, turnsPerFrame + turned / ((PARTS - 1) * part), 0, samples.length);
  const amplitude = 2 * Math.hypot(re, im);
  let weights = 0;
  let sum = 0;
  let power = 0;
  for (let n = 0; n < samples.length; n++) {
    const w = hann(n, samples.length);
    const x = samples[n] as number;
    weights += w;
    sum += w * x;
    power += w * x * x;
  }
  const all = power / weights - (sum / weights) ** 2;
  const rest = Math.max(0, all - amplitude ** 2 / 2);
  return amplitude === 0 || rest > all / 2 ? null : { amplitude, rest: Math.sqrt(rest) };
}

/** Mean of x[n] e^(-2πi turns n) over [from, to), weighted so that what is no whole cycle does no harm. */
function correlate(samples: Samples, turns: number, from: number, to: number): { readonly re: number; readonly im: number } {
  let re = 0;
  let im = 0;
  let weights = 0;
  for (let n = from; n < to; n++) {
    const w = hann(n - from, to - from);
    const angle = 2 * Math.PI * turns * n;
    weights += w;
    re += w * (samples[n] as number) * Math.cos(angle);
    im -= w * (samples[n] as number) * Math.sin(angle);
  }
  return { re: re / weights, im: im / weights };
}

function hann(n: number, length: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / length);
}
