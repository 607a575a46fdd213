import type { ErrorStatement, SyntaxErrorCode } from "./statement.ts";
import type { Span } from "./text.ts";
import type { TomlKey, TomlKeyPart } from "./tomlValue.ts";

export type Cause =
  | { readonly kind: "parser"; readonly message: string; readonly index: number | null }
  | { readonly kind: "integer-too-large"; readonly range: Span }
  | { readonly kind: "too-deep" };

/** A name as far as it was typed: bare, or in quotes that close. */
const NAME = /[ \t]*([A-Za-z0-9_-]+|"[^"\\\r\n]*"|'[^'\r\n]*')[ \t]*/y;

/**
 * Turns what stopped the parser into one error at the right place. The parser tells of a missing value or bracket where
 * it noticed, which may be the next line; we look at the statement itself and underline what the writer must change.
 */
export function describeError(own: string, span: Span, cause: Cause): ErrorStatement {
  const shape = shapeOf(own);
  const { code, error } = classify(own, shape, cause);
  const start = Math.max(0, Math.min(error.start, own.length));
  const end = Math.max(start, Math.min(error.end, own.length));
  return {
    kind: "error",
    span,
    code,
    errorSpan: { start: span.start + start, end: span.start + end },
    key: shape.key === null ? null : moved(shape.key, span.start),
    header: shape.header,
    valueSpan:
      shape.value === null ? null : { start: span.start + shape.value.start, end: span.start + shape.value.end },
  };
}

interface Shape {
  readonly header: "table" | "array" | null;
  readonly key: TomlKey | null;
  /** Offset of `=`; null without one. */
  readonly equals: number | null;
  readonly value: Span | null;
  /** What there is without indentation, trailing space and comment. */
  readonly content: Span;
}

function shapeOf(own: string): Shape {
  const start = own.length - own.trimStart().length;
  const firstLine = firstLineOf(own, 0);
  const opening = /^[ \t]*(\[\[?)/.exec(own);
  if (opening !== null) {
    const content = { start, end: trimEnd(own, start, commentStart(firstLine, start)) };
    const key = nameAt(own, opening[0].length);
    return { header: opening[1] === "[[" ? "array" : "table", key, equals: null, value: null, content };
  }
  const key = nameAt(own, start);
  const equals = equalsIn(firstLine);
  if (equals === null) {
    return { header: null, key, equals, value: null, content: { start, end: trimEnd(own, start, commentStart(firstLine, start)) } };
  }
  // A value over several lines is shown by its first: an error that paints half the file helps nobody.
  const end = trimEnd(own, equals + 1, commentStart(firstLine, equals + 1));
  const valueStart = Math.min(end, equals + 1 + (/^[ \t]*/.exec(own.slice(equals + 1))?.[0].length ?? 0));
  const keyEndsAtEquals = key !== null && /^[ \t]*$/.test(own.slice(key.span.end, equals));
  return {
    header: null,
    key: keyEndsAtEquals ? key : null,
    equals,
    value: { start: valueStart, end: Math.max(valueStart, end) },
    content: { start, end },
  };
}

function classify(own: string, shape: Shape, cause: Cause): { code: SyntaxErrorCode; error: Span } {
  const whole = shape.content;
  if (cause.kind === "integer-too-large") {
    return { code: "integer-too-large", error: cause.range };
  }
  if (cause.kind === "too-deep") {
    return { code: "nested-too-deep", error: shape.value ?? whole };
  }
  const at = cause.index ?? whole.start;
  const message = cause.message;
  const here = { start: at, end: tokenEnd(own, at) };
  if (/control character/i.test(message)) {
    return { code: "control-character", error: { start: at, end: at + 1 } };
  }
  if (shape.header !== null) {
    if (/newline/i.test(message)) {
      return { code: "text-after-header", error: { start: at, end: Math.max(at + 1, whole.end) } };
    }
    return /unterminated/i.test(message) || !own.slice(whole.start, whole.end).includes("]")
      ? { code: "unclosed-header", error: whole }
      : { code: "invalid-key", error: whole };
  }
  if (shape.equals === null) {
    return shape.key !== null && shape.key.span.end === whole.end
      ? { code: "missing-equals", error: whole }
      : { code: shape.key === null ? "invalid-key" : "missing-equals", error: whole };
  }
  if (shape.value !== null && shape.value.start === shape.value.end && !/[^ \t\r\n]/.test(stripComment(own, shape.equals + 1))) {
    return { code: "missing-value", error: { start: whole.start, end: shape.equals + 1 } };
  }
  if (at <= shape.equals || (shape.key === null && at <= shape.equals + 1)) {
    return { code: "invalid-key", error: { start: whole.start, end: Math.max(whole.start + 1, trimEnd(own, whole.start, shape.equals)) } };
  }
  const value = shape.value ?? whole;
  if (message.startsWith("Unterminated string")) {
    return { code: "unterminated-string", error: value };
  }
  if (/^Unterminated|^Missing comma/.test(message)) {
    return { code: "unclosed-bracket", error: value };
  }
  if (/escape|code point/i.test(message)) {
    const backslash = own.lastIndexOf("\\", at);
    return { code: "invalid-escape", error: { start: backslash >= value.start ? backslash : at, end: at + 1 } };
  }
  if (/newline.*curly/i.test(message)) {
    return { code: "inline-table-newline", error: value };
  }
  if (/trailing comma/i.test(message)) {
    return { code: "inline-table-comma", error: here };
  }
  if (message.includes("multiple times")) {
    return { code: "inline-table-duplicate", error: here };
  }
  if (/invalid (date|time)/i.test(message)) {
    return { code: "invalid-date", error: value };
  }
  if (/must be a newline/i.test(message)) {
    return { code: "text-after-value", error: { start: at, end: Math.max(at + 1, value.end) } };
  }
  if (/leading zeros|underscores/i.test(message)) {
    return { code: "invalid-number", error: value };
  }
  const first = own[value.start] ?? "";
  if (first === "[" || first === "{") {
    return { code: closes(own.slice(value.start)) ? "syntax-error" : "unclosed-bracket", error: value };
  }
  if (/^[+-]?[.0-9]/.test(own.slice(value.start, value.end))) {
    return { code: "invalid-number", error: value };
  }
  return { code: first === '"' || first === "'" ? "syntax-error" : "invalid-value", error: value };
}

/** Whether brackets are balanced, roughly: those in strings count too. */
function closes(text: string): boolean {
  let level = 0;
  for (const c of text) {
    if (c === "[" || c === "{") {
      level++;
    } else if (c === "]" || c === "}") {
      level--;
    }
  }
  return level <= 0;
}

function nameAt(own: string, from: number): TomlKey | null {
  const parts: TomlKeyPart[] = [];
  let at = from;
  for (;;) {
    NAME.lastIndex = at;
    const match = NAME.exec(own);
    if (match === null) {
      break;
    }
    const raw = match[1] ?? "";
    const quoted = raw.startsWith('"') || raw.startsWith("'");
    const start = at + match[0].indexOf(raw);
    parts.push({ name: quoted ? raw.slice(1, -1) : raw, span: { start, end: start + raw.length }, quoted });
    at += match[0].length;
    if (own[at] !== ".") {
      break;
    }
    at++;
  }
  const first = parts[0];
  const last = parts[parts.length - 1];
  return first === undefined || last === undefined ? null : { span: { start: first.span.start, end: last.span.end }, parts };
}

function moved(key: TomlKey, by: number): TomlKey {
  const move = (span: Span): Span => ({ start: span.start + by, end: span.end + by });
  return { span: move(key.span), parts: key.parts.map((part) => ({ ...part, span: move(part.span) })) };
}

/** The first `=` outside a quoted key. */
function equalsIn(line: string): number | null {
  const end = commentStart(line, 0);
  let quote: string | null = null;
  for (let at = 0; at < end; at++) {
    const c = line[at];
    if (quote !== null) {
      if (c === "\\" && quote === '"') {
        at++;
      } else if (c === quote) {
        quote = null;
      }
    } else if (c === '"' || c === "'") {
      quote = c;
    } else if (c === "=") {
      return at;
    }
  }
  return null;
}

/** Where a comment starts, strings left alone; the end of the line without one. */
function commentStart(line: string, from: number): number {
  let quote: string | null = null;
  for (let at = from; at < line.length; at++) {
    const c = line[at];
    if (quote !== null) {
      if (c === "\\" && quote === '"') {
        at++;
      } else if (c === quote) {
        quote = null;
      }
    } else if (c === '"' || c === "'") {
      quote = c;
    } else if (c === "#") {
      return at;
    }
  }
  return line.length;
}

function firstLineOf(own: string, from: number): string {
  const end = own.slice(from).search(/[\r\n]/);
  return end === -1 ? own.slice(from) : own.slice(from, from + end);
}

function stripComment(own: string, from: number): string {
  const line = firstLineOf(own, from);
  return line.slice(0, commentStart(line, 0)) + own.slice(from + line.length);
}

function trimEnd(own: string, from: number, to: number): number {
  let end = to;
  while (end > from && (own[end - 1] === " " || own[end - 1] === "\t")) {
    end--;
  }
  return end;
}

function tokenEnd(own: string, at: number): number {
  let end = at + 1;
  while (end < own.length && /[A-Za-z0-9_.+:-]/.test(own[end] ?? "")) {
    end++;
  }
  return Math.min(end, Math.max(at + 1, own.length));
}
