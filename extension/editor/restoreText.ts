import type { TextEncoding } from "../config/encoding.ts";

/** What an editor shows in place of bytes that are no UTF-8. */
const LOST = "\uFFFD";

/** The bytes as their writer saw them: UTF-16 by its mark, else the single-byte encoding of Windows in the West. */
export function decodeAs(encoding: TextEncoding, bytes: Uint8Array): string {
  switch (encoding) {
    case "utf-8":
      return new TextDecoder("utf-8").decode(bytes);
    case "utf-16": {
      const isBigEndian = (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] !== 0);
      return new TextDecoder(isBigEndian ? "utf-16be" : "utf-16le").decode(bytes);
    }
    case "single-byte":
      return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * The text of an editor with the characters that it lost: each line that was shown with replacement characters and still
 * stands there is taken from the bytes of the file. What the user typed meanwhile stays. Line ends stay as they are.
 */
export function restoreText(shown: string, encoding: TextEncoding, bytes: Uint8Array): string {
  if (!shown.includes(LOST)) return shown;
  const meant = linesOf(decodeAs(encoding, bytes));
  const read = linesOf(new TextDecoder("utf-8").decode(bytes));
  const restored = new Map(read.flatMap((line, index) => (line.includes(LOST) ? [[line, meant[index] ?? line] as const] : [])));
  return shown
    .split(/(\r\n|\r|\n)/)
    .map((part) => restored.get(part) ?? part)
    .join("");
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}
