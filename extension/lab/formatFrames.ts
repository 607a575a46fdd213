import { t } from "@vscode/l10n";
import { fixedNumber, numberText } from "../config/numberText.ts";

/** Frames as a listener thinks of them, and other numbers of a report as text. Texts end without a full stop. */

/** So many digits after the point, written as the language of the texts does. */
export function formatNumber(value: number, digits: number): string {
  return fixedNumber(rounded(value, digits), digits);
}

/** `20.0 ms`, `0.33 ms`, `1250 ms`: three digits that mean something. */
export function formatMs(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size === 0) return "0 ms";
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return `${formatNumber(milliseconds, digits)} ms`;
}

/** `2.0 s`, `20.0 ms`: a length of time in the unit that suits it. */
export function formatDuration(seconds: number): string {
  return seconds >= 1 ? `${formatNumber(seconds, 1)} s` : formatMs(seconds * 1000);
}

/** Duration of so many frames: `20.0 ms`. */
export function framesToMs(frames: number, sampleRate: number): string {
  return formatMs((frames / sampleRate) * 1000);
}

/** `1 frame`, `960 frames`, `1234.25 frames`. */
export function formatFrames(frames: number): string {
  const text = trimmed(frames, 3);
  return Math.abs(frames) === 1 ? t("{0} frame", text) : t("{0} frames", text);
}

/** `+480`, `−1126.239`: by which a round trip changes. */
export function signedFrames(frames: number): string {
  return `${frames > 0 ? "+" : "−"}${trimmed(Math.abs(frames), 3)}`;
}

/** `20.0 ms (960 frames)`. */
export function formatLatency(frames: number, sampleRate: number): string {
  return `${framesToMs(frames, sampleRate)} (${formatFrames(frames)})`;
}

/** `between 2703.3 and 2723.87 frames`: a round trip that moves by itself. */
export function movesText([least, most]: readonly [number, number]): string {
  return t("between {0} and {1} frames", trimmed(least, 2), trimmed(most, 2));
}

/** A place in the recording: `1.000 s`. */
export function formatPosition(frame: number, sampleRate: number): string {
  return `${formatNumber(frame / sampleRate, 3)} s`;
}

/** `48000 Hz`. */
export function formatRate(sampleRate: number): string {
  return `${trimmed(sampleRate, 2)} Hz`;
}

/** `-6.0 dB`, `0.0 dB`; never `-0.0`. */
export function formatDb(db: number): string {
  return `${formatNumber(db, 1)} dB`;
}

/** `35.000 ppm ± 0.00015`: a drift and how far off it may be. */
export function formatPpm(ppm: number, uncertainty: number | null): string {
  const around = uncertainty === null ? "" : ` ± ${numberText(Number(uncertainty.toPrecision(2)))}`;
  return `${formatNumber(ppm, 3)} ppm${around}`;
}

/** With as many digits after the point as it has, at most so many. */
function trimmed(value: number, digits: number): string {
  return numberText(rounded(value, digits));
}

/** Never -0: nobody wants to read that. */
function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits)) + 0;
}
