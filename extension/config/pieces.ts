import type { LineMap, Span, TextEdit } from "./text.ts";

/** What became of a text through several rounds of edits, so that one list of edits can say it all. */
export class Pieces {
  /** In the order of the text: what was kept of the original (a span of it), and what was put in. */
  #pieces: readonly Piece[];
  readonly #original: LineMap;

  constructor(original: LineMap) {
    this.#original = original;
    this.#pieces = [{ kept: true, start: 0, end: original.text.length }];
  }

  get text(): string {
    return this.#pieces.map((piece) => this.#textOf(piece)).join("");
  }

  /** Edits of the text as it is now: in its order, not overlapping. */
  apply(edits: readonly (Span & { readonly newText: string })[]): void {
    const result: Piece[] = [];
    const pieces = [...this.#pieces].reverse();
    let at = 0;
    /** Moves on to an offset, keeping what lies before it or not. */
    const moveTo = (offset: number, keep: boolean): void => {
      for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
        const length = piece.kept ? piece.end - piece.start : piece.text.length;
        const wanted = Math.min(length, offset - at);
        if (wanted < length) {
          const [head, tail] = split(piece, wanted);
          pieces.push(tail);
          piece = head;
        }
        if (keep && wanted > 0) {
          result.push(piece);
        }
        at += wanted;
        if (wanted < length) {
          return;
        }
      }
    };
    for (const { start, end, newText } of edits) {
      moveTo(start, true);
      moveTo(end, false);
      if (newText !== "") {
        result.push({ kept: false, text: newText });
      }
    }
    moveTo(Infinity, true);
    this.#pieces = result;
  }

  /** The edits that lead from the original to what it has become. */
  edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    const { text } = this.#original;
    let from = 0;
    let added = "";
    const until = (start: number): void => {
      if (start > from || added !== "") {
        // What was taken out and put in again is left alone.
        let head = 0;
        while (head < added.length && from + head < start && text[from + head] === added[head]) head++;
        if (head > 0 && this.#isWithinLineEnd(from + head)) head--;
        let tail = 0;
        while (tail < added.length - head && start - tail > from + head && text[start - tail - 1] === added[added.length - tail - 1]) tail++;
        if (tail > 0 && this.#isWithinLineEnd(start - tail)) tail--;
        const newText = added.slice(head, added.length - tail);
        const span = { start: from + head, end: start - tail };
        if (newText !== "" || span.end > span.start) {
          edits.push({ range: this.#original.rangeOf(span), newText });
        }
      }
      added = "";
    };
    for (const piece of this.#pieces) {
      if (piece.kept) {
        until(piece.start);
        from = piece.end;
      } else {
        added += piece.text;
      }
    }
    until(text.length);
    return edits;
  }

  /** Between CR and LF: no range of lines and characters can begin or end there. */
  #isWithinLineEnd(offset: number): boolean {
    return this.#original.text.startsWith("\r\n", offset - 1);
  }

  #textOf(piece: Piece): string {
    return piece.kept ? this.#original.text.slice(piece.start, piece.end) : piece.text;
  }
}

type Piece =
  | { readonly kept: true; readonly start: number; readonly end: number }
  | { readonly kept: false; readonly text: string };

function split(piece: Piece, at: number): [Piece, Piece] {
  return piece.kept
    ? [{ ...piece, end: piece.start + at }, { ...piece, start: piece.start + at }]
    : [{ kept: false, text: piece.text.slice(0, at) }, { kept: false, text: piece.text.slice(at) }];
}
