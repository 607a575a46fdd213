import type { ConfigDocument, ConfigEntry, TableName } from "./configDocument.ts";
import { lineOf } from "./editLines.ts";
import { parseConfig } from "./parseConfig.ts";
import { optionSchema } from "./schema.ts";
import type { Statement } from "./statement.ts";
import { applyEdits } from "./text.ts";
import type { Span, TextEdit } from "./text.ts";
import { tomlFloat, tomlInteger, tomlKey, tomlString } from "./tomlText.ts";
import type { TomlInlineTable, TomlValue } from "./tomlValue.ts";

export type OptionValue = string | number | boolean;

/** What became of a wish to change the text. */
export type EditPlan =
  | { readonly kind: "edit"; readonly edits: readonly TextEdit[] }
  /** The text says so already. */
  | { readonly kind: "unchanged" }
  /** The text cannot be changed safely; one plain sentence says why. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * The smallest edits that give the option this value: only the value changes, or one line is added (with its table, when
 * the file has none). No edits when the text says so already or cannot be changed safely; `planSetOption` tells which.
 */
export function setOption(document: ConfigDocument, table: TableName, key: string, value: OptionValue): readonly TextEdit[] {
  const plan = planSetOption(document, table, key, value);
  return plan.kind === "edit" ? plan.edits : [];
}

/** The edits that take the option out of the text, its line and the comment on it included. */
export function removeOption(document: ConfigDocument, table: TableName, key: string): readonly TextEdit[] {
  const plan = planRemoveOption(document, table, key);
  return plan.kind === "edit" ? plan.edits : [];
}

export function planSetOption(document: ConfigDocument, table: TableName, key: string, value: OptionValue): EditPlan {
  const text = valueText(table, key, value, existing(document, table, key)?.value ?? null);
  if (text === null) {
    return { kind: "refused", reason: `${String(value)} is not a value that ${key} can have.` };
  }
  const meant = literal(text);
  if (meant === null || (typeof value === "string" && (meant.type !== "string" || meant.value !== value))) {
    return { kind: "refused", reason: "This text holds characters that TOML cannot write." };
  }
  const entry = existing(document, table, key);
  if (entry?.value !== null && entry !== null && sameValue(entry.value, meant)) {
    return { kind: "unchanged" };
  }
  const change = entry === null ? insertion(document, table, key, text) : replacement(document, entry, text);
  if ("refused" in change) {
    return { kind: "refused", reason: change.refused };
  }
  return proved(document, [edit(document, change)], (after) => {
    const now = after.find(table, key);
    return now?.value !== null && now !== null && sameValue(now.value, meant) && sameElsewhere(document, after, table, key);
  });
}

export function planRemoveOption(document: ConfigDocument, table: TableName, key: string): EditPlan {
  if (document.findAll(table, key).length === 0) {
    return { kind: "unchanged" };
  }
  return proved(
    document,
    draftRemoveOption(document, table, key),
    (after) => after.findAll(table, key).length === 0 && sameElsewhere(document, after, table, key),
  );
}

/**
 * The edits of `removeOption`, not proved by reading again: for findings, which offer many and of which few are used.
 * The tests prove every fix that a finding has.
 */
export function draftRemoveOption(document: ConfigDocument, table: TableName, key: string): readonly TextEdit[] {
  return document.findAll(table, key).flatMap((entry) => {
    const change = removal(document, entry);
    return change === null ? [] : [edit(document, change)];
  });
}

/** The edit of `setOption` for an option that is not there yet, not proved by reading again. */
export function draftSetOption(document: ConfigDocument, table: TableName, key: string, value: OptionValue): TextEdit | null {
  const text = valueText(table, key, value, null);
  const change = text === null ? null : insertion(document, table, key, text);
  return change === null || "refused" in change ? null : edit(document, change);
}

interface Change {
  readonly span: Span;
  readonly text: string;
}

function edit(document: ConfigDocument, change: Change): TextEdit {
  return { range: document.rangeOf(change.span), newText: change.text };
}

/** Reads the edited text again: an edit that does not do exactly what was meant is not made. */
function proved(document: ConfigDocument, edits: readonly TextEdit[], holds: (after: ConfigDocument) => boolean): EditPlan {
  return holds(parseConfig(applyEdits(document.text, edits)))
    ? { kind: "edit", edits }
    : { kind: "refused", reason: "The file is written in a way that does not allow a safe change here." };
}

function sameElsewhere(before: ConfigDocument, after: ConfigDocument, table: TableName, key: string): boolean {
  const others = (document: ConfigDocument): string[] =>
    document.entries
      .filter((entry) => !(isAt(entry, table, key) || entry.value?.type === "table"))
      .map((entry) => JSON.stringify(entry.path) + (entry.value === null ? "" : raw(document, entry.value.span)));
  const a = others(before);
  const b = others(after);
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function isAt(entry: ConfigEntry, table: TableName, key: string): boolean {
  return table === "top"
    ? entry.path.length === 1 && entry.path[0] === key
    : entry.path.length === 2 && entry.path[0] === table && entry.path[1] === key;
}

function raw(document: ConfigDocument, span: Span): string {
  return document.text.slice(span.start, span.end);
}

function existing(document: ConfigDocument, table: TableName, key: string): ConfigEntry | null {
  return document.find(table, key) ?? document.findAll(table, key)[0] ?? null;
}

/** The value as TOML text; keeps the quotes of the value that was there. Null: no such value for this option. */
function valueText(table: TableName, key: string, value: OptionValue, before: TomlValue | null): string | null {
  const option = optionSchema(table, key);
  switch (typeof value) {
    case "boolean":
      return option !== null && option.type !== "boolean" ? null : String(value);
    case "string":
      if (option !== null && option.type !== "string") {
        return null;
      }
      return before?.type === "string" && before.style === "literal" && !/['\u0000-\u0008\u000a-\u001f\u007f]/.test(value)
        ? `'${value}'`
        : tomlString(value);
    case "number": {
      const whole = option === null ? Number.isInteger(value) : option.type === "integer";
      if (!Number.isFinite(value) || (option !== null && option.type !== "integer" && option.type !== "number")) {
        return null;
      }
      if (!whole) {
        return tomlFloat(value);
      }
      return Number.isSafeInteger(value) ? tomlInteger(value) : null;
    }
  }
}

function literal(text: string): TomlValue | null {
  return parseConfig(`x = ${text}`).find("top", "x")?.value ?? null;
}

function sameValue(a: TomlValue, b: TomlValue): boolean {
  if (a.type === "integer" && b.type === "integer") {
    return a.exact === b.exact;
  }
  return a.type === b.type && "value" in a && "value" in b && Object.is(a.value, b.value);
}

function replacement(document: ConfigDocument, entry: ConfigEntry, text: string): Change | { refused: string } {
  if (entry.value !== null) {
    return { span: entry.value.span, text };
  }
  const statement = document.statements[entry.statement];
  if (statement?.kind !== "error" || statement.valueSpan === null) {
    return { refused: "The line of this option is broken." };
  }
  if (statement.valueSpan.end < statement.span.end && /[\r\n]/.test(raw(document, statement.span))) {
    return { refused: "The value of this option goes over several lines and is not closed." };
  }
  const before = document.text[statement.valueSpan.start - 1];
  return { span: statement.valueSpan, text: before === "=" ? ` ${text}` : text };
}

function insertion(document: ConfigDocument, table: TableName, key: string, text: string): Change | { refused: string } {
  const line = `${tomlKey(key)} = ${text}`;
  if (table === "top") {
    return insertAtTop(document, line);
  }
  const header = document.header(table);
  if (header !== null) {
    return insertBelow(document, header.statement, line);
  }
  if (document.tables.some((one) => one.path.length === 1 && one.path[0] === table)) {
    return { refused: `[[${table}]] makes a list of tables; write [${table}] instead.` };
  }
  const whole = document.findAll("top", table)[0];
  if (whole !== undefined) {
    return whole.value?.type === "table"
      ? insertInline(whole.value, line)
      : { refused: `"${table}" is not a table here.` };
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
  const indent = /^[ \t]*/.exec(raw(document, span))?.[0] ?? "";
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

function removal(document: ConfigDocument, entry: ConfigEntry): Change | null {
  if (entry.written === "inline") {
    return removalInline(document, entry);
  }
  return { span: lineOf(document, entry.statement), text: "" };
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
