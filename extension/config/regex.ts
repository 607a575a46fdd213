/**
 * Whether the drivers take this as a regular expression. They use `std::regex` with the ECMAScript grammar, which has
 * no look-behind, no named groups and no flags, takes a brace only as a quantifier, and does not mind one quantifier
 * behind another.
 */
export function isValidRegex(pattern: string): boolean {
  const { plain, once } = simplify(pattern);
  if (/\(\?(?![:=!])/.test(plain) || braceAsText(plain)) {
    return false;
  }
  try {
    // Only compiled, never run: a pattern that would take for ever to match costs nothing here.
    new RegExp(once);
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

const QUANTIFIERS = /(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})+/y;

/** `plain`: `\x` and `[…]` blanked out, so that brackets mean something; `once`: one quantifier where several follow. */
function simplify(pattern: string): { plain: string; once: string } {
  let plain = "";
  let once = "";
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at] ?? "";
    if (c === "\\") {
      at++;
      plain += "xx";
      once += c + (pattern[at] ?? "");
    } else if (inClass) {
      inClass = c !== "]";
      plain += "x";
      once += c;
    } else if (c === "[") {
      inClass = true;
      plain += "x";
      once += c;
    } else if ("*+?{".includes(c) && pattern[at - 1] !== "(") {
      QUANTIFIERS.lastIndex = at;
      const all = QUANTIFIERS.exec(pattern)?.[0] ?? c;
      plain += all;
      once += /^(?:[*+?]|\{[0-9,]*\})\??/.exec(all)?.[0] ?? all;
      at += all.length - 1;
    } else {
      plain += c;
      once += c;
    }
  }
  return { plain, once };
}

/** JavaScript takes `a{` and `{` as text; std::regex does not. A closing brace alone is text for both. */
function braceAsText(plain: string): boolean {
  const matches = plain.match(/\{[^{}]*\}?/g) ?? [];
  return matches.some((one) => !/^\{[0-9]+(?:,[0-9]*)?\}$/.test(one));
}

/**
 * Whether the pattern is most probably a device name as it stands, `Speakers (Realtek)` or `Speakers [Loopback]`, which
 * as a pattern matches no such name: a bracket behind a space, closed again, and nothing else that patterns are made of.
 */
export function looksLikeName(pattern: string): boolean {
  return /^[^\\|*+?^${}()[\]]* (\([^\\|*+?^${}()[\]]*\)|\[Loopback\])([^\\|*+?^${}()[\]]*| \[Loopback\])$/.test(pattern);
}

/** The pattern that finds exactly this text. */
export function escapedRegex(text: string): string {
  return text.replace(/[\\|*+?^${}()[\].]/g, "\\$&");
}
