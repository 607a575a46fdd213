import { parseTOML } from "toml-eslint-parser";
import type { AST } from "toml-eslint-parser";
import type { Span } from "./text.ts";
import type { Statement } from "./statement.ts";
import type { TomlKey, TomlValue } from "./tomlValue.ts";
import { describeError } from "./syntaxError.ts";

const COMMENT = "#[^\\x00-\\x08\\x0a-\\x1f\\x7f]*";
const INTEGER = "[+-]?(?:0|[1-9][0-9]{0,17})";
const FLOAT = "[+-]?(?:0|[1-9][0-9]*)(?:\\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)";
const TEXT = "[^\\x00-\\x08\\x0a-\\x1f\\x7f";

/** A bare key with a one-line string without escapes, a decimal number or a boolean: nearly every line there is. */
const PLAIN = new RegExp(
  `^([ \\t]*)([A-Za-z0-9_-]+)([ \\t]*=[ \\t]*)(?:"(${TEXT}"\\\\]*)"|'(${TEXT}']*)'|(true|false)|(${INTEGER})|(${FLOAT}))([ \\t]*)(${COMMENT})?$`,
);
const PLAIN_HEADER = new RegExp(`^([ \\t]*)\\[([ \\t]*)([A-Za-z0-9_-]+)([ \\t]*)\\]([ \\t]*)(${COMMENT})?$`);
const PLAIN_COMMENT = new RegExp(`^([ \\t]*)${COMMENT}$`);
const BLANK = /^[ \t]*$/;

/** toml++ stops at 256 levels; nothing a person writes comes near, and the parser below recurses. */
export const MOST_LEVELS = 256;

/** Reads one statement as TOML 1.0. Never throws. */
export function parseStatement(text: string, span: Span): Statement {
  const own = text.slice(span.start, span.end);
  return parsePlain(own, span) ?? parseAny(own, span);
}

/** Most lines need no parser: one expression reads them ten times faster. A test holds it to the parser below. */
function parsePlain(own: string, span: Span): Statement | null {
  const keyValue = PLAIN.exec(own);
  if (keyValue !== null) {
    const [, indent = "", name = "", equals = "", basic, literal, boolean, integer, float, space = "", comment] = keyValue;
    const keySpan = spanAt(span.start + indent.length, name.length);
    const raw = basic ?? literal ?? boolean ?? integer ?? float ?? "";
    const quotes = basic === undefined && literal === undefined ? 0 : 2;
    const valueSpan = spanAt(keySpan.end + equals.length, raw.length + quotes);
    const value: TomlValue =
      basic !== undefined
        ? { type: "string", span: valueSpan, value: basic, style: "basic", multiline: false }
        : literal !== undefined
          ? { type: "string", span: valueSpan, value: literal, style: "literal", multiline: false }
          : boolean !== undefined
            ? { type: "boolean", span: valueSpan, value: boolean === "true" }
            : integer !== undefined
              ? { type: "integer", span: valueSpan, value: Number(integer) + 0, exact: BigInt(integer.replace("+", "")) }
              : { type: "float", span: valueSpan, value: Number(float) };
    return {
      kind: "keyValue",
      span,
      key: { span: keySpan, parts: [{ name, span: keySpan, quoted: false }] },
      value,
      comment: comment === undefined ? null : spanAt(valueSpan.end + space.length, comment.length),
      plain: true,
    };
  }
  if (BLANK.test(own)) {
    return { kind: "blank", span };
  }
  const comment = PLAIN_COMMENT.exec(own);
  if (comment !== null) {
    return { kind: "comment", span, comment: { start: span.start + (comment[1] ?? "").length, end: span.end } };
  }
  const header = PLAIN_HEADER.exec(own);
  if (header !== null) {
    const [, indent = "", before = "", name = "", after = "", space = "", remark] = header;
    const open = span.start + indent.length;
    const keySpan = spanAt(open + 1 + before.length, name.length);
    const close = keySpan.end + after.length + 1;
    return {
      kind: "header",
      span,
      array: false,
      key: { span: keySpan, parts: [{ name, span: keySpan, quoted: false }] },
      brackets: { start: open, end: close },
      comment: remark === undefined ? null : spanAt(close + space.length, remark.length),
    };
  }
  return null;
}

function parseAny(own: string, span: Span): Statement {
  if (depth(own) > MOST_LEVELS) {
    return describeError(own, span, { kind: "too-deep" });
  }
  let program: AST.TOMLProgram;
  try {
    // The line end keeps the parser from a slip at the end of its text, where it ends a lone "0" before it begins.
    program = parseTOML(`${own}\n`, { tomlVersion: "1.0" });
  } catch (error) {
    return describeError(own, span, { kind: "parser", message: messageOf(error), index: indexOf(error) });
  }
  const node = program.body[0].body[0];
  const comments = program.comments;
  const lastComment = comments[comments.length - 1];
  if (node === undefined || program.body[0].body.length !== 1) {
    return describeError(own, span, { kind: "parser", message: "", index: null });
  }
  const comment =
    lastComment === undefined || lastComment.range[0] < node.range[1] ? null : shift(lastComment.range, span.start);
  if (node.type === "TOMLTable") {
    return {
      kind: "header",
      span,
      array: node.kind === "array",
      key: keyOf(node.key, span.start),
      brackets: shift(node.range, span.start),
      comment,
    };
  }
  const tooLarge = integerBeyond64Bits(node.value);
  if (tooLarge !== null) {
    return describeError(own, span, { kind: "integer-too-large", range: tooLarge });
  }
  return {
    kind: "keyValue",
    span,
    key: keyOf(node.key, span.start),
    value: valueOf(node.value, span.start, own),
    comment,
    plain: false,
  };
}

/** How deep brackets stand in each other, counted roughly: brackets in strings count too. */
function depth(own: string): number {
  let level = 0;
  let most = 0;
  for (let at = 0; at < own.length; at++) {
    const c = own.charCodeAt(at);
    if (c === 91 || c === 123) {
      level++;
      most = Math.max(most, level);
    } else if (c === 93 || c === 125) {
      level--;
    }
  }
  return most;
}

function valueOf(node: AST.TOMLContentNode, base: number, own: string): TomlValue {
  const span = shift(node.range, base);
  switch (node.type) {
    case "TOMLArray":
      return { type: "array", span, items: node.elements.map((element) => valueOf(element, base, own)) };
    case "TOMLInlineTable":
      return {
        type: "table",
        span,
        pairs: node.body.map((pair) => ({ key: keyOf(pair.key, base), value: valueOf(pair.value, base, own) })),
      };
    case "TOMLValue":
      switch (node.kind) {
        case "string":
          return { type: "string", span, value: node.value, style: node.style, multiline: node.multiline };
        case "integer":
          return { type: "integer", span, value: Number(node.bigint), exact: node.bigint };
        case "float":
          return { type: "float", span, value: node.value };
        case "boolean":
          return { type: "boolean", span, value: node.value };
        default:
          return { type: "datetime", span, value: own.slice(node.range[0], node.range[1]) };
      }
  }
}

function integerBeyond64Bits(node: AST.TOMLContentNode): Span | null {
  switch (node.type) {
    case "TOMLArray":
      return firstOf(node.elements);
    case "TOMLInlineTable":
      return firstOf(node.body.map((pair) => pair.value));
    case "TOMLValue":
      return node.kind === "integer" && BigInt.asIntN(64, node.bigint) !== node.bigint ? shift(node.range, 0) : null;
  }
}

function firstOf(nodes: readonly AST.TOMLContentNode[]): Span | null {
  for (const node of nodes) {
    const found = integerBeyond64Bits(node);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

function keyOf(node: AST.TOMLKey, base: number): TomlKey {
  return {
    span: shift(node.range, base),
    parts: node.keys.map((part) => ({
      name: part.type === "TOMLBare" ? part.name : part.value,
      span: shift(part.range, base),
      quoted: part.type === "TOMLQuoted",
    })),
  };
}

function spanAt(start: number, length: number): Span {
  return { start, end: start + length };
}

function shift(range: readonly [number, number], base: number): Span {
  return { start: range[0] + base, end: range[1] + base };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function indexOf(error: unknown): number | null {
  return error instanceof Error && "index" in error && typeof error.index === "number" ? error.index : null;
}
