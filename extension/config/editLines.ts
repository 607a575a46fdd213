import type { ConfigDocument } from "./configDocument.ts";
import type { Span } from "./text.ts";

/**
 * What to delete so that the statement is gone and no empty line is left: the statement with its line end. The last line
 * of a text without a final line end takes the one before it along, so that there is still none at the end.
 */
export function lineOf(document: ConfigDocument, statement: number): Span {
  return linesOf(document, statement, statement);
}

/** The same for all statements from this one to that one. */
export function linesOf(document: ConfigDocument, from: number, to: number): Span {
  const { lines, text, statements } = document;
  const start = statements[from]?.span.start ?? 0;
  const end = statements[to]?.span.end ?? start;
  if (end < text.length) {
    return { start, end: lines.starts[lines.lineAt(end) + 1] ?? text.length };
  }
  const first = lines.lineAt(start);
  return { start: first === 0 ? start : lines.lineSpan(first - 1).end, end };
}

/** What stands there. */
export function textAt(document: ConfigDocument, span: Span): string {
  return document.text.slice(span.start, span.end);
}
