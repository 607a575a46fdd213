/** As far as drivers care: what they read, what they cannot, and what they read wrongly. */
export type TextEncoding = "utf-8" | "utf-16" | "single-byte";

/** Of the bytes of a file: valid UTF-8 (a mark of it or not), UTF-16 by its mark or its zeros, anything else. */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || hasZeros(bytes)) {
    return "utf-16";
  }
  return isUtf8(bytes) ? "utf-8" : "single-byte";
}

/** Two letters of English text in UTF-16 have a zero between them. */
function hasZeros(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && ((bytes[1] === 0 && bytes[3] === 0) || (bytes[0] === 0 && bytes[2] === 0));
}

/** Strict: no overlong forms, no halves of surrogate pairs, nothing beyond U+10FFFF. */
export function isUtf8(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at++] ?? 0;
    if (first < 0x80) {
      continue;
    }
    const more = first >= 0xc2 && first <= 0xdf ? 1 : first >= 0xe0 && first <= 0xef ? 2 : first >= 0xf0 && first <= 0xf4 ? 3 : 0;
    const second = bytes[at] ?? 0;
    const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (more === 0 || second < least || second > most) {
      return false;
    }
    for (let rest = 1; rest < more; rest++) {
      const next = bytes[at + rest] ?? 0;
      if (next < 0x80 || next > 0xbf) {
        return false;
      }
    }
    at += more;
  }
  return true;
}
