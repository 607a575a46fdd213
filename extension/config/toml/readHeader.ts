import type { Span } from "../text.ts";
import type { TomlKey } from "../tomlValue.ts";
import { BLANK } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { readKey } from "./readKey.ts";
import { restOfLine } from "./restOfLine.ts";

export interface Header {
  readonly array: boolean;
  /** Null when there is none that can be read. */
  readonly key: TomlKey | null;
  /** From the first bracket to the last. */
  readonly brackets: Span;
}

/** Reads `[name]` or `[[name]]`; a bracket stands here. */
export function readHeader(cursor: Cursor): Header {
  const { text, at: start } = cursor;
  const array = text.startsWith("[[", start);
  cursor.at += array ? 2 : 1;
  const key = readKey(cursor);
  cursor.skip(BLANK);
  const behindKey = cursor.at;
  if (key === null || !text.startsWith(array ? "]]" : "]", cursor.at)) {
    const { end } = restOfLine(text, start);
    const rest = text.slice(behindKey, end);
    const isOpen = !rest.includes("]") || (array && key !== null && rest === "]");
    cursor.fail(isOpen ? "unclosed-header" : "invalid-key", start, end);
  } else {
    cursor.at += array ? 2 : 1;
  }
  return { array, key, brackets: { start, end: cursor.at } };
}
