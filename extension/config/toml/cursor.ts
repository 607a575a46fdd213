import type { SyntaxErrorCode } from "../statement.ts";
import type { Span } from "../text.ts";
import { CONTROL, HASH, isKind, LINE_END } from "./characters.ts";

export interface Problem {
  readonly code: SyntaxErrorCode;
  readonly span: Span;
}

/** A place in a text that is being read, and the first thing there that is no TOML. */
export class Cursor {
  readonly text: string;
  at: number;
  problem: Problem | null = null;
  /** Quotes in threes whose closing was looked for up to the end of the text and not found: no use to look again. */
  readonly neverClosed = new Set<number>();

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  /** The character here; NaN at the end of the text. */
  peek(): number {
    return this.text.charCodeAt(this.at);
  }

  atLineEnd(): boolean {
    return this.at >= this.text.length || isKind(this.peek(), LINE_END);
  }

  skip(kinds: number): void {
    while (isKind(this.text.charCodeAt(this.at), kinds)) {
      this.at++;
    }
  }

  /** Steps over this character if it stands here. */
  take(code: number): boolean {
    if (this.peek() !== code) {
      return false;
    }
    this.at++;
    return true;
  }

  /** Only the first problem counts: what follows one in a statement is often no more than its consequence. */
  fail(code: SyntaxErrorCode, start: number, end: number): void {
    this.problem ??= { code, span: { start, end } };
  }

  skipToLineEnd(): void {
    while (!this.atLineEnd()) {
      this.at++;
    }
  }

  /** Reads the comment that may stand here. */
  comment(): Span | null {
    if (this.peek() !== HASH) {
      return null;
    }
    const start = this.at;
    for (; !this.atLineEnd(); this.at++) {
      if (isKind(this.peek(), CONTROL)) {
        this.fail("control-character", this.at, this.at + 1);
      }
    }
    return { start, end: this.at };
  }
}
