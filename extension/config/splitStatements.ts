import type { LineMap, Span } from "./text.ts";

/** Only such a line can need its followers. */
const MAY_JOIN = /[[{]|"""|'''/;

/** A line that starts a table, for certain: nothing that may stand in a list looks like it ("[3]" may, "[3]" is one). */
const LOOKS_LIKE_HEADER = /[ \t]*\[\[?[ \t]*(?:(?!true\b|false\b|inf\b|nan\b)[A-Za-z_][A-Za-z0-9_.\- \t"']*)\]\]?[ \t]*(?:#|\r|\n|$)/y;

/** A line that starts a new option. */
const LOOKS_LIKE_KEY = /[ \t]*(?:[A-Za-z0-9_-]+|"[^"\\\r\n]*"|'[^'\r\n]*')(?:[ \t]*\.[ \t]*[A-Za-z0-9_-]+)*[ \t]*=/y;

/**
 * An inline table that its writer spread over lines is joined into one statement, so that it is one error and not
 * twelve. Its lines look like options themselves; hence the limit, which also keeps the work linear.
 */
const MOST_LINES_OF_AN_INLINE_TABLE = 40;

/**
 * Cuts the text into statements: physical lines, joined while a string in three quotes, a list or an inline table is
 * open. One that is never closed ends where the next option or table clearly begins, so that a half-typed line costs
 * itself and nothing else. Takes linear time on any text.
 */
export function splitStatements(lines: LineMap): Span[] {
  return new Splitter(lines).run();
}

class Splitter {
  private readonly lines: LineMap;
  private readonly text: string;
  /** The closing quotes were looked for up to the end of the text and not found: no use to look again. */
  private readonly neverClosed = new Set<string>();

  constructor(lines: LineMap) {
    this.lines = lines;
    this.text = lines.text;
  }

  run(): Span[] {
    const spans: Span[] = [];
    let line = 0;
    while (line < this.lines.lineCount) {
      const { start, end } = this.lines.lineSpan(line);
      if (start === end && line === this.lines.lineCount - 1) {
        break; // what follows the last line end is no line
      }
      const lastLine = this.mayJoin(start, end) ? this.lastLineOf(line) : line;
      spans.push({ start, end: lastLine === line ? end : this.lines.lineSpan(lastLine).end });
      line = lastLine + 1;
    }
    return spans;
  }

  private mayJoin(start: number, end: number): boolean {
    const text = this.text.slice(start, end);
    return MAY_JOIN.test(text) && !/^[ \t]*[[#]/.test(text);
  }

  /** The last line of the statement that begins on this line. */
  private lastLineOf(firstLine: number): number {
    const first = this.lines.lineSpan(firstLine);
    let at = this.afterEquals(first);
    if (at === null) {
      return firstLine;
    }
    const open: string[] = [];
    let line = firstLine;
    let lineEnd = first.end;
    /** Blank lines and comments behind an unclosed bracket stay statements of their own. */
    let lastWithContent = firstLine;
    for (;;) {
      if (at >= lineEnd) {
        if (open.length === 0) {
          return line;
        }
        line++;
        if (line >= this.lines.lineCount || this.endsHere(line, open, line - firstLine)) {
          return open[0] === "{" ? firstLine : lastWithContent;
        }
        const span = this.lines.lineSpan(line);
        at = span.start;
        lineEnd = span.end;
        continue;
      }
      const c = this.text[at];
      if (c === " " || c === "\t") {
        at++;
        continue;
      }
      if (c === "#") {
        at = lineEnd;
        continue;
      }
      lastWithContent = line;
      if (c === "[" || c === "{") {
        open.push(c);
        at++;
      } else if (c === "]" || c === "}") {
        open.pop();
        at++;
      } else if (c === '"' || c === "'") {
        at = this.afterString(at, lineEnd, c);
        if (at > lineEnd) {
          line = this.lines.lineAt(at - 1);
          lastWithContent = line;
          lineEnd = this.lines.lineSpan(line).end;
        }
      } else {
        at++;
      }
    }
  }

  /** Whether the bracket is taken for forgotten, because this line is clearly no part of it. */
  private endsHere(line: number, open: readonly string[], joined: number): boolean {
    const { start } = this.lines.lineSpan(line);
    LOOKS_LIKE_HEADER.lastIndex = start;
    if (LOOKS_LIKE_HEADER.test(this.text)) {
      return true;
    }
    if (open.includes("{")) {
      return joined > MOST_LINES_OF_AN_INLINE_TABLE;
    }
    LOOKS_LIKE_KEY.lastIndex = start;
    return LOOKS_LIKE_KEY.test(this.text);
  }

  /** The offset behind the first `=` that is not inside a quoted key; null when the line has none. */
  private afterEquals(line: Span): number | null {
    let quote: string | null = null;
    for (let at = line.start; at < line.end; at++) {
      const c = this.text[at];
      if (quote !== null) {
        if (c === "\\" && quote === '"') {
          at++;
        } else if (c === quote) {
          quote = null;
        }
      } else if (c === '"' || c === "'") {
        quote = c;
      } else if (c === "=") {
        return at + 1;
      } else if (c === "#") {
        return null;
      }
    }
    return null;
  }

  /** The offset behind the string that starts here; the end of the line when it is not closed. */
  private afterString(at: number, lineEnd: number, quote: string): number {
    const three = quote.repeat(3);
    if (this.text.startsWith(three, at)) {
      const end = this.neverClosed.has(three) ? null : this.closing(at + 3, three);
      if (end === null) {
        this.neverClosed.add(three);
        return lineEnd;
      }
      return end;
    }
    for (let i = at + 1; i < lineEnd; i++) {
      const c = this.text[i];
      if (c === "\\" && quote === '"') {
        i++;
      } else if (c === quote) {
        return i + 1;
      }
    }
    return lineEnd;
  }

  /** The offset behind the closing quotes. Up to two more quotes may stand before them and belong to the string. */
  private closing(from: number, three: string): number | null {
    let at = from;
    if (three === "'''") {
      at = this.text.indexOf(three, from);
      if (at === -1) {
        return null;
      }
    } else {
      while (!this.text.startsWith(three, at)) {
        if (at >= this.text.length) {
          return null;
        }
        at += this.text[at] === "\\" ? 2 : 1;
      }
    }
    let end = at + 3;
    for (let more = 0; more < 2 && this.text[end] === three[0]; more++) {
      end++;
    }
    return end;
  }
}
