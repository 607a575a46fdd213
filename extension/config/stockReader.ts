/**
 * What the TOML reader of stock FlexASIO makes of a text: a reader of TOML 0.4 with habits of its own (measured; the
 * verdicts of 400 files are a test). It stops at the first thing that it does not like, reads strings over line ends,
 * takes commas in lists as optional, merges tables, and knows no dotted keys.
 *
 * Why not a list of forbidden constructs: what it accepts by accident is as much part of its verdict as what it refuses.
 */

import { StockLexer } from "./stockLexer.ts";
import type { Token } from "./stockLexer.ts";
import type { StockTable, StockValue } from "./stockValue.ts";

export type StockResult =
  | { readonly ok: true; readonly root: StockTable }
  /** Where it stopped: an offset into the text. */
  | { readonly ok: false; readonly offset: number };

/** Reads the whole text. Never throws; takes linear time. */
export function readAsStock(text: string): StockResult {
  const reader = new Reader(text);
  try {
    return { ok: true, root: reader.document() };
  } catch (error) {
    if (error === REFUSED) {
      return { ok: false, offset: reader.offset };
    }
    throw error;
  }
}

/** Whether a statement on its own passes. */
export function stockReads(text: string): boolean {
  return readAsStock(text).ok;
}

/** The same one each time: making one means writing down the stack, which takes longer than reading the line. */
const REFUSED = new Error("refused");

/** Deeper nesting is a text made to hurt. */
const MOST_LEVELS = 1000;

class Reader {
  private readonly lexer: StockLexer;
  private level = 0;
  private token: Token;

  constructor(text: string) {
    this.lexer = new StockLexer(text);
    this.token = this.lexer.next(false);
  }

  /** Where it reads. */
  get offset(): number {
    return this.lexer.tokenStart;
  }

  document(): StockTable {
    const root: StockTable = new Map();
    let table = root;
    for (;;) {
      while (this.token.type === "newline") {
        this.advance(false);
      }
      if (this.token.type === "end") {
        return root;
      }
      if (this.is("[")) {
        table = this.header(root);
      } else {
        this.keyValue(table);
      }
    }
  }

  private header(root: StockTable): StockTable {
    this.advance(false);
    const isArray = this.is("[");
    if (isArray) {
      this.advance(false);
    }
    let table = root;
    for (;;) {
      const name = this.key();
      this.advance(false);
      const there = table.get(name);
      if (this.is(".")) {
        this.advance(false);
        if (there === undefined) {
          const made: StockTable = new Map();
          table.set(name, { type: "table", table: made });
          table = made;
        } else {
          table = this.tableIn(there);
        }
        continue;
      }
      if (!this.is("]")) {
        throw REFUSED;
      }
      this.advance(false);
      table = isArray ? this.newItem(table, name, there) : there === undefined ? put(table, name) : this.tableIn(there);
      break;
    }
    if (isArray) {
      if (!this.is("]")) {
        throw REFUSED;
      }
      this.advance(false);
    }
    this.endOfLine();
    return table;
  }

  private newItem(table: StockTable, name: string, there: StockValue | undefined): StockTable {
    const made: StockTable = new Map();
    if (there === undefined) {
      table.set(name, { type: "array", items: [{ type: "table", table: made }] });
    } else if (there.type === "array") {
      there.items.push({ type: "table", table: made });
    } else {
      throw REFUSED;
    }
    return made;
  }

  /** The table itself, or the last one of a list of tables. */
  private tableIn(value: StockValue): StockTable {
    const one = value.type === "array" ? value.items[value.items.length - 1] : value;
    if (one?.type !== "table") {
      throw REFUSED;
    }
    return one.table;
  }

  private keyValue(table: StockTable): void {
    const name = this.key();
    this.advance(true);
    if (!this.is("=")) {
      throw REFUSED;
    }
    this.advance(true);
    const value = this.value();
    this.endOfLine();
    if (find(table, name) !== undefined) {
      throw REFUSED;
    }
    table.set(name, value);
  }

  private key(): string {
    if (this.token.type !== "name" && this.token.type !== "text") {
      throw REFUSED;
    }
    return this.token.value;
  }

  private value(): StockValue {
    const token = this.token;
    if (token.type === "text" || token.type === "longText") {
      this.advance(true);
      return { type: "string", value: token.value };
    }
    if (token.type === "value") {
      this.advance(true);
      return token.value;
    }
    if (this.level >= MOST_LEVELS) {
      throw REFUSED;
    }
    this.level++;
    try {
      if (this.is("[")) {
        return this.array();
      }
      if (this.is("{")) {
        return this.inlineTable();
      }
    } finally {
      this.level--;
    }
    throw REFUSED;
  }

  private array(): StockValue {
    this.advance(true);
    const items: StockValue[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.is("]")) {
        break;
      }
      const item = this.value();
      if (items[0] !== undefined && items[0].type !== item.type) {
        throw REFUSED;
      }
      items.push(item);
      this.skipNewlines();
      if (this.is("]")) {
        break;
      }
      if (this.is(",")) {
        this.advance(true);
      }
    }
    this.advance(true);
    return { type: "array", items };
  }

  private inlineTable(): StockValue {
    this.advance(false);
    const table: StockTable = new Map();
    let first = true;
    while (!this.is("}")) {
      if (!first) {
        if (!this.is(",")) {
          throw REFUSED;
        }
        this.advance(false);
      }
      first = false;
      const name = this.key();
      this.advance(true);
      if (!this.is("=")) {
        throw REFUSED;
      }
      this.advance(true);
      const value = this.value();
      if (find(table, name) !== undefined || !this.setByPath(table, name, value)) {
        throw REFUSED;
      }
    }
    this.advance(true);
    return { type: "table", table };
  }

  /** Inside braces a key is taken for a path; one that is no path stops the reader. */
  private setByPath(table: StockTable, name: string, value: StockValue): boolean {
    const parts = pathOf(name);
    const last = parts?.pop();
    if (parts === null || last === undefined) {
      return false;
    }
    let at = table;
    for (const part of parts) {
      const there = at.get(part);
      if (there !== undefined && there.type !== "table") {
        return false;
      }
      at = there === undefined ? put(at, part) : there.table;
    }
    at.set(last, value);
    return true;
  }

  private endOfLine(): void {
    if (this.token.type !== "newline" && this.token.type !== "end") {
      throw REFUSED;
    }
    this.advance(false);
  }

  private skipNewlines(): void {
    while (this.token.type === "newline") {
      this.advance(true);
    }
  }

  private is(mark: string): boolean {
    return this.token.type === "punctuation" && this.token.value === mark;
  }

  private advance(forValue: boolean): void {
    this.token = this.lexer.next(forValue);
  }
}

function put(table: StockTable, name: string): StockTable {
  const made: StockTable = new Map();
  table.set(name, { type: "table", table: made });
  return made;
}

const BARE = /^[A-Za-z0-9_-]+$/;

/** It reads a key once more, as a path: `"a.b"` means b in a, `" a # b"` means a; an odd one means nothing. */
function pathOf(name: string): string[] | null {
  if (BARE.test(name)) {
    return [name];
  }
  const lexer = new StockLexer(name);
  const parts: string[] = [];
  for (;;) {
    const part = lexer.next(false);
    if (part.type !== "name" && part.type !== "text") {
      return null;
    }
    parts.push(part.value);
    const next = lexer.next(false);
    if (next.type === "end") {
      return parts;
    }
    if (next.type !== "punctuation" || next.value !== ".") {
      return null;
    }
  }
}

/** A key that is there already is found by its path. */
function find(table: StockTable, name: string): StockValue | undefined {
  let at: StockValue | undefined = { type: "table", table };
  for (const part of pathOf(name) ?? []) {
    if (at?.type !== "table") {
      return undefined;
    }
    at = at.table.get(part);
  }
  return at?.type === "table" && at.table === table ? undefined : at;
}
