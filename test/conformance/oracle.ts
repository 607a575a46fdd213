import { parseTOML } from "toml-eslint-parser";
import type { AST } from "toml-eslint-parser";
import type { ConfigDocument } from "../../extension/config/configDocument.ts";
import type { Span } from "../../extension/config/text.ts";
import type { TomlKey, TomlValue } from "../../extension/config/tomlValue.ts";

/** A header or an option, with the place of every piece of it. */
export type Read =
  | { readonly header: "table" | "array"; readonly key: TomlKey; readonly brackets: Span }
  | { readonly key: TomlKey; readonly value: TomlValue };

/** What toml-eslint-parser, which reads whole documents, makes of the text; null when it refuses it. */
export function oracleReads(text: string): Read[] | null {
  let program: AST.TOMLProgram;
  try {
    // The line end keeps it from a slip at the end of its text, where it ends a lone "0" before it begins.
    program = parseTOML(`${text}\n`, { tomlVersion: "1.0" });
  } catch {
    return null;
  }
  return program.body[0].body.flatMap((node): Read[] => {
    if (node.type === "TOMLKeyValue") {
      return [{ key: keyOf(node.key), value: valueOf(node.value, text) }];
    }
    const header = { header: node.kind === "array" ? "array" : "table", key: keyOf(node.key) } as const;
    // Its tables go on to their last option; the brackets end on the line of the name.
    const close = text.indexOf(node.kind === "array" ? "]]" : "]", node.key.range[1]);
    const brackets = { start: node.range[0], end: close + (node.kind === "array" ? 2 : 1) };
    return [{ ...header, brackets }, ...node.body.map((pair) => ({ key: keyOf(pair.key), value: valueOf(pair.value, text) }))];
  });
}

/** The same of our own reader. */
export function weRead(document: ConfigDocument): Read[] {
  return document.statements.flatMap((statement): Read[] => {
    switch (statement.kind) {
      case "header":
        return [{ header: statement.array ? "array" : "table", key: statement.key, brackets: statement.brackets }];
      case "keyValue":
        return [{ key: statement.key, value: statement.value }];
      default:
        return [];
    }
  });
}

function valueOf(node: AST.TOMLContentNode, text: string): TomlValue {
  const span = spanOf(node.range);
  switch (node.type) {
    case "TOMLArray":
      return { type: "array", span, items: node.elements.map((element) => valueOf(element, text)) };
    case "TOMLInlineTable":
      return { type: "table", span, pairs: node.body.map((pair) => ({ key: keyOf(pair.key), value: valueOf(pair.value, text) })) };
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
          return { type: "datetime", span, value: text.slice(span.start, span.end) };
      }
  }
}

function keyOf(node: AST.TOMLKey): TomlKey {
  return {
    span: spanOf(node.range),
    parts: node.keys.map((part) => ({
      name: part.type === "TOMLBare" ? part.name : part.value,
      span: spanOf(part.range),
      quoted: part.type === "TOMLQuoted",
    })),
  };
}

function spanOf([start, end]: readonly [number, number]): Span {
  return { start, end };
}
