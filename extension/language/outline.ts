import type { ConfigDocument } from "../config/configDocument.ts";
import type { Span } from "../config/text.ts";
import type { TomlInlineTable, TomlKey, TomlValue } from "../config/tomlValue.ts";

/** An entry of the outline: a table with its options, or an option with its value beside it. */
export interface OutlineItem {
  readonly name: string;
  /** The value as it is written, on one line; empty for tables and broken lines. */
  readonly detail: string;
  readonly kind: "table" | "string" | "number" | "boolean" | "list" | "option";
  readonly span: Span;
  /** What is selected when it is chosen: the key or the header. Inside `span`. */
  readonly selection: Span;
  readonly children: readonly OutlineItem[];
}

/** Of more only the tables are of use, and all would be made and sent anew whenever somebody types. */
const MOST_OPTIONS = 2000;
/** Deeper inline tables are nobody's outline. */
const MOST_LEVELS = 8;
const LONGEST_DETAIL = 80;

/**
 * Tables and options in the order of the text, broken lines too as far as they have a name. Of a file with more of them
 * than anyone reads, the tables.
 */
export function outline(document: ConfigDocument): readonly OutlineItem[] {
  const top: OutlineItem[] = [];
  let table: { readonly item: Omit<OutlineItem, "children" | "span">; start: number; end: number; children: OutlineItem[] } | null = null;
  const close = (): void => {
    if (table !== null) top.push({ ...table.item, span: { start: table.start, end: table.end }, children: table.children });
  };
  const isLong = document.entries.length > MOST_OPTIONS;
  const add = (end: number, item: () => OutlineItem): void => {
    if (table !== null) table.end = Math.max(table.end, end);
    if (!isLong) (table?.children ?? top).push(item());
  };
  for (const statement of document.statements) {
    switch (statement.kind) {
      case "blank":
      case "comment":
        break;
      case "header": {
        close();
        const { brackets } = statement;
        table = { item: tableItem(document, statement.key, brackets), start: brackets.start, end: brackets.end, children: [] };
        break;
      }
      case "keyValue":
        add(statement.value.span.end, () => option(document, statement.key, statement.value, 0));
        break;
      case "error": {
        const { key, errorSpan, span, header } = statement;
        if (header !== null) {
          close();
          table = { item: tableItem(document, key, key?.span ?? errorSpan), start: span.start, end: span.end, children: [] };
        } else if (key !== null && key.parts.length > 0) {
          add(span.end, () => ({ name: nameOf(document, key.span), detail: "", kind: "option", span: { start: key.span.start, end: span.end }, selection: key.span, children: [] }));
        }
        break;
      }
    }
  }
  close();
  return top;
}

function tableItem(document: ConfigDocument, key: TomlKey | null, selection: Span): Omit<OutlineItem, "children" | "span"> {
  return { name: key === null ? "[…]" : nameOf(document, key.span), detail: "", kind: "table", selection };
}

function option(document: ConfigDocument, key: TomlKey, value: TomlValue, level: number): OutlineItem {
  return {
    name: nameOf(document, key.span),
    detail: value.type === "table" ? "" : shortened(document.text.slice(value.span.start, value.span.end)),
    kind: kindOf(value),
    span: { start: key.span.start, end: value.span.end },
    selection: key.span,
    children: value.type === "table" && level < MOST_LEVELS ? pairs(document, value, level) : [],
  };
}

function pairs(document: ConfigDocument, table: TomlInlineTable, level: number): readonly OutlineItem[] {
  return table.pairs.map(({ key, value }) => option(document, key, value, level + 1));
}

function kindOf(value: TomlValue): OutlineItem["kind"] {
  switch (value.type) {
    case "string":
    case "datetime":
      return "string";
    case "integer":
    case "float":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return "list";
    case "table":
      return "table";
  }
}

/** Editors take no entry without a name. */
function nameOf(document: ConfigDocument, span: Span): string {
  const name = shortened(document.text.slice(span.start, span.end));
  return name === "" ? "…" : name;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= LONGEST_DETAIL ? line : `${line.slice(0, LONGEST_DETAIL - 1)}…`;
}
