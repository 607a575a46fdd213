/**
 * What the TOML reader of stock FlexASIO makes of a text: a reader of TOML 0.4 with habits of its own (measured; the
 * verdicts of 400 files are a test). It stops at the first thing that it does not like, reads strings over line ends,
 * takes commas in lists as optional, merges tables, and knows no dotted keys.
 *
 * Why not a list of forbidden constructs: what it accepts by accident is as much part of its verdict as what it refuses.
 */

export type StockValue =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "int"; readonly value: bigint }
  | { readonly type: "double"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "time" }
  | { readonly type: "array"; readonly items: StockValue[] }
  | { readonly type: "table"; readonly table: StockTable };

export type StockTable = Map<string, StockValue>;

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
    if (error instanceof Refusal) {
      return { ok: false, offset: error.offset };
    }
    throw error;
  }
}

/** Whether a statement on its own passes. */
export function stockReads(text: string): boolean {
  return readAsStock(text).ok;
}

class Refusal extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super("refused");
    this.offset = offset;
  }
}

type Token =
  | { readonly type: "end" | "newline" | "error" }
  | { readonly type: "punctuation"; readonly value: string }
  /** A bare key. */
  | { readonly type: "name"; readonly value: string }
  /** A string on one line's quotes; may be a key. */
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "longText"; readonly value: string }
  | { readonly type: "value"; readonly value: StockValue };

const PUNCTUATION = "={}[],.";
const BARE = /[A-Za-z0-9_-]+/y;
const WORD = /[A-Za-z]+/y;
const NUMBER = /[0-9.eETZ_:+-]+/y;
const INTEGER = /^[+-]?(?:[0-9]+(?:_[0-9]+)*)?$/;
const DIGITS = "[0-9]+(?:_[0-9]+)*";
/** Either side of the point may be empty, not both. */
const DOUBLE = new RegExp(`^[+-]?(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`);
const DATE = /^[+-]?[0-9]+-[+-]?[0-9]+-[+-]?[0-9]+/;
const TIME = /^T[+-]?[0-9]+:[+-]?[0-9]+:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/;
const OFFSET = /^[+-][+-]?[0-9]+:[+-]?[0-9]+/;
const MOST_LEVELS = 1000;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

class Reader {
  private readonly text: string;
  private at: number;
  private level = 0;
  private token: Token;

  constructor(text: string) {
    this.text = text;
    this.at = text.startsWith("\uFEFF") ? 1 : 0;
    this.token = this.next(false);
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
        throw this.refuse();
      }
      this.advance(false);
      table = isArray ? this.newItem(table, name, there) : there === undefined ? put(table, name) : this.tableIn(there);
      break;
    }
    if (isArray) {
      if (!this.is("]")) {
        throw this.refuse();
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
      throw this.refuse();
    }
    return made;
  }

  /** The table itself, or the last one of a list of tables. */
  private tableIn(value: StockValue): StockTable {
    const one = value.type === "array" ? value.items[value.items.length - 1] : value;
    if (one?.type !== "table") {
      throw this.refuse();
    }
    return one.table;
  }

  private keyValue(table: StockTable): void {
    const name = this.key();
    this.advance(true);
    if (!this.is("=")) {
      throw this.refuse();
    }
    this.advance(true);
    const value = this.value();
    this.endOfLine();
    if (find(table, name) !== undefined) {
      throw this.refuse();
    }
    table.set(name, value);
  }

  private key(): string {
    if (this.token.type !== "name" && this.token.type !== "text") {
      throw this.refuse();
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
      throw this.refuse();
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
    throw this.refuse();
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
        throw this.refuse();
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
          throw this.refuse();
        }
        this.advance(false);
      }
      first = false;
      const name = this.key();
      this.advance(true);
      if (!this.is("=")) {
        throw this.refuse();
      }
      this.advance(true);
      const value = this.value();
      if (find(table, name) !== undefined || !this.setByPath(table, name, value)) {
        throw this.refuse();
      }
    }
    this.advance(true);
    return { type: "table", table };
  }

  /** Inside braces a quoted key is taken for a path; one that is no path stops the reader. */
  private setByPath(table: StockTable, name: string, value: StockValue): boolean {
    const parts = name.split(".");
    if (parts.some((part) => !/^[A-Za-z0-9_-]+$/.test(part))) {
      return false;
    }
    let at = table;
    for (const part of parts.slice(0, -1)) {
      const there = at.get(part);
      if (there !== undefined && there.type !== "table") {
        return false;
      }
      at = there === undefined ? put(at, part) : there.table;
    }
    at.set(parts[parts.length - 1] ?? "", value);
    return true;
  }

  private endOfLine(): void {
    if (this.token.type !== "newline" && this.token.type !== "end") {
      throw this.refuse();
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
    this.token = this.next(forValue);
  }

  private refuse(): Refusal {
    return new Refusal(this.tokenStart);
  }

  private tokenStart = 0;

  private next(forValue: boolean): Token {
    const { text } = this;
    for (;;) {
      const c = text[this.at];
      this.tokenStart = this.at;
      if (c === undefined) {
        return { type: "end" };
      }
      if (c === " " || c === "\t" || c === "\r") {
        this.at++;
      } else if (c === "#") {
        const end = text.indexOf("\n", this.at);
        this.at = end === -1 ? text.length : end;
      } else if (c === "\n") {
        this.at++;
        return { type: "newline" };
      } else if (PUNCTUATION.includes(c)) {
        this.at++;
        return { type: "punctuation", value: c };
      } else if (c === '"') {
        return this.doubleQuoted();
      } else if (c === "'") {
        return this.singleQuoted();
      } else {
        return forValue ? this.bareValue() : this.bareName();
      }
    }
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private bareName(): Token {
    const name = this.match(BARE);
    return name === "" ? { type: "error" } : { type: "name", value: name };
  }

  private bareValue(): Token {
    const word = this.match(WORD);
    if (word !== "") {
      return word === "true" || word === "false"
        ? { type: "value", value: { type: "bool", value: word === "true" } }
        : { type: "error" };
    }
    const raw = this.match(NUMBER);
    const digits = raw.replaceAll("_", "");
    if (raw !== "" && INTEGER.test(raw)) {
      return { type: "value", value: { type: "int", value: saturated(digits) } };
    }
    if (DOUBLE.test(raw)) {
      return { type: "value", value: { type: "double", value: Number(digits) } };
    }
    return isTime(raw) ? { type: "value", value: { type: "time" } } : { type: "error" };
  }

  private doubleQuoted(): Token {
    const { text } = this;
    let long = false;
    this.at++;
    if (text[this.at] === '"') {
      this.at++;
      if (text[this.at] !== '"') {
        return { type: "text", value: "" };
      }
      this.at++;
      while (text[this.at] === " " || text[this.at] === "\t") {
        this.at++;
      }
      if (text[this.at] === "\n") {
        this.at++;
      }
      long = true;
    }
    const pieces: string[] = [];
    for (;;) {
      // Everything up to the next quote or backslash at once.
      const start = this.at;
      while (this.at < text.length && text[this.at] !== '"' && text[this.at] !== "\\") {
        this.at++;
      }
      pieces.push(text.slice(start, this.at));
      const c = text[this.at];
      if (c === undefined) {
        return { type: "error" };
      }
      this.at++;
      if (c === "\\") {
        const piece = this.escape();
        if (piece === null) {
          return { type: "error" };
        }
        pieces.push(piece);
      } else if (!long) {
        return { type: "text", value: pieces.join("") };
      } else if (text.startsWith('""', this.at)) {
        this.at += 2;
        return { type: "longText", value: pieces.join("") };
      } else {
        pieces.push(c);
      }
    }
  }

  /** Knows \t \n \r \" \' \\ \uXXXX \UXXXXXXXX and a line end; no \b, \f or \e. */
  private escape(): string | null {
    const c = this.text[this.at] ?? "";
    this.at++;
    switch (c) {
      case "t":
        return "\t";
      case "n":
        return "\n";
      case "r":
        return "\r";
      case '"':
      case "'":
      case "\\":
        return c;
      case "\n":
        while (/[ \t\r\n]/.test(this.text[this.at] ?? "")) {
          this.at++;
        }
        return "";
      case "u":
      case "U": {
        const length = c === "u" ? 4 : 8;
        const hex = this.text.slice(this.at, this.at + length);
        if (hex.length < length || !/^[0-9A-Fa-f]+$/.test(hex)) {
          return null;
        }
        this.at += length;
        const code = Number.parseInt(hex, 16);
        return code === 0 || code > 0x10ffff ? "" : String.fromCodePoint(code);
      }
      default:
        return null;
    }
  }

  private singleQuoted(): Token {
    const { text } = this;
    if (text.startsWith("'''", this.at)) {
      const start = this.at + 3 + (text[this.at + 3] === "\n" ? 1 : 0);
      const end = text.indexOf("'''", start);
      this.at = end === -1 ? text.length : end + 3;
      return end === -1 ? { type: "error" } : { type: "longText", value: text.slice(start, end) };
    }
    const end = text.indexOf("'", this.at + 1);
    const start = this.at + 1;
    this.at = end === -1 ? text.length : end + 1;
    return end === -1 ? { type: "error" } : { type: "text", value: text.slice(start, end) };
  }
}

function put(table: StockTable, name: string): StockTable {
  const made: StockTable = new Map();
  table.set(name, { type: "table", table: made });
  return made;
}

/** It looks for a key as a path: a quoted "a.b" is found when table a has a b; an odd name is never found. */
function find(table: StockTable, name: string): StockValue | undefined {
  if (/^[A-Za-z0-9_-]+$/.test(name)) {
    return table.get(name);
  }
  const parts = name.split(".");
  let at: StockValue | undefined = { type: "table", table };
  for (const part of parts) {
    if (at?.type !== "table" || !/^[A-Za-z0-9_-]+$/.test(part)) {
      return undefined;
    }
    at = at.table.get(part);
  }
  return at;
}

function saturated(digits: string): bigint {
  const clean = digits.replace("+", "");
  if (clean === "" || clean === "-") {
    return 0n;
  }
  // More than 30 digits are beyond 64 bits whatever they are, unless they are zeros.
  const short = clean.replace(/^(-?)0+(?=[0-9])/, "$1");
  if (short.length > 30) {
    return short.startsWith("-") ? INT64_MIN : INT64_MAX;
  }
  const value = BigInt(short);
  return value > INT64_MAX ? INT64_MAX : value < INT64_MIN ? INT64_MIN : value;
}

function isTime(raw: string): boolean {
  const date = DATE.exec(raw)?.[0];
  if (date === undefined) {
    return false;
  }
  const rest = raw.slice(date.length);
  if (rest === "") {
    return true;
  }
  const time = TIME.exec(rest)?.[0];
  if (time === undefined) {
    return false;
  }
  const zone = rest.slice(time.length);
  return zone === "" || zone === "Z" || OFFSET.test(zone);
}
