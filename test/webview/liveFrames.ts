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
  /** Of the channel that is looked at: its number, counted over inputs and outputs, and 4096 samples of which one piece is sent. */
  readonly channel?: number;
  readonly samples?: (index: number) => number;
  readonly piece?: number;
}

const PIECE = 1024;

export function liveFrame(options: FrameOptions = {}): Uint8Array {
  const peaks = options.peaks ?? [];
  const inputs = options.inputs ?? Math.ceil(peaks.length / 2);
  const intervals = options.intervals ?? [];
  const memory = new ArrayBuffer(8 * 31 + 4 * 128 + 4 * 150 + 2 * PIECE + 5 * peaks.length);
  const view = new DataView(memory);
  const hasChannel = options.channel !== undefined;
  const fields = [
    1, options.state ?? 1, options.seconds ?? 1,
    ...(options.counters ?? [100, 0, 0, 0, 0, 0, 0, 0, 0]),
    48_000, 480, inputs, peaks.length - inputs, 960, options.measuredFrames ?? NaN,
    options.glitches ?? 0, options.lastGlitchSeconds ?? NaN, 480, options.queuedOutputFrames ?? 480,
    intervals.filter((interval) => interval >= 2).length, intervals.length, Math.max(0, ...intervals) * 0.01, 0.0001,
    options.channel ?? NaN, 0, hasChannel ? 1 : NaN, hasChannel ? (options.piece ?? 0) : NaN, hasChannel ? 1 : NaN,
  ];
  fields.forEach((value, index) => { view.setFloat64(8 * index, value, true); });
  let at = 8 * 31;
  for (let i = 0; i < 128; i++, at += 4) {
    const interval = intervals.slice(-128)[i];
    if (interval !== undefined) view.setUint32(at, Math.round(interval * 256) + (100 << 16) + (interval >= 2 ? 2 ** 31 : 0), true);
  }
  const sample = options.samples ?? (() => 0);
  for (let column = 0; column < 150; column++, at += 4) {
    view.setInt16(at, -Math.round(Math.abs(sample(column)) * 32767), true);
    view.setInt16(at + 2, Math.round(Math.abs(sample(column)) * 32767), true);
  }
  for (let i = 0; i < PIECE; i++, at += 2) view.setInt16(at, Math.round(sample((options.piece ?? 0) * PIECE + i) * 32767), true);
  const centibels = (amplitude: number): number => (amplitude > 0 ? Math.round(2000 * Math.log10(amplitude)) : -32768);
  for (const peak of peaks) {
    view.setInt16(at, centibels(peak), true);
    view.setInt16(at + 2, centibels(peak / Math.SQRT2), true);
    at += 4;
  }
  for (const peak of peaks) view.setUint8(at++, peak >= 1 ? 3 : 0);
  return new Uint8Array(memory);
}
