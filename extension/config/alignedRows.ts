import { wordWrap } from "./wordWrap.ts";

/** A paragraph on lines of at most `width` characters: `first` before the first one, and as much space before the others. */
export function paragraph(first: string, text: string, width: number): readonly string[] {
  return wordWrap(text, width - first.length).map((line, index) => `${index === 0 ? first : " ".repeat(first.length)}${line}`.trimEnd());
}

/**
 * Names on the left, what is to say of each on the right. The names get no more than half of the width: a longer one, of
 * a device for example, stands on a line of its own and pushes no text out of sight.
 */
export function alignedRows(rows: readonly (readonly [name: string, text: string])[], width: number): readonly string[] {
  const column = Math.min(width / 2, 2 + Math.max(...rows.map(([name]) => name.length)));
  return rows.flatMap(([name, text]) =>
    text !== "" && name.length > column - 2 ? [name, ...paragraph(" ".repeat(column), text, width)] : paragraph(name.padEnd(column), text, width));
}
