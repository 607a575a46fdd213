import { t as translated } from "@vscode/l10n";

/**
 * Numbers as people read them, the same in findings, hovers, hints, lenses, the picker and the status bar: with the
 * decimal sign of the user's language. What is to be read as TOML keeps its point and does not come here.
 */
export function numberText(value: number): string {
  return withDecimalSign(String(value));
}

/** With so many digits behind the decimal sign. */
export function fixedNumber(value: number, digits: number): string {
  return withDecimalSign(value.toFixed(digits));
}

/** What JavaScript wrote with a point. */
export function withDecimalSign(number: string): string {
  return number.includes(".") ? number.replace(".", decimalSign()) : number;
}

/**
 * How the language writes one and a half tells its decimal sign. The language library of JavaScript would know as well, but
 * to load it takes longer than all else that the extension does when it starts.
 */
function decimalSign(): string {
  return translated("1.5").charAt(1);
}
