import type { ConfigDocument } from "../config/configDocument.ts";
import type { Statement } from "../config/statement.ts";
import type { Span } from "../config/text.ts";
import type { TomlInlineTable, TomlKey } from "../config/tomlValue.ts";

/** A piece of the text and how it should look. */
export interface FormattedPiece {
  readonly span: Span;
  readonly text: string;
}

/**
 * Every line as it should look: no indentation, one blank around `=`, one before a comment, none at line ends; columns
 * of `=` and of comments stay columns where the writer made some; one empty line at most, one above a header.
 */
export function formatLines(document: ConfigDocument): readonly FormattedPiece[] {
  const { statements } = document;
  const pieces: FormattedPiece[] = [];
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at];
    if (statement === undefined) break;
    if (statement.kind === "blank") {
      at = blanks(document, at, pieces);
      continue;
    }
    const end = statement.kind === "keyValue" ? blockEnd(document, at) : at + 1;
    const block = statements.slice(at, end);
    const lines = formatBlock(document, block);
    block.forEach((one, index) => pieces.push({ span: one.span, text: lines[index] ?? "" }));
    at = end - 1;
    const last = statements[at];
    const next = statements[at + 1];
    if (last?.kind === "keyValue" && next?.kind === "header") {
      pieces.push({ span: { start: last.span.end, end: last.span.end }, text: document.lineEnding });
    }
  }
  const last = statements.at(-1);
  if (last !== undefined && last.kind !== "blank" && last.span.end === document.text.length) {
    pieces.push({ span: { start: last.span.end, end: last.span.end }, text: document.lineEnding });
  }
  return pieces;
}

/** A run of empty lines becomes one, and none at both ends of the file. Returns the index of the last of the run. */
function blanks(document: ConfigDocument, first: number, pieces: FormattedPiece[]): number {
  const { statements, text } = document;
  let last = first;
  while (statements[last + 1]?.kind === "blank") last++;
  const from = statements[first];
  const to = statements[last];
  if (from === undefined || to === undefined) return last;
  const atEdge = first === 0 || last === statements.length - 1;
  // The line end behind the last one goes too where all go; a kept one keeps its own.
  const next = statements[last + 1]?.span.start ?? text.length;
  if (atEdge) pieces.push({ span: { start: from.span.start, end: next }, text: "" });
  else pieces.push({ span: { start: from.span.start, end: to.span.end }, text: "" });
  return last;
}

/** The options that stand line by line below each other, from this one on: columns run through them. */
function blockEnd(document: ConfigDocument, from: number): number {
  let at = from;
  while (document.statements[at]?.kind === "keyValue") at++;
  return at;
}

function formatBlock(document: ConfigDocument, block: readonly Statement[]): readonly string[] {
  const rows = block.map((statement) => parts(document, statement));
  const keyWidth = hasColumn(rows.map(({ equalsColumn }) => equalsColumn)) ? Math.max(...rows.map(({ key }) => width(key))) : 0;
  const bodies = rows.map(({ key, value }) => (value === null ? key : `${key.padEnd(key.length + Math.max(0, keyWidth - width(key)))} = ${value}`));
  const commented = rows.map(({ commentColumn }) => commentColumn).filter((column) => column !== null);
  const commentWidth = hasColumn(commented) ? Math.max(...bodies.map((body, index) => (rows[index]?.comment === null ? 0 : lastLineWidth(body)))) : 0;
  return bodies.map((body, index) => {
    const comment = rows[index]?.comment ?? null;
    if (comment === null) return body;
    if (body === "") return comment;
    return `${body}${" ".repeat(Math.max(0, commentWidth - lastLineWidth(body)) + 1)}${comment}`;
  });
}

interface Row {
  readonly key: string;
  readonly value: string | null;
  readonly comment: string | null;
  /** Where `=` and the comment stand now; null: nowhere. */
  readonly equalsColumn: number | null;
  readonly commentColumn: number | null;
}

function parts(document: ConfigDocument, statement: Statement): Row {
  const { text } = document;
  const row = { key: "", value: null, comment: null, equalsColumn: null, commentColumn: null };
  switch (statement.kind) {
    case "blank":
      return row;
    case "error":
      return { ...row, key: text.slice(statement.span.start, statement.span.end) };
    case "comment":
      return { ...row, comment: withoutBlanksAtEnd(text.slice(statement.comment.start, statement.comment.end)) };
    case "header": {
      const [open, close] = statement.array ? ["[[", "]]"] : ["[", "]"];
      return { ...row, key: `${open}${keyText(document, statement.key)}${close}`, ...commentOf(document, statement.comment) };
    }
    case "keyValue": {
      const { key, value } = statement;
      const equals = text.indexOf("=", key.span.end);
      return {
        key: keyText(document, key),
        value: value.type === "table" ? tableText(document, value) : text.slice(value.span.start, value.span.end),
        equalsColumn: columnOf(document, equals),
        ...commentOf(document, statement.comment),
      };
    }
  }
}

function commentOf(document: ConfigDocument, comment: Span | null): Pick<Row, "comment" | "commentColumn"> {
  if (comment === null) return { comment: null, commentColumn: null };
  return { comment: withoutBlanksAtEnd(document.text.slice(comment.start, comment.end)), commentColumn: columnOf(document, comment.start) };
}

/** Columns that the writer made: at least two, all the same. */
function hasColumn(columns: readonly (number | null)[]): boolean {
  const [first] = columns;
  return columns.length > 1 && first !== null && columns.every((column) => column === first);
}

function columnOf(document: ConfigDocument, offset: number): number {
  const { start } = document.lines.lineSpan(document.lines.lineAt(offset));
  return width(document.text.slice(start, offset));
}

function keyText(document: ConfigDocument, key: TomlKey): string {
  return key.parts.map(({ span }) => document.text.slice(span.start, span.end)).join(".");
}

/** An inline table on one line with one blank between its pieces; one on several lines stays as it is. */
function tableText(document: ConfigDocument, table: TomlInlineTable): string {
  const own = document.text.slice(table.span.start, table.span.end);
  if (/[\r\n#]/.test(own)) return own;
  const pairs = table.pairs.map(({ key, value }) => {
    const text = value.type === "table" ? tableText(document, value) : document.text.slice(value.span.start, value.span.end);
    return `${keyText(document, key)} = ${text}`;
  });
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** As wide as it looks in an editor, nearly: one column per character. */
function width(text: string): number {
  return [...text].length;
}

function lastLineWidth(text: string): number {
  return width(text.slice(Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1));
}

/** Spaces and tabs only: other invisible characters are the writer's. */
export function withoutBlanksAtEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === " " || text[end - 1] === "\t") end--;
  return text.slice(0, end);
}
