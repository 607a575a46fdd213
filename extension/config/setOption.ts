import { t } from "./translate.ts";
import { checkStructure } from "./checkStructure.ts";
import type { ConfigDocument, ConfigEntry, TableName } from "./configDocument.ts";
import { textAt } from "./editLines.ts";
import { parseConfig } from "./parseConfig.ts";
import { insertion, removals, replacement } from "./placeOption.ts";
import type { Change } from "./placeOption.ts";
import { optionSchema } from "./schema.ts";
import { readAsStock, stockReads } from "./stockReader.ts";
import { applyEdits } from "./text.ts";
import type { TextEdit } from "./text.ts";
import { tomlFloat, tomlInteger, tomlString } from "./tomlText.ts";
import type { TomlValue } from "./tomlValue.ts";

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
    return { kind: "refused", reason: t("{0} is not a value that {1} can have.", String(value), key) };
  }
  const meant = literal(text);
  if (meant === null || (typeof value === "string" && (meant.type !== "string" || meant.value !== value))) {
    return { kind: "refused", reason: t("This text holds characters that TOML cannot write.") };
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
    const isMeant = now?.value !== null && now !== null && sameValue(now.value, meant);
    return isMeant && sameElsewhere(document, after, table, key) && stockTakes(after.text, table, key, meant);
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
  return removals(document, document.findAll(table, key)).map((change) => edit(document, change));
}

/** The edit of `setOption` for an option that is not there yet, not proved by reading again. */
export function draftSetOption(document: ConfigDocument, table: TableName, key: string, value: OptionValue): TextEdit | null {
  const text = valueText(table, key, value, null);
  const change = text === null ? null : insertion(document, table, key, text);
  return change === null || "refused" in change ? null : edit(document, change);
}

function edit(document: ConfigDocument, change: Change): TextEdit {
  return { range: document.rangeOf(change.span), newText: change.text };
}

/**
 * Reads the edited text again, as both drivers would: an edit that does not do exactly what was meant, or that brings in
 * an error, is not made.
 */
function proved(document: ConfigDocument, edits: readonly TextEdit[], holds: (after: ConfigDocument) => boolean): EditPlan {
  if (document.lines.firstLoneCarriageReturn !== null) {
    // The drivers see other lines there than we do, or none.
    return { kind: "refused", reason: t("The lines of this file end the way old Macs wrote them. Change them to LF or CRLF first.") };
  }
  const after = parseConfig(applyEdits(document.text, edits));
  const isSafe =
    holds(after) &&
    checkStructure(after).length <= checkStructure(document).length &&
    (stockReads(after.text) || !stockReads(document.text));
  return isSafe
    ? { kind: "edit", edits }
    : { kind: "refused", reason: t("The file is written in a way that does not allow a safe change here.") };
}

/**
 * Whether stock FlexASIO reads this value at its place. It lets a string that was not closed go on over lines, so text
 * that we see as an option can be a part of a string for it. A text that it refuses as a whole, or a list of tables, of
 * which it takes nothing, is no matter of this edit.
 */
function stockTakes(text: string, table: TableName, key: string, meant: TomlValue): boolean {
  const read = readAsStock(text);
  if (!read.ok) return true;
  const above = table === "top" ? { type: "table", table: read.root } as const : read.root.get(table);
  if (above?.type === "array") return true;
  const found = above?.type === "table" ? above.table.get(key) : undefined;
  if (found === undefined || !("value" in found) || !("value" in meant)) return false;
  return (typeof found.value === "bigint" ? Number(found.value) : found.value) === meant.value;
}

function sameElsewhere(before: ConfigDocument, after: ConfigDocument, table: TableName, key: string): boolean {
  const others = (document: ConfigDocument): string[] =>
    document.entries
      .filter((entry) => !(isAt(entry, table, key) || entry.value?.type === "table"))
      .map((entry) => JSON.stringify(entry.path) + (entry.value === null ? "" : textAt(document, entry.value.span)));
  const a = others(before);
  const b = others(after);
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function isAt(entry: ConfigEntry, table: TableName, key: string): boolean {
  return table === "top"
    ? entry.path.length === 1 && entry.path[0] === key
    : entry.path.length === 2 && entry.path[0] === table && entry.path[1] === key;
}

function existing(document: ConfigDocument, table: TableName, key: string): ConfigEntry | null {
  return document.find(table, key) ?? document.findAll(table, key)[0] ?? null;
}

/** The value as TOML text; keeps the quotes of the value that was there. Null: no such value for this option. */
function valueText(table: TableName, key: string, value: OptionValue, before: TomlValue | null): string | null {
  const option = optionSchema(table, key);
  if (typeof value === "boolean") {
    return option !== null && option.type !== "boolean" ? null : String(value);
  }
  if (typeof value === "string") {
    if (option !== null && option.type !== "string") {
      return null;
    }
    const literal = before?.type === "string" && before.style === "literal";
    return literal && !/['\u0000-\u0008\u000a-\u001f\u007f]/.test(value) ? `'${value}'` : tomlString(value);
  }
  if (!Number.isFinite(value) || (option !== null && option.type !== "integer" && option.type !== "number")) {
    return null;
  }
  const whole = option === null ? Number.isInteger(value) : option.type === "integer";
  if (!whole) {
    return tomlFloat(value);
  }
  return Number.isSafeInteger(value) ? tomlInteger(value) : null;
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
