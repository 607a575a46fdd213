import type { ConfigDocument } from "../config/configDocument.ts";
import type { Span } from "../config/text.ts";
import type { TomlKey, TomlValue } from "../config/tomlValue.ts";
import { statementIndexAt } from "./statementAt.ts";

/**
 * What "expand selection" takes one after the other at this offset, from the inside out: text of a string, value, pair,
 * line, table, file. Each one holds the one before it.
 */
export function selectionSpans(document: ConfigDocument, offset: number): readonly Span[] {
  const spans: Span[] = [{ start: document.lines.starts[0] ?? 0, end: document.text.length }];
  const index = statementIndexAt(document, offset);
  if (index !== null) {
    const table = tableSpan(document, index);
    if (table !== null) spans.push(table);
    const statement = document.statements[index];
    if (statement !== undefined && statement.kind !== "blank") {
      spans.push(statement.span, trimmed(document, statement.span));
      if (statement.kind === "keyValue") inPair(document, statement.key, statement.value, offset, spans);
      else if (statement.kind === "header") spans.push(statement.brackets, ...inKey(statement.key, offset));
      else if (statement.kind === "error" && statement.key !== null) {
        if (statement.valueSpan !== null) spans.push(statement.valueSpan);
        spans.push(...inKey(statement.key, offset));
      }
      if ("comment" in statement && statement.comment !== null) spans.push(statement.comment);
    }
  }
  return nested(spans, offset).reverse();
}

function inPair(document: ConfigDocument, key: TomlKey, value: TomlValue, offset: number, spans: Span[]): void {
  // Downwards from pair to pair: inline tables and lists are as deep as the writer likes.
  let at: { readonly key: TomlKey | null; readonly value: TomlValue } | null = { key, value };
  while (at !== null) {
    const here: { readonly key: TomlKey | null; readonly value: TomlValue } = at;
    if (here.key !== null) spans.push({ start: here.key.span.start, end: here.value.span.end }, ...inKey(here.key, offset));
    spans.push(here.value.span);
    at = null;
    switch (here.value.type) {
      case "string": {
        const quotes = here.value.multiline ? 3 : 1;
        spans.push({ start: here.value.span.start + quotes, end: here.value.span.end - quotes });
        break;
      }
      case "table":
      case "array": {
        const { start, end } = here.value.span;
        spans.push({ start: start + 1, end: end - 1 }, trimmed(document, { start: start + 1, end: end - 1 }));
        if (here.value.type === "table") at = here.value.pairs.find((pair) => holds({ start: pair.key.span.start, end: pair.value.span.end }, offset)) ?? null;
        else {
          const item = here.value.items.find(({ span }) => holds(span, offset));
          at = item === undefined ? null : { key: null, value: item };
        }
        break;
      }
      default:
        break;
    }
  }
}

function inKey(key: TomlKey, offset: number): readonly Span[] {
  const part = key.parts.find(({ span }) => holds(span, offset));
  if (part === undefined) return [];
  return part.quoted ? [key.span, part.span, { start: part.span.start + 1, end: part.span.end - 1 }] : [key.span, part.span];
}

/** From the header above to the last line before the next header. */
function tableSpan(document: ConfigDocument, index: number): Span | null {
  const above = document.tables.findLast((table) => table.statement <= index);
  if (above === undefined) return null;
  const next = document.tables.find((table) => table.statement > index);
  const start = document.statements[above.statement]?.span.start ?? above.span.start;
  let last = (next?.statement ?? document.statements.length) - 1;
  while (last > index && document.statements[last]?.kind === "blank") last--;
  return { start, end: document.statements[last]?.span.end ?? document.text.length };
}

function trimmed(document: ConfigDocument, span: Span): Span {
  const text = document.text.slice(span.start, span.end);
  const start = span.start + (text.length - text.trimStart().length);
  return { start, end: Math.max(start, span.end - (text.length - text.trimEnd().length)) };
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Those that hold the offset, each inside the one before and smaller than it. */
function nested(spans: readonly Span[], offset: number): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const outer = result.at(-1);
    if (!holds(span, offset)) continue;
    if (outer === undefined) result.push(span);
    else if (outer.start <= span.start && span.end <= outer.end && span.end - span.start < outer.end - outer.start) result.push(span);
  }
  return result;
}
