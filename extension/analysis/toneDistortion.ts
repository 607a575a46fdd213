import { Fft } from "./fft.ts";

/** What a pure sine became on one channel. dB values are against the sine as it came back, so the level drops out. */
export interface ToneDistortion {
  /** Of the sine that came back: its amplitude against full scale. */
  readonly levelDbfs: number;
  readonly frequencyHz: number;
  /** Everything in the band but the sine and the constant part. null: nothing at all. */
  readonly thdPlusNoiseDb: number | null;
  /** Harmonics 2 to 10 below half the sample rate. */
  readonly thdDb: number | null;
  /** Everything but sine and harmonics. */
  readonly noiseDb: number | null;
  /** Harmonics 2, 3, … each. */
  readonly harmonicsDb: readonly (number | null)[];
  /** `coherent`: a whole number of cycles came back, so no window was needed; `windowed`: four-term Blackman-Harris. */
  readonly method: "coherent" | "windowed";
}

/** What is measured: from 20 Hz to the lower of 20 kHz and half the sample rate, as audio equipment is. */
export const BAND_HZ = { low: 20, high: 20_000 } as const;
const HIGHEST_HARMONIC = 10;
/** Bins to each side that a tone covers under the window; without one it covers none beside its own. */
const LOBE = { coherent: 0, windowed: 4 } as const;
/** Blackman and Harris, "minimum 4-term"; Harris, Proceedings of the IEEE 66, 1978: side lobes at -92 dB. */
const WINDOW = [0.35875, 0.48829, 0.14128, 0.01168] as const;
/** With a whole number of cycles, what falls beside the tone is noise alone; more than this is a sine that does not fit. */
const LEAKS = 1e-3;

/** The length in frames over which `coherentFrequency` fits: about 0.7 s, a power of two. */
export function coherentFrames(sampleRate: number): number {
  return 2 ** Math.round(Math.log2(sampleRate * 0.75));
}

/** The frequency next to the wanted one that has an odd number of cycles in `coherentFrames`: no two of its samples are alike. */
export function coherentFrequency(wantedHz: number, sampleRate: number): number {
  const frames = coherentFrames(sampleRate);
  const cycles = 2 * Math.round(((wantedHz * frames) / sampleRate - 1) / 2) + 1;
  return (cycles * sampleRate) / frames;
}

/**
 * @param samples a power of two of them, from the middle of the sine
 * @param playedHz the frequency that was played, as `coherentFrequency` gave it
 * @returns null: the sine is not in it
 */
export function toneDistortion(samples: Float32Array | Float64Array, sampleRate: number, playedHz: number): ToneDistortion | null {
  const played = (playedHz * samples.length) / sampleRate;
  const plain = spectrumOf(samples, false);
  const bin = Math.round(played);
  const tone = plain[bin] ?? 0;
  const beside = (plain[bin - 1] ?? 0) + (plain[bin + 1] ?? 0);
  const coherent = Math.abs(played - bin) < 1e-6 && beside < tone * LEAKS ** 2;
  return coherent ? evaluate(plain, bin, "coherent", sampleRate, samples.length) : windowed(samples, sampleRate, bin);
}

function windowed(samples: Float32Array | Float64Array, sampleRate: number, near: number): ToneDistortion | null {
  const spectrum = spectrumOf(samples, true);
  const around = Math.max(8, Math.round(near * 0.02));
  let bin = near;
  for (let k = Math.max(1, near - around); k <= near + around; k++) if ((spectrum[k] ?? 0) > (spectrum[bin] ?? 0)) bin = k;
  return evaluate(spectrum, bin, "windowed", sampleRate, samples.length);
}

function evaluate(spectrum: Float64Array, bin: number, method: ToneDistortion["method"], sampleRate: number, frames: number): ToneDistortion | null {
  const lobe = LOBE[method];
  const width = sampleRate / frames;
  const tone = lobePower(spectrum, bin, lobe);
  let total = 0;
  const low = Math.max(Math.ceil(BAND_HZ.low / width), lobe + 1);
  const high = Math.min(Math.floor(BAND_HZ.high / width), spectrum.length - 1);
  for (let k = low; k <= high; k++) if (Math.abs(k - bin) > lobe) total += spectrum[k] ?? 0;
  if (tone.power <= 0 || tone.power < total) return null;
  const harmonics: number[] = [];
  for (let n = 2; n <= HIGHEST_HARMONIC; n++) {
    const at = tone.centre * n;
    if (Math.round(at) + lobe > high) break;
    harmonics.push(lobePower(spectrum, Math.round(at), lobe).power);
  }
  const distortion = harmonics.reduce((sum, p) => sum + p, 0);
  const against = (power: number): number | null => (power > 0 ? 10 * Math.log10(power / tone.power) : null);
  return {
    levelDbfs: 10 * Math.log10(tone.power),
    frequencyHz: tone.centre * width,
    thdPlusNoiseDb: against(total),
    thdDb: harmonics.length === 0 ? null : against(distortion),
    noiseDb: against(Math.max(0, total - distortion)),
    harmonicsDb: harmonics.map(against),
    method,
  };
}

/** The power of a tone and its centre, in bins. */
function lobePower(spectrum: Float64Array, bin: number, lobe: number): { readonly power: number; readonly centre: number } {
  let [power, moment] = [0, 0];
  for (let k = Math.max(0, bin - lobe); k <= bin + lobe; k++) {
    power += spectrum[k] ?? 0;
    moment += k * (spectrum[k] ?? 0);
  }
  return { power, centre: power > 0 ? moment / power : bin };
}

/** Squared amplitudes: a sine of amplitude a sums to a² over its lobe. */
function spectrumOf(samples: Float32Array | Float64Array, withWindow: boolean): Float64Array {
  const n = samples.length;
  const re = Float64Array.from(samples);
  const im = new Float64Array(n);
  let gain = 1;
  if (withWindow) {
    gain = 0;
    for (let i = 0; i < n; i++) {
      const w = WINDOW.reduce((sum, a, k) => sum + (k % 2 === 0 ? a : -a) * Math.cos((2 * Math.PI * k * i) / n), 0);
      re[i] = (re[i] as number) * w;
      gain += (w * w) / n;
    }
  }
  new Fft(n).forward(re, im);
  return Float64Array.from({ length: n / 2 }, (_, k) => (4 * ((re[k] as number) ** 2 + (im[k] as number) ** 2)) / (n * n * gain));
}
