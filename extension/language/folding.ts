import type { ConfigDocument } from "../config/configDocument.ts";

/** Lines from 0, both inclusive; the first one stays visible. */
export interface FoldingRange {
  readonly start: number;
  readonly end: number;
  readonly kind: "table" | "comment" | "value";
}

/**
 * Tables down to their last option (a comment above the next header belongs to that one), blocks of comments, and
 * values of several lines.
 */
export function foldingRanges(document: ConfigDocument): readonly FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const add = (start: number, end: number, kind: FoldingRange["kind"]): void => {
    if (end > start) ranges.push({ start, end, kind });
  };
  let table: number | null = null;
  let lastOption = 0;
  let comment: { readonly first: number; last: number } | null = null;
  const endComment = (): void => {
    if (comment !== null) add(comment.first, comment.last, "comment");
    comment = null;
  };
  for (const statement of document.statements) {
    const first = document.lines.lineAt(statement.span.start);
    const last = document.lines.lineAt(statement.span.end);
    if (statement.kind === "comment") {
      if (comment === null) comment = { first, last };
      else comment.last = last;
      continue;
    }
    endComment();
    if (statement.kind === "blank") continue;
    if (statement.kind === "header" || (statement.kind === "error" && statement.header !== null)) {
      if (table !== null) add(table, lastOption, "table");
      table = first;
      lastOption = first;
    } else {
      add(first, last, "value");
      lastOption = last;
    }
  }
  endComment();
  if (table !== null) add(table, lastOption, "table");
  return ranges.sort((a, b) => a.start - b.start);
}
