/**
 * Places in a text. Offsets count UTF-16 units from the start of the text, a byte order mark included.
 * Positions are what editors show: line and character from 0, in UTF-16 units, a byte order mark left out
 * (VS Code takes it off before anyone sees the text).
 */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** Half-open: `end` is the offset of the first unit that is no longer in it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What edits write. An old Mac's CR alone is none for TOML. */
export type LineEnding = "\n" | "\r\n";

export const BYTE_ORDER_MARK = "\uFEFF";

const CR = 13;
const LF = 10;

/** Where lines start and end. A line ends at LF, CR LF or a lone CR, as in VS Code. */
export class LineMap {
  readonly text: string;
  /** Offset of the first unit of each line; that of line 0 is behind a byte order mark. */
  readonly starts: readonly number[];
  readonly bom: boolean;
  /** A CR that no LF follows; null when there is none. TOML does not know it as a line end. */
  readonly firstLoneCarriageReturn: number | null;
  /** The line end that most lines have, of those that TOML knows; LF when there is none at all. */
  readonly lineEnding: LineEnding;

  constructor(text: string) {
    this.text = text;
    this.bom = text.startsWith(BYTE_ORDER_MARK);
    const starts = [this.bom ? 1 : 0];
    let lone: number | null = null;
    let lf = 0;
    let crlf = 0;
    // indexOf jumps from line to line; a text without CR is walked once.
    let nextCr = text.indexOf("\r");
    let nextLf = text.indexOf("\n");
    while (nextCr !== -1 || nextLf !== -1) {
      if (nextCr !== -1 && (nextLf === -1 || nextCr < nextLf)) {
        if (nextLf === nextCr + 1) {
          crlf++;
          starts.push(nextLf + 1);
          nextLf = text.indexOf("\n", nextLf + 1);
        } else {
          lone ??= nextCr;
          starts.push(nextCr + 1);
        }
        nextCr = text.indexOf("\r", nextCr + 1);
      } else {
        lf++;
        starts.push(nextLf + 1);
        nextLf = text.indexOf("\n", nextLf + 1);
      }
    }
    this.starts = starts;
    this.firstLoneCarriageReturn = lone;
    this.lineEnding = crlf >= lf && crlf > 0 ? "\r\n" : "\n";
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The line's text without its line end. */
  lineSpan(line: number): Span {
    const start = this.starts[line] ?? this.text.length;
    let end = this.starts[line + 1] ?? this.text.length;
    if (line + 1 < this.starts.length) {
      end--;
      if (end > start && this.text.charCodeAt(end) === LF && this.text.charCodeAt(end - 1) === CR) {
        end--;
      }
    }
    return { start, end };
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  positionAt(offset: number): Position {
    const inside = Math.max(this.starts[0] ?? 0, Math.min(offset, this.text.length));
    const line = this.lineAt(inside);
    return { line, character: inside - (this.starts[line] ?? 0) };
  }

  /** A position behind the end of its line means the end of that line. */
  offsetAt(position: Position): number {
    if (position.line < 0) {
      return this.starts[0] ?? 0;
    }
    if (position.line >= this.starts.length) {
      return this.text.length;
    }
    const { start, end } = this.lineSpan(position.line);
    return Math.min(start + Math.max(0, position.character), end);
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }
}

/** The text after the edits, which must not overlap; several at one place are put in in their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineMap(text);
  const spans = edits
    .map((edit, order) => ({
      start: lines.offsetAt(edit.range.start),
      end: lines.offsetAt(edit.range.end),
      newText: edit.newText,
      order,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  let result = "";
  let at = 0;
  for (const span of spans) {
    if (span.start < at) {
      throw new RangeError("edits overlap");
    }
    result += text.slice(at, span.start) + span.newText;
    at = span.end;
  }
  return result + text.slice(at);
}

export function contains(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}

export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
