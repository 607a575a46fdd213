/** Frames as a listener thinks of them, and other numbers of a report as text. Texts are English and end without a full stop. */

/** `20.0 ms`, `0.33 ms`, `1250 ms`: three digits that mean something. */
export function formatMs(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size === 0) return "0 ms";
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return `${milliseconds.toFixed(digits)} ms`;
}

/** `2.0 s`, `20.0 ms`: a length of time in the unit that suits it. */
export function formatDuration(seconds: number): string {
  return seconds >= 1 ? `${seconds.toFixed(1)} s` : formatMs(seconds * 1000);
}

/** Duration of so many frames: `20.0 ms`. */
export function framesToMs(frames: number, sampleRate: number): string {
  return formatMs((frames / sampleRate) * 1000);
}

/** `1 frame`, `960 frames`, `1234.25 frames`. */
export function formatFrames(frames: number): string {
  const text = Number.isInteger(frames) ? frames.toString() : trimZeros(frames.toFixed(3));
  return `${text} ${Math.abs(frames) === 1 ? "frame" : "frames"}`;
}

/** `20.0 ms (960 frames)`. */
export function formatLatency(frames: number, sampleRate: number): string {
  return `${framesToMs(frames, sampleRate)} (${formatFrames(frames)})`;
}

/** A place in the recording: `1.000 s`. */
export function formatPosition(frame: number, sampleRate: number): string {
  return `${(frame / sampleRate).toFixed(3)} s`;
}

/** `48000 Hz`. */
export function formatRate(sampleRate: number): string {
  return `${trimZeros(sampleRate.toFixed(2))} Hz`;
}

/** `-6.0 dB`, `0.0 dB`; never `-0.0`. */
export function formatDb(db: number): string {
  const text = db.toFixed(1);
  return `${text === "-0.0" ? "0.0" : text} dB`;
}

/** `1 glitch`, `4 glitches`, `1250 callbacks`. */
export function formatCount(count: number, one: string, many: string): string {
  return `${count.toString()} ${count === 1 ? one : many}`;
}

function trimZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}
