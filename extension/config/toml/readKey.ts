import type { TomlKey, TomlKeyPart } from "../tomlValue.ts";
import { BARE_KEY, BLANK, DOT, DOUBLE_QUOTE, SINGLE_QUOTE } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { readString } from "./readString.ts";

/** Reads `name`, `"name"` or `a.b.c`. Null when a name is missing, also behind a dot, or its quote is not closed. */
export function readKey(cursor: Cursor): TomlKey | null {
  const parts: TomlKeyPart[] = [];
  for (;;) {
    cursor.skip(BLANK);
    const part = readPart(cursor);
    if (part === null) {
      return null;
    }
    parts.push(part);
    cursor.skip(BLANK);
    if (!cursor.take(DOT)) {
      const [first = part] = parts;
      return { span: first === part ? part.span : { start: first.span.start, end: part.span.end }, parts };
    }
  }
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
