import type { ConfigDocument, OptionTable } from "../config/configDocument.ts";
import { LAB_TABLE, optionTableOf } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { optionSchema } from "../config/schema.ts";
import type { Span } from "../config/text.ts";
import { hoverOption } from "./hoverOption.ts";
import { hoverLabTable } from "./hoverLabTable.ts";
import { hoverTable } from "./hoverTable.ts";
import type { LanguageContext } from "./languageContext.ts";
import { statementAt } from "./statementAt.ts";

export interface HoverText {
  readonly span: Span;
  /** Markdown, one paragraph or table each; whatever comes from the file or a device is escaped. */
  readonly parts: readonly string[];
}

/** What is to say about the key, value or table at this offset (UTF-16 units); null: nothing. */
export function hoverAt(document: ConfigDocument, config: EffectiveConfig, offset: number, here: LanguageContext): HoverText | null {
  const at = optionAt(document, offset) ?? brokenOptionAt(document, offset);
  if (at !== null) {
    const option = optionSchema(at.table, at.key);
    if (option !== null) return { span: at.span, parts: hoverOption(config, at.table, option, here) };
    const name = at.table === "top" ? optionTableOf([at.key]) : null;
    return isTable(name) ? { span: at.span, parts: tableParts(config, name, here) } : null;
  }
  const table = tableAt(document, offset);
  return table === null ? null : { span: table.span, parts: tableParts(config, table.name, here) };
}

type Table = Exclude<OptionTable, "top">;

function isTable(name: OptionTable | null): name is Table {
  return name !== null && name !== "top";
}

function tableParts(config: EffectiveConfig, table: Table, here: LanguageContext): readonly string[] {
  return table === LAB_TABLE ? hoverLabTable(config, here) : hoverTable(config, table, here);
}

interface OptionAt {
  readonly table: OptionTable;
  readonly key: string;
  readonly span: Span;
}

/** The innermost option whose key or value is here. */
function optionAt(document: ConfigDocument, offset: number): OptionAt | null {
  const statement = statementAt(document, offset);
  if (statement?.kind !== "keyValue") return null;
  const index = document.statements.indexOf(statement);
  let found: OptionAt | null = null;
  for (const entry of document.entries) {
    if (entry.statement !== index) continue;
    const table = optionTableOf(entry.path, entry.path.length - 1);
    const key = entry.path.at(-1);
    if (table === null || key === undefined) continue;
    if (contains(entry.keyPart.span, offset)) return { table, key, span: entry.keyPart.span };
    const value = entry.value;
    if (value !== null && value.type !== "table" && contains(value.span, offset)) found = { table, key, span: value.span };
  }
  return found;
}

/** The key of a line that is broken: what it would do is good to know while it is being typed. */
function brokenOptionAt(document: ConfigDocument, offset: number): OptionAt | null {
  const statement = statementAt(document, offset);
  if (statement?.kind !== "error" || statement.header !== null || statement.key === null) return null;
  const part = statement.key.parts.at(-1);
  if (part === undefined) return null;
  const table = optionTableOf([...document.tableAt(statement.span.start), ...statement.key.parts.slice(0, -1).map(({ name }) => name)]);
  if (table === null) return null;
  if (contains(part.span, offset)) return { table, key: part.name, span: part.span };
  const value = statement.valueSpan;
  return value !== null && value.end > value.start && contains(value, offset) ? { table, key: part.name, span: value } : null;
}

/** A header of ours, or the part of a dotted key that names the table. */
function tableAt(document: ConfigDocument, offset: number): { readonly name: Table; readonly span: Span } | null {
  const header = document.tables.find((table) => contains(table.span, offset));
  if (header !== undefined) {
    const name = optionTableOf(header.path);
    return isTable(name) ? { name, span: header.span } : null;
  }
  const statement = statementAt(document, offset);
  if (statement === null || !("key" in statement) || statement.key === null) return null;
  const [first] = statement.key.parts;
  if (first === undefined || !contains(first.span, offset) || document.tableAt(statement.span.start).length > 0) return null;
  const name = optionTableOf([first.name]);
  return isTable(name) ? { name, span: first.span } : null;
}

function contains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
