import type { ErrorStatement, Statement } from "../statement.ts";
import type { LineMap, Span } from "../text.ts";
import type { TomlKey, TomlValue } from "../tomlValue.ts";
import { BLANK, EQUALS, HASH, OPENING_BRACKET } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import { readHeader } from "./readHeader.ts";
import { readKey } from "./readKey.ts";
import { readValue } from "./readValue.ts";
import { restOfLine } from "./restOfLine.ts";

/**
 * Reads a text as TOML 1.0, statement by statement: one line each, and more while a string in three quotes, a list or an
 * inline table is open. A statement that is broken costs itself and hides nothing. Reads any text, never throws, and
 * takes linear time.
 */
export function readStatements(lines: LineMap): Statement[] {
  const statements: Statement[] = [];
  const cursor = new Cursor(lines.text, 0);
  for (let line = 0; line < lines.lineCount; ) {
    const start = lines.starts[line] ?? 0;
    if (start === lines.text.length) {
      break; // what follows the last line end is no line
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
  let equals = key !== null && cursor.peek() === EQUALS ? cursor.at : null;
  if (equals === null) {
    const rest = restOfLine(text, content);
    equals = rest.equals;
    if (equals === null) {
      cursor.fail(key === null ? "invalid-key" : "missing-equals", content, rest.end);
    } else {
      cursor.fail("invalid-key", content, content + Math.max(1, text.slice(content, equals).trimEnd().length));
      key = null;
    }
  }
  let value: TomlValue | null = null;
  if (equals !== null) {
    cursor.at = equals + 1;
    cursor.skip(BLANK);
    if (cursor.atLineEnd() || cursor.peek() === HASH) {
      cursor.fail("missing-value", content, equals + 1);
    } else {
      value = readValue(cursor);
    }
  }
  const comment = endOfStatement(cursor, "text-after-value");
  const span = { start, end: cursor.at };
  return cursor.problem === null && key !== null && value !== null
    ? { kind: "keyValue", span, key, value, comment, plain: isPlain(text, key, value) }
    : broken(cursor, span, key, null, equals === null ? null : writtenBehind(text, equals));
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

/** What stands behind `=` on its line. */
function writtenBehind(text: string, equals: number): Span {
  const { end } = restOfLine(text, equals + 1);
  const blanks = /^[ \t]*/.exec(text.slice(equals + 1, end))?.[0].length ?? 0;
  return { start: equals + 1 + blanks, end };
}

/** Both readers of the file take these the same way; nearly every line is one. */
function isPlain(text: string, key: TomlKey, value: TomlValue): boolean {
  const { start, end } = value.span;
  switch (value.type) {
    case "boolean":
      break;
    case "string":
      // An escape is longer than what it stands for.
      if (value.multiline || value.value.length !== end - start - 2) {
        return false;
      }
      break;
    case "integer":
    case "float":
      if (!/^[0-9.eE+-]+$/.test(text.slice(start, end))) {
        return false;
      }
      break;
    default:
      return false;
  }
  return key.parts.length === 1 && key.parts[0]?.quoted === false;
}
