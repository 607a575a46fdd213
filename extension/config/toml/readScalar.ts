import type { TomlValue } from "../tomlValue.ts";
import { BLANK, CLOSING_BRACE, CLOSING_BRACKET, COMMA, DOUBLE_QUOTE, HASH, isKind, LINE_END, MINUS, SINGLE_QUOTE, WORD } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { isDateTime, LOOKS_LIKE_DATE_TIME } from "./readDateTime.ts";
import { readNumber } from "./readNumber.ts";
import { readString } from "./readString.ts";
import { restOfLine } from "./restOfLine.ts";

/** Only a date can have a blank inside. */
const DATE_AND_BLANK = /[0-9]{4}-[0-9]{2}-[0-9]{2} (?=[0-9]{2}:)/y;
/** A number with letters behind it, as in 48kHz. */
const WITH_UNIT = /^[+-]?(?:0|[1-9][0-9_]*)(?:\.[0-9]+)?(?=[A-Za-z]+$)(?![xobeE])/;

/**
 * Reads one value that is no list and no table. Null, and a problem, when there is none; the cursor then stands behind
 * what was taken for it.
 */
export function readScalar(cursor: Cursor, nested: boolean, long: boolean): TomlValue | null {
  const { text, at: start } = cursor;
  if (cursor.peek() === DOUBLE_QUOTE || cursor.peek() === SINGLE_QUOTE) {
    return readString(cursor, long);
  }
  if (text.charCodeAt(start + 4) === MINUS) {
    DATE_AND_BLANK.lastIndex = start;
    cursor.at += DATE_AND_BLANK.exec(text)?.[0].length ?? 0;
  }
  cursor.skip(WORD);
  if (!nested && cursor.peek() === COMMA && /^[0-9]+$/.test(text.slice(start, cursor.at))) {
    // A decimal comma: one wrong number, and not a number with something behind it.
    cursor.at++;
    cursor.skip(WORD);
  }
  const span = { start, end: cursor.at };
  const raw = text.slice(start, cursor.at);
  if (raw === "true" || raw === "false") {
    return { type: "boolean", span, value: raw === "true" };
  }
  const number = readNumber(raw, span);
  if (number !== null && number !== "integer-too-large") {
    return number;
  }
  if (isDateTime(raw)) {
    return { type: "datetime", span, value: raw };
  }
  if (number !== null) {
    cursor.fail(number, start, span.end);
  } else if (LOOKS_LIKE_DATE_TIME.test(raw)) {
    cursor.fail("invalid-date", start, span.end);
  } else if (WITH_UNIT.test(raw)) {
    cursor.fail("text-after-value", start + (WITH_UNIT.exec(raw)?.[0].length ?? 0), span.end);
  } else if (/^[+-]?\.?[0-9]/.test(raw)) {
    cursor.fail("invalid-number", start, span.end);
  } else {
    cursor.at = nested ? endOfWord(text, span.end) : restOfLine(text, start).end;
    cursor.fail("invalid-value", start, cursor.at);
  }
  return null;
}

/** Where a word without quotes ends in a list or a table. */
function endOfWord(text: string, from: number): number {
  let end = from;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isKind(code, LINE_END) || code === COMMA || code === HASH || code === CLOSING_BRACKET || code === CLOSING_BRACE) {
      break;
    }
    if (!isKind(code, BLANK)) {
      end = at + 1;
    }
  }
  return end;
}
