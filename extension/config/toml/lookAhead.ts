import { BLANK, EQUALS, HASH, OPENING_BRACKET } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import { readHeader } from "./readHeader.ts";
import { readKey } from "./readKey.ts";

/** Words that stand for values: `[true]` may be a piece of a list, `[input]` is none. */
const VALUES = new Set(["true", "false", "inf", "nan"]);

/** Whether the line that begins here starts a table, for certain: nothing that may stand in a list looks like it. */
export function startsHeader(text: string, at: number): boolean {
  const cursor = new Cursor(text, at);
  cursor.skip(BLANK);
  if (cursor.peek() !== OPENING_BRACKET) {
    return false;
  }
  const first = readHeader(cursor).key?.parts[0];
  cursor.skip(BLANK);
  return (
    cursor.problem === null &&
    (cursor.atLineEnd() || cursor.peek() === HASH) &&
    first !== undefined &&
    /^[A-Za-z_]/.test(first.name) &&
    !first.quoted &&
    !VALUES.has(first.name)
  );
}

/** Whether the line that begins here starts an option; the lines of an inline table do so too. */
export function startsOption(text: string, at: number): boolean {
  const cursor = new Cursor(text, at);
  const key = readKey(cursor);
  return key !== null && cursor.problem === null && cursor.peek() === EQUALS;
}
