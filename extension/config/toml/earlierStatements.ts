import type { Statement } from "../statement.ts";
import { isLocal, shiftStatement } from "./shiftStatement.ts";

/** A text as it was read before. */
export interface EarlierText {
  readonly text: string;
  readonly statements: readonly Statement[];
}

/**
 * What of an earlier version of a text still stands in it: all lines before the place where the two begin to differ, and
 * all behind it. Whatever was typed, deleted or pasted, it is one such place.
 */
export class EarlierStatements {
  readonly #earlier: EarlierText;
  readonly #sameBefore: number;
  /** In the earlier text. */
  readonly #sameFrom: number;
  readonly #growth: number;
  #next = 0;

  constructor(earlier: EarlierText, text: string) {
    this.#earlier = earlier;
    this.#sameBefore = commonStart(earlier.text, text);
    this.#sameFrom = earlier.text.length - commonEnd(earlier.text, text, this.#sameBefore);
    this.#growth = text.length - earlier.text.length;
  }

  /** The statement that starts here, if it need not be read again. To be asked from the start of the text to its end. */
  take(start: number): Statement | null {
    const isBefore = start < this.#sameBefore;
    const by = isBefore ? 0 : this.#growth;
    const one = this.#startingAt(start - by);
    if (one === null || !isLocal(one) || !(isBefore ? one.span.end < this.#sameBefore : one.span.start >= this.#sameFrom)) {
      return null;
    }
    return by === 0 ? one : shiftStatement(one, by);
  }

  #startingAt(start: number): Statement | null {
    const { statements } = this.#earlier;
    let one = statements[this.#next];
    while (one !== undefined && one.span.start < start) {
      one = statements[++this.#next];
    }
    return one?.span.start === start ? one : null;
  }
}

/** Texts are compared piece by piece: the engine compares pieces much faster than we compare characters. */
const PIECE = 512;

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  while (same + PIECE <= most && a.slice(same, same + PIECE) === b.slice(same, same + PIECE)) {
    same += PIECE;
  }
  while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) {
    same++;
  }
  return same;
}

/** What both end with, of what does not belong to their common start already. */
function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let same = 0;
  while (same + PIECE <= most && a.slice(a.length - same - PIECE, a.length - same) === b.slice(b.length - same - PIECE, b.length - same)) {
    same += PIECE;
  }
  while (same < most && a.charCodeAt(a.length - same - 1) === b.charCodeAt(b.length - same - 1)) {
    same++;
  }
  return same;
}
