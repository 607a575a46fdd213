import { t } from "../config/translate.ts";

import { LAB_TABLE } from "../config/configDocument.ts";
import type { ConfigDocument } from "../config/configDocument.ts";
import type { Span } from "../config/text.ts";
import type { CompletionItem } from "./completionItem.ts";
import type { LanguageContext } from "./languageContext.ts";
import { tableDescription } from "./optionTexts.ts";
import type { HeaderPlace, KeyPlace } from "./place.ts";
import { statementIndexAt } from "./statementAt.ts";

const TABLES = ["input", "output", LAB_TABLE] as const;
type Table = (typeof TABLES)[number];

/** `[input]`, `[output]` and `[flexlab]` where a header is being typed, closed or not. */
export function completeTables(document: ConfigDocument, place: HeaderPlace, here: LanguageContext): readonly CompletionItem[] {
  const brackets = place.typed.startsWith("[[") ? "[[" : "[";
  return missing(document, place.span, here).map((table) => item(document, table, place.span, `${brackets}${table}]`));
}

/** The same on a line of its own, where no option below would change its table. */
export function tablesAtKey(document: ConfigDocument, place: KeyPlace, here: LanguageContext): readonly CompletionItem[] {
  if (place.written !== "line" || place.after !== "end" || optionsFollow(document, place.span)) return [];
  return missing(document, place.span, here).map((table) => item(document, table, place.span, place.typed === "" ? `[${table}]` : table));
}

/** The tables that the file names nowhere else than at this place; that of our driver where its users are. */
function missing(document: ConfigDocument, at: Span, { drivers }: LanguageContext): readonly Table[] {
  return TABLES.filter(
    (table) =>
      (table !== LAB_TABLE || drivers.has("flexlab")) &&
      !document.tables.some((one) => one.path.length === 1 && one.path[0] === table && (one.span.end <= at.start || one.span.start >= at.end)) &&
      !document.entries.some((entry) => entry.path[0] === table && (entry.path.length === 1 || entry.written === "dotted")),
  );
}

/** Whether options stand between this place and the next header: a new header would take them away. */
function optionsFollow(document: ConfigDocument, at: Span): boolean {
  const index = statementIndexAt(document, at.start);
  const from = index === null ? document.statements.length : index + 1;
  for (const statement of document.statements.slice(from)) {
    if (statement.kind === "header" || (statement.kind === "error" && statement.header !== null)) return false;
    if (statement.kind === "keyValue" || statement.kind === "error") return true;
  }
  return false;
}

const WORDS: Readonly<Record<Table, () => string>> = {
  input: () => t("what is recorded"),
  output: () => t("what is played"),
  flexlab: () => t("for FlexLab's driver alone"),
};

function item(document: ConfigDocument, table: Table, span: Span, filterText: string): CompletionItem {
  const alone = /^[ \t]*(?:\r|\n|$)/.test(document.text.slice(span.end));
  return {
    label: `[${table}]`,
    description: WORDS[table](),
    detail: t("table"),
    documentation: tableDescription(table),
    kind: "table",
    filterText,
    sortText: `7${String(TABLES.indexOf(table))}`,
    span,
    insert: alone ? [`[${table}]${document.lineEnding}`] : [`[${table}]`],
    means: null,
    preselect: false,
    suggestNext: alone,
  };
}
