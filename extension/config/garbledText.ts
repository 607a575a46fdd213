/** What Windows-1252 has between 0x80 and 0x9F, in that order; a blank where it has nothing. */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/**
 * What a text was before its UTF-8 was read as Windows-1252: "Lautsprecher (grün)" for "Lautsprecher (grÃ¼n)". Null for a
 * text that cannot have come about so: bytes that happen to be UTF-8 are rare in any other.
 */
export function ungarbled(text: string): string | null {
  let encoded = "";
  let isPlain = true;
  for (const letter of text) {
    const byte = byteOf(letter);
    if (byte === null) return null;
    isPlain &&= byte < 0x80;
    encoded += `%${byte.toString(16).padStart(2, "0")}`;
  }
  if (isPlain) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

function byteOf(letter: string): number | null {
  const code = letter.codePointAt(0) ?? 0;
  if (code <= 0xff) return code;
  const index = WINDOWS_1252.indexOf(letter);
  return index < 0 ? null : 0x80 + index;
}
