import type { ConfigDocument } from "./configDocument.ts";
import type { Span } from "./text.ts";

/**
 * What to delete so that the statement is gone and no empty line is left: the statement with its line end. The last line
 * of a text without a final line end takes the one before it along, so that there is still none at the end.
 */
export function lineOf(document: ConfigDocument, statement: number): Span {
  const { lines, text } = document;
  const span = document.statements[statement]?.span ?? { start: 0, end: 0 };
  const last = lines.lineAt(span.end);
  if (span.end < text.length) {
    return { start: span.start, end: lines.starts[last + 1] ?? text.length };
  }
  const first = lines.lineAt(span.start);
  return { start: first === 0 ? span.start : lines.lineSpan(first - 1).end, end: span.end };
}

/** What stands there. */
export function textAt(document: ConfigDocument, span: Span): string {
  return document.text.slice(span.start, span.end);
}
