import { fixedNumber, withDecimalSign } from "../config/numberText.ts";
import { t } from "../config/translate.ts";

/** Numbers as people read them: the same spelling in hints, lenses, the picker, the status bar and tooltips. */

/** `10.0 ms`, `0.52 ms`, `1250 ms`: the digits that say something. */
export function milliseconds(value: number): string {
  return `${bareMilliseconds(value)} ms`;
}

/** The same without the unit, for two numbers that share one. */
export function bareMilliseconds(value: number): string {
  const size = Math.abs(value);
  if (size >= 999.5) return String(Math.round(value));
  if (size >= 0.995 || size === 0) return fixedNumber(value, 1);
  return fixedNumber(value, 2);
}

/** `48 kHz`, `44.1 kHz`, `11.025 kHz`, `800 Hz`. */
export function sampleRate(hertz: number): string {
  if (hertz < 1000) return `${withDecimalSign(trimZeros(hertz.toFixed(1)))} Hz`;
  return `${withDecimalSign(trimZeros((hertz / 1000).toFixed(3)))} kHz`;
}

/** `1 234`, `1 234.5`: frames with thin groups; at most one digit behind the point. */
export function frames(count: number): string {
  const [whole = "0", fraction] = trimZeros(Math.abs(count).toFixed(1)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return `${count < 0 ? "−" : ""}${grouped}${fraction === undefined ? "" : withDecimalSign(`.${fraction}`)}`;
}

export function framesToMilliseconds(count: number, hertz: number): number {
  return (count / hertz) * 1000;
}

/** `1 channel`, `2 channels`. */
export function channelWords(count: number): string {
  return count === 1 ? t("1 channel") : t("{0} channels", count);
}

/** `1 error`, `2 errors`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function trimZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}
