import type { ConfigDocument, OptionTable } from "../config/configDocument.ts";
import { LAB_TABLE, optionTableOf } from "../config/configDocument.ts";
import type { Span } from "../config/text.ts";
import { scanTo } from "./scanStatement.ts";
import { statementAt } from "./statementAt.ts";

/** What stands at a place of the text, and what could be typed there: in half-typed and broken lines too. */
export type Place = { readonly kind: "nothing" } | HeaderPlace | KeyPlace | ValuePlace;

/** Inside `[…]` or `[[…]]`, closed or not. */
export interface HeaderPlace {
  readonly kind: "header";
  /** From the first bracket to the last one that is there. */
  readonly span: Span;
  /** From the first bracket up to the cursor. */
  readonly typed: string;
}

/** Where a key stands or could stand. */
export interface KeyPlace {
  readonly kind: "key";
  readonly table: OptionTable;
  readonly written: "line" | "dotted" | "inline";
  /** The part of the key at the cursor, its quotes too; empty where nothing is typed yet. */
  readonly span: Span;
  readonly typed: string;
  /** What stands behind it: `=`, the end (of the line or of the inline table), a comma, or other text. */
  readonly after: "equals" | "end" | "comma" | "text";
}

/** Where the value of a known option stands or could stand. */
export interface ValuePlace {
  readonly kind: "value";
  readonly table: OptionTable;
  readonly key: string;
  /** The whole value as far as there is one, its quotes too. */
  readonly span: Span;
  /** From the start of the span up to the cursor. */
  readonly typed: string;
  /** The quote that it starts with. */
  readonly quote: '"' | "'" | null;
}

const NOTHING: Place = { kind: "nothing" };

/** What stands at this offset. Nothing in comments, in lists, and in tables that no driver knows. */
export function placeAt(document: ConfigDocument, offset: number): Place {
  const { text, lines } = document;
  const statement = statementAt(document, offset);
  const line = lines.lineSpan(lines.lineAt(offset));
  const span = statement?.span ?? line;
  if (offset < span.start || offset > Math.max(span.end, line.end)) return NOTHING;
  const end = Math.max(span.end, line.end);
  const found = scanTo(text, span.start, offset, end);
  if (found === null) return NOTHING;
  switch (found.kind) {
    case "header":
      return { kind: "header", span: found.span, typed: text.slice(found.span.start, offset) };
    case "key": {
      const table = optionTableOf([...tableAbove(document, span.start), ...found.path]);
      if (table === null) return NOTHING;
      const written = found.inline ? "inline" : found.path.length > 0 ? "dotted" : "line";
      return { kind: "key", table, written, span: found.span, typed: text.slice(found.span.start, offset), after: found.after };
    }
    case "value": {
      const key = found.path.at(-1);
      const table = optionTableOf([...tableAbove(document, span.start), ...found.path.slice(0, -1)]);
      if (table === null || key === undefined) return NOTHING;
      const first = text[found.span.start];
      const quote = found.span.end > found.span.start && (first === '"' || first === "'") ? first : null;
      return { kind: "value", table, key, span: found.span, typed: text.slice(found.span.start, offset), quote };
    }
  }
}

/** The table of this line. Below a header that is still being typed, the one that it will surely be: `[in`, `[outpu`. */
function tableAbove(document: ConfigDocument, offset: number): readonly string[] {
  const path = document.tableAt(offset);
  const name = path.length === 1 ? (path[0] ?? "") : "";
  if (name === "") return path;
  const header = document.tables.findLast((table) => table.span.end <= offset);
  if (header?.complete !== false) return path;
  const meant = ["input", "output", LAB_TABLE].find((table) => table.startsWith(name));
  return meant === undefined ? path : [meant];
}
