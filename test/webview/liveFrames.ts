import { Fft } from "../../extension/analysis/fft.ts";

/** The layout of native/probe/live_frame.h, written from its description: what the native side would pack. */
export interface FrameOptions {
  /** Linear; half of them inputs, half outputs, unless `inputs` says otherwise. */
  readonly peaks?: readonly number[];
  readonly inputs?: number;
  readonly seconds?: number;
  readonly state?: number;
  readonly counters?: readonly number[];
  readonly glitches?: number;
  readonly lastGlitchSeconds?: number;
  readonly measuredFrames?: number;
  readonly queuedOutputFrames?: number;
  /** Intervals in periods; late from 2 on. */
  readonly intervals?: readonly number[];
  /** Of the channel that is looked at: its number, counted over inputs and outputs, and its latest samples. */
  readonly channel?: number;
  readonly samples?: (index: number) => number;
  /** Columns of the waveform since the stream began, and how high each is, by its number; without it as high as `samples`. */
  readonly columnsEnded?: number;
  readonly column?: (number: number) => number;
}

const CALLBACKS = 256;
const COLUMNS = 150;
const FIELDS = 31;
const BLOCK = 4096;
const BANDS = 294;

export function liveFrame(options: FrameOptions = {}): Uint8Array {
  const peaks = options.peaks ?? [];
  const inputs = options.inputs ?? Math.ceil(peaks.length / 2);
  const intervals = options.intervals ?? [];
  const memory = new ArrayBuffer(8 * FIELDS + 4 * CALLBACKS + 4 * COLUMNS + 2 * BANDS + 5 * peaks.length);
  const view = new DataView(memory);
  const { bands, line, decibels } = options.channel === undefined ? { bands: [], line: NaN, decibels: NaN } : spectrumOf(options.samples ?? (() => 0));
  const columnsEnded = options.columnsEnded ?? COLUMNS - 1;
  const fields = [
    2, options.state ?? 1, options.seconds ?? 1,
    ...(options.counters ?? [100, 0, 0, 0, 0, 0, 0, 0, 0]),
    48_000, 480, inputs, peaks.length - inputs, 960, options.measuredFrames ?? NaN,
    options.glitches ?? 0, options.lastGlitchSeconds ?? NaN, 480, options.queuedOutputFrames ?? 480,
    intervals.filter((interval) => interval >= 2).length, intervals.length, Math.max(0, ...intervals) * 0.01, 0.0001,
    options.channel ?? NaN, columnsEnded, options.channel === undefined ? NaN : BLOCK, line, decibels,
  ];
  fields.forEach((value, index) => { view.setFloat64(8 * index, value, true); });
  let at = 8 * FIELDS;
  for (let i = 0; i < CALLBACKS; i++, at += 4) {
    const interval = intervals.slice(-CALLBACKS)[i];
    if (interval !== undefined) view.setUint32(at, Math.round(interval * 256) + (100 << 16) + (interval >= 2 ? 2 ** 31 : 0), true);
  }
  const height = options.column ?? options.samples ?? (() => 0);
  for (let column = columnsEnded - COLUMNS + 1; column <= columnsEnded; column++, at += 4) {
    view.setInt16(at, -Math.round(Math.abs(height(column)) * 32767), true);
    view.setInt16(at + 2, Math.round(Math.abs(height(column)) * 32767), true);
  }
  for (let band = 0; band < BANDS; band++, at += 2) view.setInt16(at, Math.max(-32768, Math.round(100 * (bands[band] ?? -Infinity))), true);
  const centibels = (amplitude: number): number => (amplitude > 0 ? Math.round(2000 * Math.log10(amplitude)) : -32768);
  for (const peak of peaks) {
    view.setInt16(at, centibels(peak), true);
    view.setInt16(at + 2, centibels(peak / Math.SQRT2), true);
    at += 4;
  }
  for (const peak of peaks) view.setUint8(at++, peak >= 1 ? 3 : 0);
  return new Uint8Array(memory);
}

/** As native/probe/live_spectrum.h describes it: dBFS of the bands, and the strongest line with its decibels. */
function spectrumOf(samples: (index: number) => number): { readonly bands: number[]; readonly line: number; readonly decibels: number } {
  const mean = 0.35875;
  const windowAt = (i: number): number => [mean, -0.48829, 0.14128, -0.01168].reduce((sum, term, k) => sum + term * Math.cos((2 * Math.PI * k * i) / BLOCK), 0);
  const re = Float64Array.from({ length: BLOCK }, (_, i) => samples(i) * windowAt(i));
  const im = new Float64Array(BLOCK);
  new Fft(BLOCK).forward(re, im);
  const levels = Array.from(re.subarray(0, BLOCK / 2 + 1), (real, line) => 20 * Math.log10(Math.hypot(real, im[line] ?? 0) / ((mean * BLOCK) / 2)));
  const bands: number[] = [];
  for (let line = 1, end = 0; line < levels.length; line = end) {
    end = Math.min(levels.length, line + Math.max(1, Math.floor(line / 57)));
    bands.push(Math.max(...levels.slice(line, end)));
  }
  const top = levels.indexOf(Math.max(...levels.slice(2, -1)), 2);
  const [left = 0, middle = 0, right = 0] = levels.slice(top - 1, top + 2);
  if (!(middle > -120)) return { bands, line: NaN, decibels: NaN };
  const shift = (left - right) / (2 * (left - 2 * middle + right));
  return { bands, line: top + shift, decibels: middle - ((left - right) * shift) / 4 };
}
