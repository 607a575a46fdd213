import type { ConfigDocument } from "../config/configDocument.ts";
import type { Statement } from "../config/statement.ts";

/** The index of the statement that this offset is in or at the end of; null on a last line that holds nothing. */
export function statementIndexAt(document: ConfigDocument, offset: number): number | null {
  const { statements } = document;
  let low = 0;
  let high = statements.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((statements[middle]?.span.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = statements[low];
  return found !== undefined && found.span.start <= offset && offset <= found.span.end ? low : null;
}

export function statementAt(document: ConfigDocument, offset: number): Statement | null {
  const index = statementIndexAt(document, offset);
  return index === null ? null : (document.statements[index] ?? null);
}
