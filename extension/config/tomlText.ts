/**
 * Values as TOML text that both readers of the file take: TOML 1.0 (our driver) and the older dialect of stock
 * FlexASIO, which knows no `\b`, `\f` or `\e`, no floats without a point or an exponent, and no `inf`.
 */

/** A string in quotes. Backslashes make a literal string, which needs no escapes, where that is possible. */
export function tomlString(text: string): string {
  // Literal: neither quotes nor anything that a literal string may not hold.
  if (text.includes("\\") && !/['\u0000-\u0008\u000a-\u001f\u007f]/.test(text)) {
    return `'${text}'`;
  }
  let result = "";
  for (const c of text) {
    result += escaped(c);
  }
  return `"${result}"`;
}

function escaped(c: string): string {
  switch (c) {
    case '"':
      return '\\"';
    case "\\":
      return "\\\\";
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
  }
  const code = c.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) {
    return `\\u${code.toString(16).padStart(4, "0").toUpperCase()}`;
  }
  // Half of a surrogate pair is no character: TOML cannot write it.
  return code >= 0xd800 && code <= 0xdfff ? "\uFFFD" : c;
}

/** A decimal float that reads back as the very same number, always with a point or an exponent. */
export function tomlFloat(value: number): string {
  const text = Object.is(value, -0) ? "-0.0" : String(value);
  if (!/[.e]/.test(text)) {
    return `${text}.0`;
  }
  return text.replace("e+", "e");
}

export function tomlInteger(value: number): string {
  return BigInt(value).toString();
}

/** A key as it may stand before `=`. */
export function tomlKey(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : `"${[...name].map(escaped).join("")}"`;
}
