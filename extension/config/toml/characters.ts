/** Kinds of characters, one bit each; a character may be of several. All of them are ASCII. */
export const BLANK = 1;
export const LINE_END = 2;
/** May not stand anywhere in a file, not even in a comment. */
export const CONTROL = 4;
export const BARE_KEY = 8;
/** What numbers, dates and words are made of. */
export const WORD = 16;

export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const COMMA = 44;
export const MINUS = 45;
export const DOT = 46;
export const EQUALS = 61;
export const OPENING_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSING_BRACKET = 93;
export const OPENING_BRACE = 123;
export const CLOSING_BRACE = 125;

const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const c = String.fromCharCode(code);
  return (
    (/[ \t]/.test(c) ? BLANK : 0) |
    (/[\r\n]/.test(c) ? LINE_END : 0) |
    (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(c) ? CONTROL : 0) |
    (/[A-Za-z0-9_-]/.test(c) ? BARE_KEY : 0) |
    (/[A-Za-z0-9_+.:-]/.test(c) ? WORD : 0)
  );
});

/** Whether the character is of one of these kinds; NaN, which stands for the end of a text, is of none. */
export function isKind(code: number, anyOf: number): boolean {
  return code < 128 && ((kinds[code] ?? 0) & anyOf) !== 0;
}
