import type { ErrorStatement, Statement } from "../statement.ts";
import type { LineMap, Span } from "../text.ts";
import type { TomlKey, TomlValue } from "../tomlValue.ts";
import { BLANK, EQUALS, HASH, OPENING_BRACKET } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import type { EarlierStatements } from "./earlierStatements.ts";
import { readHeader } from "./readHeader.ts";
import { readKey } from "./readKey.ts";
import { readValue } from "./readValue.ts";
import { restOfLine } from "./restOfLine.ts";

/**
 * Reads a text as TOML 1.0, statement by statement: one line each, and more while a string in three quotes, a list or an
 * inline table is open. A statement that is broken costs itself and hides nothing. Reads any text, never throws, and
 * takes linear time. With an earlier version of the text, only what is new in it is read; the result is the same.
 */
export function readStatements(lines: LineMap, earlier: EarlierStatements | null = null): Statement[] {
  const statements: Statement[] = [];
  const cursor = new Cursor(lines.text, 0);
  for (let line = 0; line < lines.lineCount; ) {
    const start = lines.starts[line] ?? 0;
    if (start === lines.text.length) {
      break; // what follows the last line end is no line
    }
    const known = earlier?.take(start) ?? null;
    if (known !== null) {
      statements.push(known);
      line++;
      continue;
    }
    cursor.at = start;
    cursor.problem = null;
    statements.push(readStatement(cursor));
    do {
      line++;
    } while ((lines.starts[line] ?? Infinity) <= cursor.at);
  }
  return statements;
}

/** Reads the statement that starts here, and leaves the cursor at the end of its last line. */
function readStatement(cursor: Cursor): Statement {
  const start = cursor.at;
  cursor.skip(BLANK);
  if (cursor.atLineEnd()) {
    return { kind: "blank", span: { start, end: cursor.at } };
  }
  const comment = cursor.comment();
  if (comment !== null) {
    const span = { start, end: cursor.at };
    return cursor.problem === null ? { kind: "comment", span, comment } : broken(cursor, span, null, null, null);
  }
  return cursor.peek() === OPENING_BRACKET ? headerStatement(cursor, start) : keyValueStatement(cursor, start);
}

function headerStatement(cursor: Cursor, start: number): Statement {
  const { array, key, brackets } = readHeader(cursor);
  const comment = endOfStatement(cursor, "text-after-header");
  const span = { start, end: cursor.at };
  return cursor.problem === null && key !== null
    ? { kind: "header", span, array, key, brackets, comment }
    : broken(cursor, span, key, array ? "array" : "table", null);
}

function keyValueStatement(cursor: Cursor, start: number): Statement {
  const { text, at: content } = cursor;
  let key = readKey(cursor);
  let equals: number | null = cursor.at;
  if (key === null || cursor.peek() !== EQUALS) {
    const rest = restOfLine(text, content);
    equals = rest.equals;
    if (equals === null) {
      cursor.fail(key === null ? "invalid-key" : "missing-equals", content, rest.end);
      cursor.skipToLineEnd();
    } else {
      cursor.fail("invalid-key", content, content + Math.max(1, text.slice(content, equals).trimEnd().length));
      key = null;
    }
  }
  let value: TomlValue | null = null;
  let valueStart = 0;
  if (equals !== null) {
    cursor.at = equals + 1;
    cursor.skip(BLANK);
    valueStart = cursor.at;
    if (cursor.atLineEnd() || cursor.peek() === HASH) {
      cursor.fail("missing-value", content, equals + 1);
    } else {
      value = readValue(cursor);
    }
  }
  const comment = endOfStatement(cursor, "text-after-value");
  const span = { start, end: cursor.at };
  if (cursor.problem === null && key !== null && value !== null) {
    return { kind: "keyValue", span, key, value, comment, plain: isPlain(text, key, value) };
  }
  if (equals === null) {
    return broken(cursor, span, key, null, null);
  }
  const { end } = restOfLine(text, equals + 1);
  return broken(cursor, span, key, null, { start: Math.min(valueStart, end), end });
}

/** The comment behind a header or a value; anything else there is a problem. */
function endOfStatement(cursor: Cursor, code: "text-after-header" | "text-after-value"): Span | null {
  cursor.skip(BLANK);
  const comment = cursor.comment();
  if (!cursor.atLineEnd()) {
    cursor.fail(code, cursor.at, restOfLine(cursor.text, cursor.at).end);
    cursor.skipToLineEnd();
  }
  return comment;
}

function broken(
  { problem }: Cursor,
  span: Span,
  key: TomlKey | null,
  header: ErrorStatement["header"],
  valueSpan: Span | null,
): ErrorStatement {
  return { kind: "error", span, code: problem?.code ?? "syntax-error", errorSpan: problem?.span ?? span, key, header, valueSpan };
}

const DECIMAL = /^[0-9.eE+-]+$/;

/** Both readers of the file take such a statement the same way; nearly every line is one. */
function isPlain(text: string, key: TomlKey, value: TomlValue): boolean {
  return key.parts.length === 1 && key.parts[0]?.quoted === false && isPlainValue(text, value);
}

/** One-line strings without escapes, decimal numbers and booleans. */
function isPlainValue(text: string, value: TomlValue): boolean {
  const { start, end } = value.span;
  switch (value.type) {
    case "boolean":
      return true;
    case "string":
      // An escape is longer than what it stands for.
      return !value.multiline && value.value.length === end - start - 2;
    case "integer":
    case "float":
      return DECIMAL.test(text.slice(start, end));
    default:
      return false;
  }
}
