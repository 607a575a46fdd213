import type { SyntaxErrorCode } from "../statement.ts";
import type { TomlKey, TomlPair, TomlValue } from "../tomlValue.ts";
import {
  BLANK, CLOSING_BRACE, CLOSING_BRACKET, COMMA, DOUBLE_QUOTE, EQUALS, isKind, OPENING_BRACE, OPENING_BRACKET, SINGLE_QUOTE, WORD,
} from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { startsHeader, startsOption } from "./lookAhead.ts";
import { readKey } from "./readKey.ts";
import { readScalar } from "./readScalar.ts";
import { readString } from "./readString.ts";
import { restOfLine } from "./restOfLine.ts";

/** toml++ stops at 256 levels; nothing a person writes comes near, and those who read the value recurse. */
export const MOST_LEVELS = 256;

/**
 * The lines of an inline table that its writer spread over several look like options themselves. So many are looked at
 * for its end, which also keeps the work linear.
 */
const MOST_LINES_OF_AN_INLINE_TABLE = 40;

/**
 * Reads the value that starts here. Null when there is a problem in it; the cursor then stands behind as much of the
 * text as clearly belongs to it, and with a bracket that is never closed, that is no line more than needed.
 */
export function readValue(cursor: Cursor): TomlValue | null {
  const isContainer = cursor.peek() === OPENING_BRACKET || cursor.peek() === OPENING_BRACE;
  return isContainer ? new ContainerReader(cursor).read() : readScalar(cursor, false, true);
}

/** Names of an inline table: null is one with a value, a map one that dotted keys made. */
type Names = Map<string, Names | null>;

interface Open {
  readonly start: number;
  /** Of a list. */
  readonly items: TomlValue[];
  /** Of a table. */
  readonly pairs: TomlPair[];
  /** Null for a list. */
  readonly names: Names | null;
  /** The key, in the table around it, that it is the value of. */
  readonly key: TomlKey | null;
}

/** What may come next: one bit each. */
const VALUE = 1;
const KEY = 2;
const COMMA_NEXT = 4;
const END = 8;

/**
 * Lists and inline tables, with a list of what is open in place of recursion. After a problem it goes on to find the end
 * of the value, and minds nothing but strings, comments and brackets.
 */
class ContainerReader {
  private readonly cursor: Cursor;
  private readonly start: number;
  private readonly open: Open[] = [];
  private openTables = 0;
  private linesAfterProblem = 0;
  private next = VALUE;
  /** Whose value comes next. */
  private key: TomlKey | null = null;
  private endOfContent: number;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
    this.start = cursor.at;
    this.endOfContent = cursor.at;
  }

  read(): TomlValue | null {
    const { cursor } = this;
    for (;;) {
      cursor.skip(BLANK);
      if (cursor.atLineEnd()) {
        if (!this.nextLine()) {
          return null;
        }
      } else if (cursor.comment() === null) {
        const value = this.token(cursor.peek());
        this.endOfContent = cursor.at;
        if (this.open.length === 0) {
          return cursor.problem === null ? value : null;
        }
      }
    }
  }

  private get innermost(): Open | undefined {
    return this.open[this.open.length - 1];
  }

  private failHere(code: SyntaxErrorCode): void {
    this.cursor.fail(code, this.cursor.at, this.cursor.at + 1);
  }

  /** A value over several lines is shown by its first: an error that paints half the file helps nobody. */
  private failAsWhole(code: SyntaxErrorCode): void {
    this.cursor.fail(code, this.start, restOfLine(this.cursor.text, this.start).end);
  }

  /** Reads one bracket, comma, key or value. Gives the value when that was the last bracket. */
  private token(code: number): TomlValue | null {
    if (code === CLOSING_BRACKET || code === CLOSING_BRACE) {
      return this.finish(code);
    }
    if (code === OPENING_BRACKET || code === OPENING_BRACE) {
      this.begin(code);
    } else if (code === COMMA) {
      this.comma();
    } else if (this.cursor.problem !== null) {
      this.skipWord();
    } else if ((this.next & KEY) !== 0) {
      this.readKey();
    } else if ((this.next & VALUE) !== 0) {
      const value = readScalar(this.cursor, true, true);
      if (value !== null) {
        this.deliver(value);
      }
    } else {
      const start = this.cursor.at;
      this.skipWord();
      this.cursor.fail("syntax-error", start, this.cursor.at);
    }
    return null;
  }

  private begin(code: number): void {
    const isTable = code === OPENING_BRACE;
    if ((this.next & VALUE) === 0) {
      this.failHere("syntax-error");
    }
    if (this.open.length === MOST_LEVELS) {
      this.failAsWhole("nested-too-deep");
    }
    this.open.push({ start: this.cursor.at++, items: [], pairs: [], names: isTable ? new Map() : null, key: this.key });
    this.openTables += isTable ? 1 : 0;
    this.next = isTable ? KEY | END : VALUE | END;
  }

  private finish(code: number): TomlValue | null {
    const container = this.open.pop();
    if (container === undefined) {
      return null;
    }
    const { start, items, pairs, names, key } = container;
    if ((this.next & END) === 0) {
      this.failHere(this.next === KEY ? "inline-table-comma" : "missing-value");
    } else if ((names !== null) !== (code === CLOSING_BRACE)) {
      this.failHere("syntax-error");
    }
    this.openTables -= names === null ? 0 : 1;
    const span = { start, end: ++this.cursor.at };
    const value: TomlValue = names === null ? { type: "array", span, items } : { type: "table", span, pairs };
    this.key = key;
    this.deliver(value);
    return value;
  }

  /** Puts the value into the list or table around it. */
  private deliver(value: TomlValue): void {
    const around = this.innermost;
    if (around?.names === null) {
      around.items.push(value);
    } else if (this.key !== null) {
      around?.pairs.push({ key: this.key, value });
    }
    this.next = COMMA_NEXT | END;
  }

  private comma(): void {
    if ((this.next & COMMA_NEXT) === 0) {
      this.failHere(this.next === VALUE ? "missing-value" : "syntax-error");
    }
    this.cursor.at++;
    this.next = this.innermost?.names === null ? VALUE | END : KEY;
  }

  private readKey(): void {
    const { cursor } = this;
    const start = cursor.at;
    const key = readKey(cursor);
    if (key === null || !cursor.take(EQUALS)) {
      if (cursor.at === start) {
        this.skipWord();
      }
      cursor.fail(key === null ? "invalid-key" : "missing-equals", start, cursor.at);
      return;
    }
    const names = this.innermost?.names ?? null;
    if (names !== null && !addName(names, key)) {
      cursor.fail("inline-table-duplicate", start, key.span.end);
    }
    this.key = key;
    this.next = VALUE;
  }

  /** Steps over anything that is no bracket and no comma; the end of a line is left alone. */
  private skipWord(): void {
    const { cursor } = this;
    const code = cursor.peek();
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      // The lines of a table that is not closed are read again, each once: a string must not lead far beyond them.
      readString(cursor, this.open[0]?.names === null);
    } else if (isKind(code, WORD)) {
      cursor.skip(WORD);
    } else {
      cursor.at++;
    }
  }

  /** Goes to the next line, unless the bracket is taken for forgotten because that line is clearly no part of it. */
  private nextLine(): boolean {
    const { cursor } = this;
    const { text } = cursor;
    if (this.innermost?.names !== null) {
      this.failAsWhole("inline-table-newline");
    }
    this.linesAfterProblem += cursor.problem === null ? 0 : 1;
    cursor.at += text.startsWith("\r\n", cursor.at) ? 2 : 1;
    const isOver =
      cursor.at >= text.length ||
      startsHeader(text, cursor.at) ||
      (this.openTables > 0 ? this.linesAfterProblem > MOST_LINES_OF_AN_INLINE_TABLE : startsOption(text, cursor.at));
    if (isOver) {
      // Blank lines and comments at the end are statements of their own; so are all lines of a table but its first.
      cursor.at = this.open[0]?.names === null ? this.endOfContent : this.start;
      cursor.skipToLineEnd();
      const { problem } = cursor;
      if (problem?.code === "inline-table-newline" || (problem !== null && problem.span.start > cursor.at)) {
        cursor.problem = null; // no mistake, now that those lines do not belong to it
      }
      this.failAsWhole("unclosed-bracket");
    }
    return !isOver;
  }
}

/** False when the name is taken. */
function addName(names: Names, key: TomlKey): boolean {
  let at = names;
  const parts = key.parts.map((part) => part.name);
  const last = parts.pop() ?? "";
  for (const name of parts) {
    const there = at.get(name);
    if (there === null) {
      return false;
    }
    const below: Names = there ?? new Map<string, Names | null>();
    at.set(name, below);
    at = below;
  }
  if (at.has(last)) {
    return false;
  }
  at.set(last, null);
  return true;
}
