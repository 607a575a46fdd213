import type { TomlString } from "../tomlValue.ts";
import { BACKSLASH, CARRIAGE_RETURN, CONTROL, DOUBLE_QUOTE, isKind, LINE_END, LINE_FEED } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { restOfLine } from "./restOfLine.ts";

/**
 * Reads the string that starts here, over several lines when it stands in three quotes and `long` allows it. One that
 * is not closed ends with its line.
 */
export function readString(cursor: Cursor, long: boolean): TomlString {
  const { text, at: start } = cursor;
  const quote = cursor.peek();
  const basic = quote === DOUBLE_QUOTE;
  const style = basic ? "basic" : "literal";
  const three = basic ? '"""' : "'''";
  const multiline = long && text.startsWith(three, start);
  const from = start + (multiline ? 3 : 1);
  const end = multiline ? endOfLong(cursor, from, quote, three) : endOfShort(text, from, quote);
  if (end === null) {
    cursor.fail("unterminated-string", start, restOfLine(text, start).end);
    cursor.skipToLineEnd();
    return { type: "string", span: { start, end: cursor.at }, value: "", style, multiline };
  }
  const value = content(cursor, multiline ? behindLineEnd(text, from) : from, end, basic);
  cursor.at = end + (multiline ? 3 : 1);
  return { type: "string", span: { start, end: cursor.at }, value, style, multiline };
}

function endOfShort(text: string, from: number, quote: number): number | null {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      return at;
    }
    if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
      at++;
    }
    if (isKind(text.charCodeAt(at), LINE_END)) {
      return null;
    }
  }
  return null;
}

/** Where the closing quotes start. Up to two more quotes may stand before them and belong to the string. */
function endOfLong(cursor: Cursor, from: number, quote: number, three: string): number | null {
  const { text, neverClosed } = cursor;
  let at = neverClosed.has(quote) ? -1 : text.indexOf(three, from);
  while (at !== -1 && quote === DOUBLE_QUOTE && isEscaped(text, from, at)) {
    at = text.indexOf(three, at + 1);
  }
  if (at === -1) {
    neverClosed.add(quote);
    return null;
  }
  for (let more = 0; more < 2 && text.charCodeAt(at + 3) === quote; more++) {
    at++;
  }
  return at;
}

function isEscaped(text: string, from: number, at: number): boolean {
  let backslashes = 0;
  while (at - backslashes > from && text.charCodeAt(at - backslashes - 1) === BACKSLASH) {
    backslashes++;
  }
  return backslashes % 2 === 1;
}

/** A line end right behind the opening quotes is not part of the string. */
function behindLineEnd(text: string, at: number): number {
  const behind = text.charCodeAt(at) === CARRIAGE_RETURN ? at + 1 : at;
  return text.charCodeAt(behind) === LINE_FEED ? behind + 1 : at;
}

function content(cursor: Cursor, from: number, to: number, basic: boolean): string {
  const { text } = cursor;
  let value = "";
  let taken = from;
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH && basic) {
      const escape = readEscape(text, at);
      if (escape === null) {
        cursor.fail("invalid-escape", at, at + 2);
        at += 2;
      } else {
        value += verbatim(text, taken, at) + escape.value;
        at = escape.end;
        taken = at;
      }
    } else {
      if (isKind(code, CONTROL)) {
        cursor.fail("control-character", at, at + 1);
      }
      at++;
    }
  }
  return value + verbatim(text, taken, to);
}

/** Line ends in a string are those of the file it happens to stand in; what they mean is always the same. */
function verbatim(text: string, start: number, end: number): string {
  const piece = text.slice(start, end);
  return piece.includes("\r") ? piece.replaceAll("\r\n", "\n") : piece;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** The last kind stands at the end of a line in a long string: it takes that line end and all space behind it away. */
const ESCAPE = /\\(?:(["\\bfnrt])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[ \t]*[\r\n][ \t\r\n]*)/y;

/** What the backslash here and what follows it mean; null when that is nothing that TOML 1.0 knows. */
function readEscape(text: string, at: number): { readonly value: string; readonly end: number } | null {
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(text);
  if (match === null) {
    return null;
  }
  const [all, short, four, eight] = match;
  const hex = four ?? eight;
  const code = Number.parseInt(hex ?? "0", 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    return null;
  }
  const value = hex !== undefined ? String.fromCodePoint(code) : short === undefined ? "" : (SHORT_ESCAPES[short] ?? short);
  return { value, end: at + all.length };
}
