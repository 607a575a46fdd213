import type { ConfigDocument } from "../config/configDocument.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { applyEdits } from "../config/text.ts";
import type { TextEdit } from "../config/text.ts";

/** One change of a document, as edits against exactly that document. */
export type EditStep = (document: ConfigDocument) => readonly TextEdit[];

/**
 * Several changes as edits that can be applied at once. The steps are played one after the other on a copy; when the
 * edits of all steps against the original give the same text, those are the answer (small, so that cursors and undo
 * stay natural), otherwise one edit over the stretch that differs. Null when `proof` does not hold for the result.
 */
export function combineEdits(
  text: string,
  steps: readonly EditStep[],
  proof: (after: ConfigDocument) => boolean,
): readonly TextEdit[] | null {
  const original = parseConfig(text);
  let current = original;
  for (const step of steps) current = parseConfig(applyEdits(current.text, step(current)));
  if (!proof(current)) return null;
  const together = steps.flatMap((step) => step(original));
  if (applyTogether(text, together) === current.text) return together;
  return [differingStretch(original, current.text)];
}

/** Edits of several steps may touch each other; then there is no such thing as all at once (null). */
function applyTogether(text: string, edits: readonly TextEdit[]): string | null {
  try {
    return applyEdits(text, edits);
  } catch {
    return null;
  }
}

function differingStretch(document: ConfigDocument, after: string): TextEdit {
  const before = document.text;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return {
    range: { start: document.positionAt(start), end: document.positionAt(before.length - tail) },
    newText: after.slice(start, after.length - tail),
  };
}
