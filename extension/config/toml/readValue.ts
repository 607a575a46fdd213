import type { TomlKey, TomlPair, TomlValue } from "../tomlValue.ts";
import {
  BLANK, CARRIAGE_RETURN, CLOSING_BRACE, CLOSING_BRACKET, COMMA, DOUBLE_QUOTE, EQUALS, HASH, LINE_FEED, OPENING_BRACE,
  OPENING_BRACKET, SINGLE_QUOTE, WORD,
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

interface OpenList {
  readonly type: "array";
  readonly start: number;
  readonly items: TomlValue[];
}

interface OpenTable {
  readonly type: "table";
  readonly start: number;
  readonly pairs: TomlPair[];
  readonly names: Names;
}

interface Open {
  readonly container: OpenList | OpenTable;
  /** The key in the table around it that it is the value of. */
  readonly key: TomlKey | null;
}

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
  /** What must come next. `end` stands for the closing bracket. */
  private next: "value" | "value or end" | "key" | "key or end" | "comma or end" = "value";
  /** Whose value comes next. */
  private key: TomlKey | null = null;
  private lastComma = 0;
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
      } else if (cursor.peek() === HASH) {
        cursor.comment();
      } else {
        const value = this.token();
        this.endOfContent = cursor.at;
        if (this.open.length === 0) {
          return cursor.problem === null ? value : null;
        }
      }
    }
  }

  /** One bracket, comma, key or value. Gives the value when that was the last bracket. */
  private token(): TomlValue | null {
    const { cursor } = this;
    switch (cursor.peek()) {
      case OPENING_BRACKET:
      case OPENING_BRACE:
        this.begin();
        return null;
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        return this.finish();
      case COMMA:
        this.comma();
        return null;
      default:
        if (cursor.problem !== null) {
          this.skipWord();
        } else if (this.next === "key" || this.next === "key or end") {
          this.readKey();
        } else if (this.next === "comma or end") {
          const start = cursor.at;
          this.skipWord();
          cursor.fail("syntax-error", start, cursor.at);
        } else {
          const value = readScalar(cursor, true, true);
          if (value !== null) {
            this.deliver(value);
          }
        }
        return null;
    }
  }

  private begin(): void {
    const { cursor, key } = this;
    const start = cursor.at;
    if (this.next !== "value" && this.next !== "value or end") {
      cursor.fail("syntax-error", start, start + 1);
    }
    if (this.open.length === MOST_LEVELS) {
      this.failAsWhole("nested-too-deep");
    }
    if (cursor.take(OPENING_BRACKET)) {
      this.open.push({ container: { type: "array", start, items: [] }, key });
      this.next = "value or end";
    } else {
      cursor.at++;
      this.open.push({ container: { type: "table", start, pairs: [], names: new Map() }, key });
      this.openTables++;
      this.next = "key or end";
    }
  }

  private finish(): TomlValue | null {
    const { cursor } = this;
    const opened = this.open.pop();
    const end = cursor.at + 1;
    const isTable = opened?.container.type === "table";
    if (isTable) {
      this.openTables--;
    }
    if (this.next === "key") {
      cursor.fail("inline-table-comma", this.lastComma, this.lastComma + 1);
    } else if (this.next === "value") {
      cursor.fail("missing-value", this.key?.span.start ?? cursor.at, cursor.at);
    } else if (isTable !== (cursor.peek() === CLOSING_BRACE)) {
      cursor.fail("syntax-error", cursor.at, end);
    }
    cursor.at = end;
    if (opened === undefined) {
      return null;
    }
    const { container, key } = opened;
    const span = { start: container.start, end };
    const value: TomlValue =
      container.type === "array"
        ? { type: "array", span, items: container.items }
        : { type: "table", span, pairs: container.pairs };
    this.key = key;
    this.deliver(value);
    return value;
  }

  /** Puts the value into the list or table around it. */
  private deliver(value: TomlValue): void {
    const around = this.open[this.open.length - 1]?.container;
    if (around?.type === "array") {
      around.items.push(value);
    } else if (around !== undefined && this.key !== null) {
      around.pairs.push({ key: this.key, value });
    }
    this.next = "comma or end";
  }

  private comma(): void {
    const { cursor } = this;
    if (this.next === "value" && this.key !== null) {
      cursor.fail("missing-value", this.key.span.start, cursor.at);
    } else if (this.next !== "comma or end") {
      cursor.fail("syntax-error", cursor.at, cursor.at + 1);
    }
    this.lastComma = cursor.at;
    cursor.at++;
    this.next = this.open[this.open.length - 1]?.container.type === "table" ? "key" : "value or end";
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
    const around = this.open[this.open.length - 1]?.container;
    if (around?.type === "table" && !addName(around.names, key)) {
      cursor.fail("inline-table-duplicate", key.span.start, key.span.end);
    }
    this.key = key;
    this.next = "value";
  }

  /** Steps over anything that is no bracket and no comma; the end of a line is left alone. */
  private skipWord(): void {
    const { cursor } = this;
    const start = cursor.at;
    if (cursor.peek() === DOUBLE_QUOTE || cursor.peek() === SINGLE_QUOTE) {
      // The lines of a table that is not closed are read again, each once: a string must not lead far beyond them.
      readString(cursor, this.open[0]?.container.type === "array");
      return;
    }
    cursor.skip(WORD);
    if (cursor.at === start && !cursor.atLineEnd()) {
      cursor.at++;
    }
  }

  /** Goes to the next line, unless the bracket is taken for forgotten because that line is clearly no part of it. */
  private nextLine(): boolean {
    const { cursor } = this;
    const { text } = cursor;
    if (this.open[this.open.length - 1]?.container.type === "table") {
      this.failAsWhole("inline-table-newline");
    }
    if (cursor.peek() === CARRIAGE_RETURN && text.charCodeAt(cursor.at + 1) === LINE_FEED) {
      cursor.at++;
    }
    cursor.at++;
    if (cursor.problem !== null) {
      this.linesAfterProblem++;
    }
    const isOver =
      cursor.at >= text.length ||
      startsHeader(text, cursor.at) ||
      (this.openTables > 0 ? this.linesAfterProblem > MOST_LINES_OF_AN_INLINE_TABLE : startsOption(text, cursor.at));
    if (isOver) {
      this.giveUp();
    }
    return !isOver;
  }

  private giveUp(): void {
    const { cursor } = this;
    if (cursor.problem?.code === "inline-table-newline") {
      cursor.problem = null; // that it stands on several lines is only because it is not closed
    }
    this.failAsWhole("unclosed-bracket");
    // Blank lines and comments at the end are statements of their own; so are all lines of a table but its first.
    cursor.at = this.open[0]?.container.type === "table" ? this.start : this.endOfContent;
  }

  /** A value over several lines is shown by its first: an error that paints half the file helps nobody. */
  private failAsWhole(code: "nested-too-deep" | "inline-table-newline" | "unclosed-bracket"): void {
    this.cursor.fail(code, this.start, restOfLine(this.cursor.text, this.start).end);
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
