import { Fft } from "./fft.ts";

/** What one channel holds while silence is played. dBFS: 0 is the value 1, be it of a sample, a root mean square or the
 * amplitude of a tone. null: digital silence. */
export interface NoiseFloor {
  /** Root mean square without the constant part. */
  readonly rmsDbfs: number | null;
  /** The same as the ear weighs it (A-weighting, IEC 61672-1). */
  readonly weightedDbfs: number | null;
  /** The largest sample, the constant part included. */
  readonly peakDbfs: number | null;
  /** Constant part, linear. */
  readonly dc: number;
  /** The strongest single tone that stands 20 dB above the noise beside it: hum, for example. null: none does. */
  readonly tone: { readonly hz: number; readonly dbfs: number } | null;
}

const BLOCK = 16_384;
const STANDS_OUT = 10 ** (20 / 20);
/** Bins that the window spreads a tone over, to each side. */
const SPREAD = 4;

/** @param samples at least one frame of silence as it came back, full scale = 1 */
export function noiseFloor(samples: Float32Array | Float64Array, sampleRate: number): NoiseFloor {
  let dc = 0;
  for (const x of samples) dc += x / samples.length;
  let power = 0;
  let peak = 0;
  for (const x of samples) {
    power += (x - dc) ** 2;
    peak = Math.max(peak, Math.abs(x));
  }
  power /= Math.max(1, samples.length);
  const spectrum = power === 0 ? null : powerSpectrum(samples, dc);
  return {
    rmsDbfs: decibels(power),
    weightedDbfs: spectrum === null ? null : decibels(weighted(spectrum, power, sampleRate)),
    peakDbfs: decibels(peak ** 2),
    dc,
    tone: spectrum === null ? null : strongestTone(spectrum, sampleRate),
  };
}

function decibels(power: number): number | null {
  return power > 0 ? 10 * Math.log10(power) : null;
}

/** A-weighting as a factor of power, 1 at 1 kHz; IEC 61672-1, Annex E. */
export function aWeighting(hz: number): number {
  const response = (f: number): number =>
    (12_194 ** 2 * f ** 4) / ((f ** 2 + 20.6 ** 2) * Math.sqrt((f ** 2 + 107.7 ** 2) * (f ** 2 + 737.9 ** 2)) * (f ** 2 + 12_194 ** 2));
  return (response(hz) / response(1000)) ** 2;
}

/** Mean power of each bin up to half the sample rate, as the squared amplitude of a sine there; Hann window, half overlapped. */
function powerSpectrum(samples: Float32Array | Float64Array, dc: number): Float64Array {
  let block = BLOCK;
  while (block > samples.length && block > 64) block /= 2;
  const fft = new Fft(block);
  const mean = new Float64Array(block / 2);
  let count = 0;
  for (let from = 0; from === 0 || from + block <= samples.length; from += block / 2) {
    const re = Float64Array.from({ length: block }, (_, i) => ((samples[from + i] ?? dc) - dc) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / block)));
    const im = new Float64Array(block);
    fft.forward(re, im);
    for (let k = 1; k < mean.length; k++) mean[k] = (mean[k] as number) + ((re[k] as number) ** 2 + (im[k] as number) ** 2) * (4 / block) ** 2;
    count++;
  }
  return mean.map((sum) => sum / count);
}

function weighted(spectrum: Float64Array, power: number, sampleRate: number): number {
  const width = sampleRate / (2 * spectrum.length);
  let [all, heard] = [0, 0];
  spectrum.forEach((p, k) => {
    all += p;
    heard += p * aWeighting(k * width);
  });
  return all === 0 ? 0 : (power * heard) / all;
}

function strongestTone(spectrum: Float64Array, sampleRate: number): NoiseFloor["tone"] {
  let best = 0;
  for (let k = SPREAD; k < spectrum.length - SPREAD; k++) {
    const p = spectrum[k] as number;
    if (p <= (spectrum[best] ?? 0) || p < (spectrum[k - 1] as number) || p < (spectrum[k + 1] as number)) continue;
    const beside = Array.from({ length: 24 }, (_, i) => spectrum[k + (i < 12 ? -SPREAD - i : SPREAD + i - 12)] ?? 0).sort((a, b) => a - b)[12] ?? 0;
    if (p > beside * STANDS_OUT ** 2) best = k;
  }
  if (best === 0) return null;
  // Two neighbouring bins of a Hann window tell where between them the tone is, and how much of it fell beside.
  const [left, middle, right] = [best - 1, best, best + 1].map((k) => Math.sqrt(spectrum[k] ?? 0)) as [number, number, number];
  const towards = right > left ? 1 : -1;
  const ratio = Math.max(left, right) / middle;
  const offset = (towards * (2 * ratio - 1)) / (1 + ratio);
  const away = Math.abs(offset) < 1e-6 ? 1 : (Math.sin(Math.PI * offset) / (Math.PI * offset)) / (1 - offset ** 2);
  return { hz: ((best + offset) * sampleRate) / (2 * spectrum.length), dbfs: 20 * Math.log10(middle / away) };
}
