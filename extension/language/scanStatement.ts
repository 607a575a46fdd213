import type { Span } from "../config/text.ts";

/** What a walk through the letters of a statement finds at the cursor. Paths are relative to the table above. */
export type Scanned =
  | { readonly kind: "header"; readonly span: Span }
  | {
      readonly kind: "key";
      /** The parts before this one and the inline tables around it. */
      readonly path: readonly string[];
      readonly span: Span;
      readonly inline: boolean;
      readonly after: "equals" | "end" | "comma" | "text";
    }
  | { readonly kind: "value"; readonly path: readonly string[]; readonly span: Span };

/** A statement that goes on for longer before the cursor was not typed by a person. */
const LONGEST = 10_000;

/**
 * Walks from the start of a statement to the cursor, as a reader would: keys, `=`, values, inline tables. It asks for
 * no valid TOML, only for what was typed so far. Null: nothing that could be completed stands there.
 */
export function scanTo(text: string, start: number, cursor: number, end: number): Scanned | null {
  if (cursor - start > LONGEST) return null;
  const found = new Scan(text, start, cursor, end).run();
  return found === "passed" ? null : found;
}

/** `passed`: the piece ends before the cursor, and the walk goes on behind it. */
type Step = Scanned | "passed" | null;

class Scan {
  readonly #text: string;
  readonly #cursor: number;
  readonly #end: number;
  /** Never behind the cursor. */
  #at: number;

  constructor(text: string, start: number, cursor: number, end: number) {
    this.#text = text;
    this.#at = start;
    this.#cursor = cursor;
    this.#end = end;
  }

  run(): Step {
    this.#skipSpace();
    if (this.#text[this.#at] === "[" && this.#at < this.#end) return this.#at < this.#cursor ? this.#header() : null;
    return this.#pair([], false);
  }

  #header(): Step {
    const start = this.#at;
    const lineEnd = this.#lineEnd(start);
    const close = this.#text.indexOf("]", start);
    const closed = close !== -1 && close < lineEnd;
    const end = closed ? close + (this.#text[close + 1] === "]" ? 2 : 1) : this.#trimmedEnd(start, lineEnd, /#/);
    return this.#cursor > end ? null : { kind: "header", span: { start, end } };
  }

  /** `key = value`. */
  #pair(outer: readonly string[], inline: boolean): Step {
    const path = [...outer];
    for (;;) {
      this.#skipSpace();
      const start = this.#at;
      const end = this.#keyEnd(start);
      if (this.#cursor <= end) return this.#key(path, { start, end }, inline);
      if (end === start) return null;
      path.push(nameOf(this.#text.slice(start, end)));
      this.#at = end;
      this.#skipSpace();
      if (this.#at === this.#cursor) return null;
      const c = this.#text[this.#at];
      this.#at++;
      if (c === "=") return this.#value(path, inline);
      if (c !== ".") return null;
    }
  }

  #key(path: readonly string[], span: Span, inline: boolean): Step {
    const at = this.#behindBlanks(span.end);
    const next = at < this.#end ? this.#text[at] : undefined;
    const lineEnds = next === undefined || next === "\n" || next === "\r";
    if (next === ".") return null; // The name of a table, in front of its dot.
    if (span.start === span.end && next === "#") return null;
    const ended = lineEnds || next === "#" || (inline && next === "}");
    const after = ended ? "end" : next === "=" ? "equals" : inline && next === "," ? "comma" : "text";
    return { kind: "key", path, span, inline, after };
  }

  #value(path: readonly string[], inline: boolean): Step {
    this.#skipSpace();
    const c = this.#at < this.#end ? this.#text[this.#at] : undefined;
    if (this.#at === this.#cursor) return this.#valueFrom(path, inline);
    if (c === "{") {
      this.#at++;
      return this.#table(path);
    }
    if (c === "[") return this.#list();
    if (c === "#") return null;
    if (c === '"' || c === "'") return this.#string(path, c, inline);
    const lineEnd = this.#lineEnd(this.#at);
    const start = this.#at;
    const end = this.#trimmedEnd(start, lineEnd, inline ? /[#,}]/ : /#/);
    if (this.#cursor <= end) return { kind: "value", path, span: { start, end } };
    // Words without quotes, and a blank typed behind them: the value goes on.
    if (/^[A-Za-z]/.test(c ?? "") && this.#behindBlanks(end) >= this.#cursor) {
      return { kind: "value", path, span: { start, end: this.#cursor } };
    }
    this.#at = end;
    return "passed";
  }

  /** The cursor stands before the value, or where one could begin. */
  #valueFrom(path: readonly string[], inline: boolean): Step {
    const start = this.#cursor;
    const lineEnd = this.#lineEnd(start);
    const first = this.#behindBlanks(start);
    const c = this.#text[first];
    if (first >= lineEnd || c === "#" || (inline && (c === "," || c === "}"))) {
      return { kind: "value", path, span: { start, end: start } };
    }
    if (c === "[" || c === "{") return null;
    if (c === '"' || c === "'") {
      if (this.#text.startsWith(c.repeat(3), first)) return null;
      return { kind: "value", path, span: { start, end: this.#stringEnd(first, lineEnd, inline) } };
    }
    return { kind: "value", path, span: { start, end: this.#trimmedEnd(first, lineEnd, inline ? /[#,}]/ : /#/) } };
  }

  #string(path: readonly string[], quote: string, inline: boolean): Step {
    const start = this.#at;
    const three = quote.repeat(3);
    if (this.#text.startsWith(three, start)) {
      const close = this.#text.indexOf(three, start + 3);
      if (close === -1 || this.#cursor < close + 3) return null;
      this.#at = close + 3;
      return "passed";
    }
    const end = this.#stringEnd(start, this.#lineEnd(start), inline);
    if (this.#cursor <= end) return { kind: "value", path, span: { start, end } };
    this.#at = end;
    return "passed";
  }

  #table(path: readonly string[]): Step {
    for (;;) {
      const found = this.#pair(path, true);
      if (found !== "passed") return found;
      this.#skipSpace();
      if (this.#at === this.#cursor) return null;
      const c = this.#text[this.#at];
      this.#at++;
      if (c === "}") return "passed";
      if (c !== ",") return null;
    }
  }

  /** No option has a list for a value: nothing inside, only on behind it. */
  #list(): Step {
    let depth = 0;
    while (this.#at < this.#cursor) {
      const c = this.#text[this.#at];
      if (c === '"' || c === "'") {
        this.#at = Math.min(this.#cursor, this.#stringEnd(this.#at, this.#lineEnd(this.#at), false));
        continue;
      }
      this.#at++;
      if (c === "[") depth++;
      else if (c === "]" && --depth === 0) return "passed";
    }
    return null;
  }

  /** Behind the closing quote. Without one: behind the last letter that is surely no comment and no bracket. */
  #stringEnd(start: number, lineEnd: number, inline: boolean): number {
    const quote = this.#text[start];
    for (let at = start + 1; at < lineEnd; at++) {
      const c = this.#text[at];
      if (c === "\\" && quote === '"') at++;
      else if (c === quote) return at + 1;
    }
    const end = this.#trimmedEnd(start, lineEnd, inline ? /[,}]|\s#/ : /\s#/);
    return Math.max(end, Math.min(this.#cursor, lineEnd));
  }

  #trimmedEnd(start: number, lineEnd: number, stop: RegExp): number {
    const rest = this.#text.slice(start, lineEnd);
    const found = rest.search(stop);
    return start + (found === -1 ? rest : rest.slice(0, found)).trimEnd().length;
  }

  #keyEnd(start: number): number {
    const lineEnd = this.#lineEnd(start);
    const c = this.#text[start];
    if (start < lineEnd && (c === '"' || c === "'")) {
      for (let at = start + 1; at < lineEnd; at++) {
        if (this.#text[at] === "\\" && c === '"') at++;
        else if (this.#text[at] === c) return at + 1;
      }
      return start;
    }
    let at = start;
    while (at < lineEnd && /[A-Za-z0-9_-]/.test(this.#text[at] ?? "")) at++;
    return at;
  }

  /** Line ends count as space: only statements of several lines hold some. */
  #skipSpace(): void {
    while (this.#at < this.#cursor && /\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #behindBlanks(from: number): number {
    let at = from;
    while (this.#text[at] === " " || this.#text[at] === "\t") at++;
    return at;
  }

  #lineEnd(from: number): number {
    for (let at = from; at < this.#end; at++) {
      const c = this.#text[at];
      if (c === "\n" || c === "\r") return at;
    }
    return this.#end;
  }
}

/** The name that a key part spells; escapes of quoted keys stay as they are written. */
function nameOf(part: string): string {
  return part.length >= 2 && /^(["']).*\1$/.test(part) ? part.slice(1, -1) : part;
}
