import { t } from "@vscode/l10n";
/** The language by whose habits numbers are written: that of the texts, whatever the machine's own is. */
export function numberLanguage(): string {
  return t("en-US");
}

/** What stands where a value was not measured. */
export const NOT_MEASURED = "–";

const MINUS = "\u2212";
const MINUS_INFINITY = `${MINUS}\u221e`;

/** Making one costs more than all numbers of a frame of the live view; the language stays. */
const formats = new Map<number, Intl.NumberFormat>();

function formatOf(digits: number): Intl.NumberFormat {
  const known = formats.get(digits);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(numberLanguage(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.set(digits, made);
  return made;
}

/** `1234.25, 2` → `1,234.25`; with a real minus sign. */
export function decimal(value: number, digits: number): string {
  const text = formatOf(digits).format(Math.abs(value));
  const isZero = !/[1-9]/.test(text);
  return value < 0 && !isZero ? MINUS + text : text;
}

/** The same with a plus sign before what is above zero. */
export function signedDecimal(value: number, digits: number): string {
  const text = decimal(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Frames with as many decimals as they have, at most three: most counts are whole. */
export function frameCount(frames: number): string {
  return decimal(frames, frameDigits(frames));
}

export function signedFrameCount(frames: number): string {
  return signedDecimal(frames, frameDigits(frames));
}

export function framesWithUnit(frames: number): string {
  return Math.abs(frames) === 1 ? t("{0} frame", frameCount(frames)) : t("{0} frames", frameCount(frames));
}

function frameDigits(frames: number): number {
  for (const digits of [0, 1, 2]) {
    const scale = 10 ** digits;
    if (Math.abs(frames * scale - Math.round(frames * scale)) < 1e-6) return digits;
  }
  return 3;
}

/** Milliseconds of so many frames. */
export function toMilliseconds(frames: number, sampleRate: number): number {
  return (frames / sampleRate) * 1000;
}

/** `48000` → `48 kHz`, `44100` → `44.1 kHz`. */
export function sampleRateText(sampleRate: number): string {
  const kilohertz = sampleRate / 1000;
  return `${kilohertz.toLocaleString(numberLanguage(), { maximumFractionDigits: 3 })} kHz`;
}

/** Linear amplitude to dBFS; silence is minus infinity. */
export function toDecibels(amplitude: number): number {
  return amplitude > 0 ? 20 * Math.log10(amplitude) : Number.NEGATIVE_INFINITY;
}

/** One decimal; everything below `floor` reads as silence. */
export function decibelText(decibels: number, floor = -120): string {
  return decibels < floor ? MINUS_INFINITY : decimal(decibels, 1);
}

/** For ears: no infinity sign. */
export function spokenDecibels(decibels: number, floor = -120): string {
  return decibels < floor ? t("silent") : t("{0} decibels full scale", decibels.toFixed(0));
}

/** `exactFraction` in percent without ever rounding up to 100: one wrong sample in a million is not all of them. */
export function percentText(fraction: number): string {
  if (fraction === 1) return "100 %";
  const floored = Math.floor(fraction * 100_000) / 1000;
  return `${decimal(floored, floored >= 99 ? 3 : 1)} %`;
}
