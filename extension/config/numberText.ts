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

/** The language whose signs were looked up last: it changes once, when the extension starts. */
let known: { readonly language: string; readonly sign: string } | null = null;

function decimalSign(): string {
  const language = translated("en-US");
  if (known?.language !== language) {
    known = { language, sign: (0.5).toLocaleString(language).charAt(1) };
  }
  return known.sign;
}
