import { LIVE_BLOCK } from "../../extension/editor/panelProtocol.ts";
import type { LiveChannel } from "../../extension/editor/panelProtocol.ts";

/** Lines of the spectrum: from 0 to half the sample rate. */
export const SPECTRUM_LINES = LIVE_BLOCK / 2 + 1;

/** The strongest line of a spectrum, between two lines where it lies between two. */
export interface StrongestTone {
  readonly hertz: number;
  readonly decibels: number;
}

/**
 * Puts the pieces of one stretch of samples together and tells its spectrum: dBFS of a sine's peak for each of
 * SPECTRUM_LINES frequencies, through a window of four terms (Harris, Proc. IEEE 66, 1978: side lobes below -92 dB).
 */
export class Spectrum {
  readonly decibels = new Float64Array(SPECTRUM_LINES).fill(-Infinity);
  readonly #window = Float64Array.from({ length: LIVE_BLOCK }, (_, i) => {
    const x = (2 * Math.PI * i) / LIVE_BLOCK;
    return 0.35875 - 0.48829 * Math.cos(x) + 0.14128 * Math.cos(2 * x) - 0.01168 * Math.cos(3 * x);
  });
  readonly #fft = new Fft(LIVE_BLOCK);
  readonly #samples = new Float64Array(LIVE_BLOCK);
  #block = NaN;
  #filled = 0;

  /** True when a new spectrum is there. */
  add(piece: LiveChannel["piece"]): boolean {
    if (piece === null) return false;
    const { samples, scale, index, block } = piece;
    if (index === 0) {
      this.#block = block;
      this.#filled = 0;
    }
    // A piece that was left out spoils its block, and the next one begins anew.
    if (block !== this.#block || index * samples.length !== this.#filled) return false;
    for (const sample of samples) {
      this.#samples[this.#filled] = ((sample * scale) / 32767) * (this.#window[this.#filled] ?? 0);
      this.#filled += 1;
    }
    if (this.#filled < LIVE_BLOCK) return false;
    this.#fft.power(this.#samples, this.decibels);
    // The window's mean is 0.35875; a sine's line is half its amplitude.
    const full = (0.35875 * LIVE_BLOCK) / 2;
    for (let line = 0; line < SPECTRUM_LINES; line++) this.decibels[line] = 10 * Math.log10((this.decibels[line] ?? 0) / full ** 2);
    return true;
  }

  clear(): void {
    this.decibels.fill(-Infinity);
    this.#block = NaN;
  }
}

/** Null: nothing but silence. The peak is that of the parabola through the three decibels around it. */
export function strongestTone(decibels: Float64Array, sampleRate: number): StrongestTone | null {
  let top = 1;
  for (let line = 2; line < decibels.length - 1; line++) if ((decibels[line] ?? -Infinity) > (decibels[top] ?? -Infinity)) top = line;
  const [left = -Infinity, middle = -Infinity, right = -Infinity] = decibels.subarray(top - 1, top + 2);
  if (!(middle > -120)) return null;
  const bend = left - 2 * middle + right;
  const shift = Number.isFinite(bend) && bend < 0 ? (left - right) / (2 * bend) : 0;
  return { hertz: ((top + shift) * sampleRate) / LIVE_BLOCK, decibels: middle - ((left - right) * shift) / 4 };
}

/** A transform of a fixed power of two, in place; takes its memory once. */
class Fft {
  readonly #size: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#cosines = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sines = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    this.#real = new Float64Array(size);
    this.#imaginary = new Float64Array(size);
  }

  /** The squared magnitudes of the first half and the middle. */
  power(samples: Float64Array, into: Float64Array): void {
    const real = this.#real;
    const imaginary = this.#imaginary.fill(0);
    const size = this.#size;
    for (let i = 0, mirrored = 0; i < size; i++) {
      real[mirrored] = samples[i] ?? 0;
      let bit = size >> 1;
      while ((mirrored & bit) !== 0) {
        mirrored ^= bit;
        bit >>= 1;
      }
      mirrored |= bit;
    }
    for (let half = 1; half < size; half *= 2) {
      const step = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const cosine = this.#cosines[k * step] ?? 0;
          const sine = this.#sines[k * step] ?? 0;
          const low = start + k;
          const high = low + half;
          const a = real[high] ?? 0;
          const b = imaginary[high] ?? 0;
          const re = a * cosine - b * sine;
          const im = a * sine + b * cosine;
          const lowReal = real[low] ?? 0;
          const lowImaginary = imaginary[low] ?? 0;
          real[high] = lowReal - re;
          imaginary[high] = lowImaginary - im;
          real[low] = lowReal + re;
          imaginary[low] = lowImaginary + im;
        }
      }
    }
    for (let line = 0; line < into.length; line++) into[line] = (real[line] ?? 0) ** 2 + (imaginary[line] ?? 0) ** 2;
  }
}
