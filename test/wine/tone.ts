/** A steady tone in a recording: what lies between its first and its last loud sample. */
export interface Tone {
  /** Root mean square, full scale 1. */
  readonly rms: number;
  readonly hz: number;
  readonly seconds: number;
}

const LOUD = 0.01;

/** Measures the first channel of interleaved 32-bit floats. */
export function toneOf(bytes: Buffer, channels: number, rate: number): Tone {
  const frames = Math.floor(bytes.length / (4 * channels));
  const sample = (frame: number) => bytes.readFloatLE(frame * 4 * channels);
  let first = 0;
  while (first < frames && Math.abs(sample(first)) < LOUD) ++first;
  let last = frames - 1;
  while (last > first && Math.abs(sample(last)) < LOUD) --last;
  if (first >= last) return { rms: 0, hz: 0, seconds: 0 };
  let sum = 0;
  // The frequency is that of the middle half of all waves: a gap would make one of them longer.
  let crossings = 0;
  let firstCrossing = 0;
  let lastCrossing = 0;
  const periods: number[] = [];
  for (let frame = first; frame <= last; ++frame) {
    const value = sample(frame);
    sum += value * value;
    const before = frame === first ? value : sample(frame - 1);
    if (before >= 0 || value < 0) continue;
    const at = frame - value / (value - before);
    if (crossings++ === 0) firstCrossing = at;
    else periods.push(at - lastCrossing);
    lastCrossing = at;
  }
  if (lastCrossing <= firstCrossing) return { rms: 0, hz: 0, seconds: 0 };
  periods.sort((a, b) => a - b);
  const usual = periods.slice(Math.floor(periods.length / 4), Math.ceil((periods.length * 3) / 4));
  const hz = (rate * usual.length) / usual.reduce((total, period) => total + period, 0);
  return { rms: Math.sqrt(sum / (last - first + 1)), hz, seconds: (last - first + 1) / rate };
}
