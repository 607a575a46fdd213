import { t } from "../config/translate.ts";

import type { OptionTable } from "../config/configDocument.ts";
import type { OptionSchema } from "../config/schema.ts";
import { tableDescriptions } from "../config/schema.ts";

/** Texts of the published schema in the user's language: their English sentences are keys of the translation too. */
function fromSchema(text: string): string {
  return t(text);
}

/** What the option does, in Markdown. */
export function optionDescription(option: OptionSchema): string {
  return fromSchema(option.markdownDescription);
}

export function tableDescription(table: Exclude<OptionTable, "top">): string {
  return fromSchema(tableDescriptions[table]);
}

/** What happens without it, in words. */
export function defaultWords(option: OptionSchema): string {
  return fromSchema(option.defaultText);
}

export function valueDescription(option: OptionSchema, value: string): string {
  const text = option.valueDescriptions.get(value);
  return text === undefined ? "" : fromSchema(text);
}

/** `whole number, 1 to 2147483646 frames`. */
export function typeAndRange(option: OptionSchema): string {
  const type = typeWords(option);
  const { minimum, maximum } = option;
  if (minimum === null || maximum === null) return type;
  const range = t("{0} to {1}", minimum, maximum);
  const unit = unitWords(option);
  return `${type}, ${unit === null ? range : `${range} ${unit}`}`;
}

function typeWords(option: OptionSchema): string {
  if (option.values !== null) return t("one of {0} names", option.values.length);
  switch (option.type) {
    case "string":
      return option.format === "regex" ? t("regular expression in quotes") : t("text in quotes");
    case "integer":
      return t("whole number");
    case "number":
      return t("number with a decimal point");
    case "boolean":
      return t("true or false");
  }
}

function unitWords(option: OptionSchema): string | null {
  switch (option.unit) {
    case "frames":
      return t("frames");
    case "channels":
      return t("channels");
    case "seconds":
      return t("seconds");
    default:
      return option.unit;
  }
}
