import { wordWrap } from "../config/wordWrap.ts";

/** Colours and line breaks for text in a terminal. */

type Level = "pass" | "warn" | "fail";

export interface Painter {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly accent: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly level: (level: Level, text: string) => string;
  readonly badge: (level: Level, text: string) => string;
}

const codes: Readonly<Record<Level, { readonly text: number; readonly back: number }>> = {
  pass: { text: 32, back: 42 },
  warn: { text: 33, back: 43 },
  fail: { text: 31, back: 41 },
};

/** Wraps text in escape sequences, or leaves it alone. */
export function painter(color: boolean): Painter {
  const paint = (code: string, text: string): string => (color && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    bold: (text) => paint("1", text),
    dim: (text) => paint("2", text),
    accent: (text) => paint("36", text),
    heading: (text) => paint("1", text),
    level: (level, text) => paint(`${codes[level].text}`, text),
    badge: (level, text) => paint(`1;30;${codes[level].back}`, text),
  };
}

/** Breaks text at spaces into lines of at most `width` characters, indent included; longer words stay whole. */
export function wrap(text: string, width: number, indent: string): string[] {
  return text === "" ? [] : wordWrap(text, width - indent.length).map((line) => indent + line);
}
