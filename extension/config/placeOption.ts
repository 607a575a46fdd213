import { t } from "./translate.ts";
import type { ConfigDocument, ConfigEntry, TableName } from "./configDocument.ts";
import { linesOf, textAt } from "./editLines.ts";
import type { Statement } from "./statement.ts";
import type { Span } from "./text.ts";
import { tomlKey } from "./tomlText.ts";
import type { TomlInlineTable, TomlValue } from "./tomlValue.ts";

/** One place of the text and what shall stand there. */
export interface Change {
  readonly span: Span;
  readonly text: string;
}

/** Puts the text in the place of the value, or where the value should have been. */
export function replacement(document: ConfigDocument, entry: ConfigEntry, text: string): Change | { refused: string } {
  if (entry.value !== null) {
    return { span: entry.value.span, text };
  }
  const statement = document.statements[entry.statement];
  if (statement?.kind !== "error" || statement.valueSpan === null) {
    return { refused: t("The line of this option is broken.") };
  }
  if (statement.valueSpan.end < statement.span.end && /[\r\n]/.test(textAt(document, statement.span))) {
    return { refused: t("The value of this option goes over several lines and is not closed.") };
  }
  const before = document.text[statement.valueSpan.start - 1];
  return { span: statement.valueSpan, text: before === "=" ? ` ${text}` : text };
}

/** Adds the option to its table; makes the table when there is none. */
export function insertion(document: ConfigDocument, table: TableName, key: string, text: string): Change | { refused: string } {
  const line = `${tomlKey(key)} = ${text}`;
  if (table === "top") {
    return insertAtTop(document, line);
  }
  const header = document.header(table);
  if (header !== null) {
    return insertBelow(document, header.statement, line);
  }
  if (document.tables.some((one) => one.path.length === 1 && one.path[0] === table)) {
    return { refused: t("[[{0}]] makes a list of tables; write [{0}] instead.", table) };
  }
  const whole = document.findAll("top", table)[0];
  if (whole !== undefined) {
    return whole.value?.type === "table"
      ? insertInline(whole.value, line)
      : { refused: t('"{0}" is not a table here.', table) };
  }
  const dotted = document.entries.findLast((entry) => entry.written === "dotted" && entry.path.length === 2 && entry.path[0] === table);
  if (dotted !== undefined) {
    return insertAfter(document, dotted.statement, `${table}.${line}`);
  }
  return appendTable(document, table, line);
}

/** Behind the last option above the first header; without one, behind the comment that opens the file. */
function insertAtTop(document: ConfigDocument, line: string): Change {
  const firstHeader = document.statements.findIndex(isHeader);
  const end = firstHeader === -1 ? document.statements.length : firstHeader;
  const last = lastWithContent(document, 0, end);
  if (last !== null) {
    return insertAfter(document, last, line);
  }
  let at = 0;
  while (at < end && document.statements[at]?.kind === "comment") {
    at++;
  }
  // A comment that touches the header speaks of the header, and a new line must not come between them.
  if (at === end && firstHeader !== -1) {
    at = 0;
  }
  if (at > 0) {
    return insertAfter(document, at - 1, line);
  }
  const start = document.lines.starts[0] ?? 0;
  const rest = document.text.slice(start);
  return { span: { start, end: start }, text: `${line}${document.lineEnding}${/^[ \t]*(\r|\n|$)/.test(rest) ? "" : document.lineEnding}` };
}

function insertBelow(document: ConfigDocument, header: number, line: string): Change {
  let end = header + 1;
  while (end < document.statements.length && !isHeader(document.statements[end])) {
    end++;
  }
  return insertAfter(document, lastWithContent(document, header + 1, end) ?? header, line);
}

function isHeader(statement: Statement | undefined): boolean {
  return statement?.kind === "header" || (statement?.kind === "error" && statement.header !== null);
}

function lastWithContent(document: ConfigDocument, from: number, to: number): number | null {
  for (let index = to - 1; index >= from; index--) {
    const kind = document.statements[index]?.kind;
    if (kind === "keyValue" || kind === "error") {
      return index;
    }
  }
  return null;
}

/** A new line behind the statement, indented like it. */
function insertAfter(document: ConfigDocument, statement: number, line: string): Change {
  const { span } = document.statements[statement] ?? { span: { start: 0, end: 0 } };
  const indent = /^[ \t]*/.exec(textAt(document, span))?.[0] ?? "";
  return { span: { start: span.end, end: span.end }, text: `${document.lineEnding}${indent}${line}` };
}

function insertInline(table: TomlInlineTable, line: string): Change {
  const last = table.pairs[table.pairs.length - 1];
  if (last === undefined) {
    return { span: table.span, text: `{ ${line} }` };
  }
  const at = last.value.span.end;
  return { span: { start: at, end: at }, text: `, ${line}` };
}

function appendTable(document: ConfigDocument, table: "input" | "output", line: string): Change {
  const { text, lineEnding } = document;
  const end = text.length;
  const start = document.lines.starts[0] ?? 0;
  const body = `[${table}]${lineEnding}${line}`;
  if (end === start) {
    return { span: { start: end, end }, text: `${body}${lineEnding}` };
  }
  const ends = /(?:\r\n|\r|\n)$/.test(text);
  const above = document.lines.lineSpan(document.lines.lineCount - 2);
  const blank = ends && /^[ \t]*$/.test(text.slice(above.start, above.end));
  return {
    span: { start: end, end },
    text: `${ends ? "" : lineEnding}${blank ? "" : lineEnding}${body}${ends ? lineEnding : ""}`,
  };
}

/** Takes the entries of an option out: their lines, or their pairs of inline tables. Changes do not overlap. */
export function removals(document: ConfigDocument, entries: readonly ConfigEntry[]): readonly Change[] {
  const inline = entries.filter((entry) => entry.written === "inline");
  const runs: { from: number; to: number }[] = [];
  for (const { statement } of entries.filter((entry) => entry.written !== "inline")) {
    const last = runs[runs.length - 1];
    if (last?.to === statement - 1) {
      last.to = statement;
    } else {
      runs.push({ from: statement, to: statement });
    }
  }
  return [
    ...inline.flatMap((entry) => removalInline(document, entry) ?? []),
    ...runs.map(({ from, to }) => ({ span: linesOf(document, from, to), text: "" })),
  ];
}

function removalInline(document: ConfigDocument, entry: ConfigEntry): Change | null {
  const table = inlineTableOf(document, entry);
  if (table === null) {
    return null;
  }
  const index = table.pairs.findIndex((pair) => pair.key === entry.key);
  const pair = table.pairs[index];
  if (pair === undefined) {
    return null;
  }
  const before = table.pairs[index - 1];
  const after = table.pairs[index + 1];
  if (before !== undefined) {
    return { span: { start: before.value.span.end, end: pair.value.span.end }, text: "" };
  }
  return after !== undefined
    ? { span: { start: pair.key.span.start, end: after.key.span.start }, text: "" }
    : { span: table.span, text: "{ }" };
}

function inlineTableOf(document: ConfigDocument, entry: ConfigEntry): TomlInlineTable | null {
  const statement = document.statements[entry.statement];
  if (statement?.kind !== "keyValue") {
    return null;
  }
  const work: TomlValue[] = [statement.value];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (next.type === "table") {
      if (next.pairs.some((pair) => pair.key === entry.key)) {
        return next;
      }
      work.push(...next.pairs.map((pair) => pair.value));
    }
  }
  return null;
}
