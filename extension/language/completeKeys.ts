import { t } from "../config/translate.ts";

import type { ConfigDocument, ConfigEntry, OptionTable } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { OptionSchema } from "../config/schema.ts";
import { optionsOf } from "../config/schema.ts";
import type { Span } from "../config/text.ts";
import { completeChannels } from "./channelChoices.ts";
import type { CompletionItem } from "./completionItem.ts";
import { statementAt } from "./statementAt.ts";
import { tablesAtKey } from "./completeTables.ts";
import { backendNameHere } from "./languageContext.ts";
import type { LanguageContext } from "./languageContext.ts";
import { optionDescription, typeAndRange } from "./optionTexts.ts";
import type { KeyPlace } from "./place.ts";
import type { Snippet } from "./snippet.ts";
import { useOf } from "./useOfOption.ts";

/** Options that the table has not yet: the backend's own first, those that nothing looks at last. */
export function completeKeys(
  document: ConfigDocument,
  config: EffectiveConfig,
  offset: number,
  place: KeyPlace,
  here: LanguageContext,
): readonly CompletionItem[] {
  // In front of a whole option a new one is meant; anywhere in its key, that key.
  const empty = place.span.start === place.span.end;
  const inFront =
    offset === place.span.start &&
    place.written !== "dotted" &&
    (empty ? place.after === "text" : place.after === "equals" || place.after === "text");
  const at: KeyPlace = inFront ? { ...place, span: { start: offset, end: offset }, after: "text" } : place;
  const present = new Set([...presentKeys(document, place.table, at.span), ...(place.written === "inline" ? inlineKeys(document, at.span) : [])]);
  const items: CompletionItem[] = [];
  let order = 0;
  for (const option of optionsOf(place.table).values()) {
    order++;
    if (present.has(option.name) || excluded(option.name, present)) continue;
    items.push(item(document, config, offset, at, option, order, here));
  }
  return inFront ? items : [...items, ...tablesAtKey(document, at, here)];
}

/** The keys that stand in the table already, in broken lines too, but for the one at the cursor. */
function presentKeys(document: ConfigDocument, table: OptionTable, at: Span): ReadonlySet<string> {
  const length = table === "top" ? 1 : 2;
  const inTable = (entry: ConfigEntry): boolean => entry.path.length === length && (table === "top" || entry.path[0] === table);
  const isHere = (entry: ConfigEntry): boolean => at.end > at.start && entry.keyPart.span.start <= at.start && at.end <= entry.keyPart.span.end;
  return new Set(document.entries.filter((entry) => inTable(entry) && !isHere(entry)).map((entry) => entry.keyPart.name));
}

/** The keys of a half-typed inline table, which has no entries yet. */
function inlineKeys(document: ConfigDocument, at: Span): readonly string[] {
  const statement = statementAt(document, at.start);
  if (statement?.kind !== "error") return [];
  const text = document.text.slice(statement.span.start, statement.span.end);
  return [...text.matchAll(/[{,]\s*([A-Za-z0-9_-]+)\s*=/g)]
    .filter((match) => statement.span.start + match.index + match[0].indexOf(match[1] ?? "") !== at.start)
    .map((match) => match[1] ?? "");
}

/** `device` and `deviceRegex` cannot stand together. */
function excluded(key: string, present: ReadonlySet<string>): boolean {
  return (key === "device" && present.has("deviceRegex")) || (key === "deviceRegex" && present.has("device"));
}

function item(
  document: ConfigDocument,
  config: EffectiveConfig,
  offset: number,
  place: KeyPlace,
  option: OptionSchema,
  order: number,
  here: LanguageContext,
): CompletionItem {
  const use = useOf(config, place.table, option, here);
  const value = place.after === "equals" ? null : valueSnippet(config, place.table, option, here);
  const used = use.kind === "ignored" ? t("not used: {0}", use.why) : "";
  return {
    label: option.name,
    description: use.kind === "ignored" ? use.short : "",
    detail: typeAndRange(option),
    documentation: [...(used === "" ? [] : [`*${used}*`]), optionDescription(option)].join("\n\n"),
    kind: "option",
    filterText: /^["']/.test(place.typed) ? `${place.typed[0] ?? ""}${option.name}` : option.name,
    sortText: `${String(rank(option, use.kind === "ignored", backendNameHere(config, here)))}${String(order).padStart(2, "0")}`,
    span: place.span,
    insert: insertion(document, offset, place, option.name, value),
    means: null,
    preselect: false,
    suggestNext: place.after === "end" || place.after === "comma" ? value?.suggestNext === true : false,
  };
}

function rank(option: OptionSchema, ignored: boolean, backend: string): number {
  if (ignored) return 5;
  return option.backends?.includes(backend) === true ? 1 : 2;
}

interface ValueSnippet {
  readonly parts: Snippet;
  readonly suggestNext: boolean;
}

/** What stands behind `key =` at first. Names with long lists are left to the list that opens next. */
function valueSnippet(config: EffectiveConfig, table: OptionTable, option: OptionSchema, here: LanguageContext): ValueSnippet {
  switch (option.name) {
    case "backend":
    case "device":
    case "deviceRegex":
      return { parts: ['"', { place: "" }, '"'], suggestNext: true };
    case "channels":
      return { parts: [{ choices: completeChannels(config, table, here).map(String) }], suggestNext: false };
    case "suggestedLatencySeconds":
      return { parts: [{ place: "0.0" }], suggestNext: false };
    default:
      if (option.values !== null) {
        const { example } = option;
        const likeliest = [...option.values].sort((a, b) => Number(b === example) - Number(a === example));
        return { parts: ['"', { choices: likeliest }, '"'], suggestNext: false };
      }
      if (option.type === "integer") return { parts: [{ place: String(option.example) }], suggestNext: false };
      // Nobody writes a default down; who names the option wants the other one.
      return { parts: [{ choices: option.defaultValue === true ? ["false", "true"] : ["true", "false"] }], suggestNext: false };
  }
}

function insertion(document: ConfigDocument, offset: number, place: KeyPlace, key: string, value: ValueSnippet | null): Snippet {
  if (value === null) return [key];
  const whole: Snippet = [`${key} = `, ...value.parts];
  switch (place.after) {
    case "end":
    case "comma":
    case "equals":
      return whole;
    case "text":
      break;
  }
  const rest = document.text.slice(place.span.end);
  if (place.written === "inline") return [...whole, /^\s/.test(rest) && place.span.end > place.span.start ? "," : ", "];
  // A new line in front of an option: what stands behind the cursor moves to the next one.
  if (place.span.start === place.span.end && place.written === "line") {
    const { start } = document.lines.lineSpan(document.lines.lineAt(offset));
    const indent = /^[ \t]*/.exec(document.text.slice(start, offset))?.[0] ?? "";
    return [...whole, `${document.lineEnding}${indent}`];
  }
  // Some word without `=`, and more behind it: that is left to be the value.
  return [`${key} =${/^\s/.test(rest) ? "" : " "}`];
}
