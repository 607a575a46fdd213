/** The tokens that the TOML reader of stock FlexASIO sees; see stockReader.ts for why it is imitated. */

import type { StockValue } from "./stockValue.ts";

export type Token =
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
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Reads a text token by token; what a token is depends on whether a key or a value is wanted. */
export class StockLexer {
  private readonly text: string;
  private at: number;
  /** Where the last token starts. */
  tokenStart = 0;

  constructor(text: string) {
    this.text = text;
    this.at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  next(forValue: boolean): Token {
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
