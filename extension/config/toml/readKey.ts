import type { TomlKey, TomlKeyPart } from "../tomlValue.ts";
import { BARE_KEY, BLANK, DOT, DOUBLE_QUOTE, SINGLE_QUOTE } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { readString } from "./readString.ts";

/** Reads `name`, `"name"` or `a.b.c`. Null when a name is missing, also behind a dot, or its quote is not closed. */
export function readKey(cursor: Cursor): TomlKey | null {
  const first = readPartBetweenBlanks(cursor);
  if (first === null) {
    return null;
  }
  // Made with its one name: an empty list that grows takes room for more than a dozen, and most keys have no dot.
  const parts = [first];
  let last = first;
  while (cursor.take(DOT)) {
    const part = readPartBetweenBlanks(cursor);
    if (part === null) {
      return null;
    }
    parts.push(part);
    last = part;
  }
  return { span: last === first ? first.span : { start: first.span.start, end: last.span.end }, parts };
}

function readPartBetweenBlanks(cursor: Cursor): TomlKeyPart | null {
  cursor.skip(BLANK);
  const part = readPart(cursor);
  if (part !== null) {
    cursor.skip(BLANK);
  }
  return part;
}

function readPart(cursor: Cursor): TomlKeyPart | null {
  const start = cursor.at;
  if (cursor.peek() === DOUBLE_QUOTE || cursor.peek() === SINGLE_QUOTE) {
    const { value, span } = readString(cursor, false);
    return cursor.problem?.code === "unterminated-string" ? null : { name: value, span, quoted: true };
  }
  cursor.skip(BARE_KEY);
  const end = cursor.at;
  return end === start ? null : { name: cursor.text.slice(start, end), span: { start, end }, quoted: false };
}
