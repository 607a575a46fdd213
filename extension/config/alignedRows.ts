/** Lines that fit a terminal of the usual width and half of an editor. */
export const TEXT_WIDTH = 80;

/** The words on lines of at most so many characters; a longer word gets a line of its own. At least one line. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** A paragraph: `first` before its first line, and as much space before the others. */
export function paragraph(first: string, text: string): readonly string[] {
  return wrapped(text, TEXT_WIDTH - first.length).map((line, index) => `${index === 0 ? first : " ".repeat(first.length)}${line}`.trimEnd());
}

/** Names on the left, what is to say of each on the right, in a column that is as wide as the names but for the longest. */
export function alignedRows(rows: readonly (readonly [name: string, text: string])[]): readonly string[] {
  const column = 2 + Math.min(WIDEST_NAME, Math.max(...rows.map(([name]) => name.length)));
  return rows.flatMap(([name, text]) =>
    text !== "" && name.length > column - 2 ? [name, ...paragraph(" ".repeat(column), text)] : paragraph(name.padEnd(column), text));
}

/** A longer one, of a device for example, must not push all texts out of sight. */
const WIDEST_NAME = 38;
