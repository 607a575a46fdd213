import type { HeaderStatement, KeyValueStatement, Statement } from "../statement.ts";
import type { Span } from "../text.ts";
import type { TomlKey, TomlValue } from "../tomlValue.ts";

/** A statement that can be carried from one version of a text into the next without being read again. */
export type LocalStatement = Exclude<Statement, { kind: "error" }>;

/**
 * Whether reading the statement looked at nothing but its own line. Lists, tables and strings in three quotes look
 * further, for their end; and what is broken may have looked anywhere.
 */
export function isLocal(statement: Statement): statement is LocalStatement {
  switch (statement.kind) {
    case "blank":
    case "comment":
    case "header":
      return true;
    case "keyValue": {
      const { value } = statement;
      return value.type !== "array" && value.type !== "table" && !(value.type === "string" && value.multiline);
    }
    case "error":
      return false;
  }
}

/** The same statement so many characters further on. */
export function shiftStatement(statement: LocalStatement, by: number): LocalStatement {
  const span = shift(statement.span, by);
  switch (statement.kind) {
    case "blank":
      return { kind: "blank", span };
    case "comment":
      return { kind: "comment", span, comment: shift(statement.comment, by) };
    case "header":
      return shiftHeader(statement, span, by);
    case "keyValue":
      return shiftKeyValue(statement, span, by);
  }
}

function shiftHeader({ array, key, brackets, comment }: HeaderStatement, span: Span, by: number): HeaderStatement {
  return { kind: "header", span, array, key: shiftKey(key, by), brackets: shift(brackets, by), comment: shiftOrNull(comment, by) };
}

function shiftKeyValue({ key, value, comment, plain }: KeyValueStatement, span: Span, by: number): KeyValueStatement {
  return { kind: "keyValue", span, key: shiftKey(key, by), value: shiftValue(value, by), comment: shiftOrNull(comment, by), plain };
}

function shift({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function shiftOrNull(span: Span | null, by: number): Span | null {
  return span === null ? null : shift(span, by);
}

function shiftKey({ span, parts }: TomlKey, by: number): TomlKey {
  return { span: shift(span, by), parts: parts.map((part) => ({ name: part.name, span: shift(part.span, by), quoted: part.quoted })) };
}

/** Of a value without others in it. */
function shiftValue(value: TomlValue, by: number): TomlValue {
  const span = shift(value.span, by);
  switch (value.type) {
    case "string":
      return { type: "string", span, value: value.value, style: value.style, multiline: value.multiline };
    case "integer":
      return { type: "integer", span, value: value.value, exact: value.exact };
    case "float":
      return { type: "float", span, value: value.value };
    case "boolean":
      return { type: "boolean", span, value: value.value };
    default:
      return { ...value, span };
  }
}
