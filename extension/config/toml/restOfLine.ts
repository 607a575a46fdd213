import { BACKSLASH, BLANK, DOUBLE_QUOTE, EQUALS, HASH, isKind, LINE_END, SINGLE_QUOTE } from "./characters.ts";

/**
 * How far a line goes, for telling of an error in it: up to its comment, without the blanks before that; and where its
 * first `=` stands. What is in quotes is neither.
 */
export function restOfLine(text: string, from: number): { readonly end: number; readonly equals: number | null } {
  let end = from;
  let equals: number | null = null;
  let quote: number | null = null;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isKind(code, LINE_END) || (code === HASH && quote === null)) {
      break;
    }
    if (quote === null) {
      if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
        quote = code;
      } else if (code === EQUALS) {
        equals ??= at;
      }
    } else if (code === quote) {
      quote = null;
    } else if (code === BACKSLASH && quote === DOUBLE_QUOTE && !isKind(text.charCodeAt(at + 1), LINE_END)) {
      at++;
    }
    if (!isKind(code, BLANK)) {
      end = Math.min(at + 1, text.length);
    }
  }
  return { end, equals };
}
