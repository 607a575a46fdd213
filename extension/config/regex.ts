/**
 * Whether the drivers take this as a regular expression. They use `std::regex` with the ECMAScript grammar, which has
 * no look-behind, no named groups and no flags, and which takes a brace only as a quantifier.
 */
export function isValidRegex(pattern: string): boolean {
  if (/\(\?(?![:=!])/.test(withoutEscapesAndClasses(pattern)) || braceAsText(pattern)) {
    return false;
  }
  try {
    // Only compiled, never run: a pattern that would take for ever to match costs nothing here.
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

/** In bytes of UTF-8: `std::regex` descends once per character, so our driver stops here. */
export const LONGEST_REGEX_BYTES = 4096;

export function utf8Length(text: string): number {
  let bytes = 0;
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** What is left when `\x` and `[…]` are blanked out: only there do brackets mean something. */
function withoutEscapesAndClasses(pattern: string): string {
  let result = "";
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at] ?? "";
    if (c === "\\") {
      at++;
      result += "xx";
    } else if (inClass) {
      inClass = c !== "]";
      result += "x";
    } else if (c === "[") {
      inClass = true;
      result += "x";
    } else {
      result += c;
    }
  }
  return result;
}

/** JavaScript takes `a{` and `{` as text; std::regex does not. A closing brace alone is text for both. */
function braceAsText(pattern: string): boolean {
  const plain = withoutEscapesAndClasses(pattern);
  const matches = plain.match(/\{[^{}]*\}?/g) ?? [];
  return matches.some((one) => !/^\{[0-9]+(?:,[0-9]*)?\}$/.test(one));
}
