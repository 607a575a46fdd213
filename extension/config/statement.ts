import type { Span } from "./text.ts";
import type { TomlKey, TomlValue } from "./tomlValue.ts";

/**
 * One statement of the file: what stands between two line ends, or on several lines while a string, a list or a table
 * is open. Spans cover the statement without its line end.
 */
export type Statement = BlankStatement | CommentStatement | HeaderStatement | KeyValueStatement | ErrorStatement;

interface Placed {
  readonly span: Span;
}

export interface BlankStatement extends Placed {
  readonly kind: "blank";
}

export interface CommentStatement extends Placed {
  readonly kind: "comment";
  readonly comment: Span;
}

/** `[input]` or `[[input]]`. */
export interface HeaderStatement extends Placed {
  readonly kind: "header";
  readonly array: boolean;
  readonly key: TomlKey;
  /** From the first bracket to the last. */
  readonly brackets: Span;
  readonly comment: Span | null;
}

export interface KeyValueStatement extends Placed {
  readonly kind: "keyValue";
  readonly key: TomlKey;
  readonly value: TomlValue;
  /** The comment behind the value; comments inside a list are not kept. */
  readonly comment: Span | null;
  /** True when the whole statement is a bare key with a one-line string, a decimal number or a boolean. */
  readonly plain: boolean;
}

/** A statement that is not TOML 1.0: its one error, and what could be read of it all the same. */
export interface ErrorStatement extends Placed {
  readonly kind: "error";
  readonly code: SyntaxErrorCode;
  /** What to underline. */
  readonly errorSpan: Span;
  /** The header's name or the key, as far as there is one. */
  readonly key: TomlKey | null;
  readonly header: "table" | "array" | null;
  /** Where the text after `=` stands, without a comment; empty when nothing does. Null: there is no `=`. */
  readonly valueSpan: Span | null;
}

export type SyntaxErrorCode =
  | "missing-value"
  | "missing-equals"
  | "invalid-key"
  | "invalid-value"
  | "invalid-number"
  | "invalid-escape"
  | "invalid-date"
  | "integer-too-large"
  | "unterminated-string"
  | "unclosed-bracket"
  | "unclosed-header"
  | "inline-table-newline"
  | "inline-table-comma"
  | "inline-table-duplicate"
  | "text-after-value"
  | "text-after-header"
  | "control-character"
  | "nested-too-deep"
  | "syntax-error";
