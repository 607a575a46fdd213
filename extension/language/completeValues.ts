import { t } from "../config/translate.ts";

import { LAB_TABLE } from "../config/configDocument.ts";
import type { ConfigDocument, OptionTable } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { optionSchema } from "../config/schema.ts";
import type { OptionSchema } from "../config/schema.ts";
import { tomlFloat, tomlString } from "../config/tomlText.ts";
import { backendChoices } from "./backendChoices.ts";
import { bufferChoices } from "./bufferChoices.ts";
import { completeChannels, deviceChannels } from "./channelChoices.ts";
import type { CompletionItem, Completions } from "./completionItem.ts";
import { NO_COMPLETIONS } from "./completionItem.ts";
import { deviceChoices, patternChoices } from "./deviceChoices.ts";
import { latencyChoices } from "./latencyChoices.ts";
import type { LanguageContext } from "./languageContext.ts";
import { optionDescription, valueDescription } from "./optionTexts.ts";
import type { ValuePlace } from "./place.ts";
import { useOf } from "./useOfOption.ts";
import { channelWords } from "./units.ts";
import type { ValueChoice } from "./valueChoice.ts";

export function completeValues(
  document: ConfigDocument,
  config: EffectiveConfig,
  offset: number,
  place: ValuePlace,
  here: LanguageContext,
): Completions {
  const option = optionSchema(place.table, place.key);
  if (option === null) return NO_COMPLETIONS;
  const choices = choicesOf(config, place, option, here);
  const fromDevices = option.name === "device" || option.name === "deviceRegex" || option.name === "backend" || option.name === "channels";
  return {
    items: choices.map((choice, index) => item(document, offset, place, option, choice, index)),
    incomplete: here.listing && fromDevices,
  };
}

function choicesOf(config: EffectiveConfig, place: ValuePlace, option: OptionSchema, here: LanguageContext): readonly ValueChoice[] {
  const { table } = place;
  if (table === "top") {
    return option.name === "backend" ? backendChoices(option, config, here) : bufferChoices(config, here);
  }
  if (table === LAB_TABLE) {
    if (option.values !== null) return namedChoices(config, option, option.values, here);
    return option.type === "boolean" ? booleanChoices(config, table, option, here) : exampleChoice(option);
  }
  switch (option.name) {
    case "device":
      return deviceChoices(config, table, here);
    case "deviceRegex":
      return patternChoices(config, table, here);
    case "channels":
      return channelChoices(config, table, here);
    case "suggestedLatencySeconds":
      return latencyChoices(config, table, here);
    case "sampleType":
      return sampleTypeChoices(config, table, option);
    default:
      return booleanChoices(config, table, option, here);
  }
}

function channelChoices(config: EffectiveConfig, table: "input" | "output", here: LanguageContext): readonly ValueChoice[] {
  const most = deviceChannels(config, table, here);
  return completeChannels(config, table, here).map((count) => ({
    value: count,
    description: count === most ? t("all that the device has") : count === 2 ? t("stereo") : count === 1 ? t("mono") : "",
    detail: channelWords(count),
    documentation: count === most ? t("The same as without this line, but for the speaker names that WASAPI devices have otherwise.") : "",
  }));
}

function sampleTypeChoices(config: EffectiveConfig, table: "input" | "output", option: OptionSchema): readonly ValueChoice[] {
  const other = config[table === "input" ? "output" : "input"];
  const same = other.enabled ? other.sampleType.value : null;
  const values = [...(option.values ?? [])].sort((a, b) => Number(b === same) - Number(a === same));
  return values.map((value) => ({
    value,
    description: value === same ? (table === "input" ? t("like the output") : t("like the input")) : value === "Float32" ? t("default") : "",
    detail: "",
    documentation: valueDescription(option, value),
  }));
}

/** Values that the schema names, in its order; the default comes first there. */
function namedChoices(config: EffectiveConfig, option: OptionSchema, values: readonly string[], here: LanguageContext): readonly ValueChoice[] {
  const use = useOf(config, LAB_TABLE, option, here);
  const unused = use.kind === "ignored" ? [`*${t("not used: {0}", use.why)}*`] : [];
  return values.map((value, index) => ({
    value,
    description: index === 0 ? t("default") : "",
    detail: "",
    documentation: [...unused, valueDescription(option, value)].join("\n\n"),
  }));
}

/** A number of frames that only the user can know: one that shows what is meant. */
function exampleChoice(option: OptionSchema): readonly ValueChoice[] {
  return [{ value: option.example, description: t("for example"), detail: "", documentation: optionDescription(option) }];
}

function booleanChoices(config: EffectiveConfig, table: Exclude<OptionTable, "top">, option: OptionSchema, here: LanguageContext): readonly ValueChoice[] {
  const use = useOf(config, table, option, here);
  const documentation = [...(use.kind === "ignored" ? [`*${t("not used: {0}", use.why)}*`] : []), optionDescription(option)].join("\n\n");
  const values = option.defaultValue === true ? [false, true] : [true, false];
  return values.map((value) => ({ value, description: value === option.defaultValue ? t("default") : "", detail: "", documentation }));
}

function item(
  document: ConfigDocument,
  offset: number,
  place: ValuePlace,
  option: OptionSchema,
  choice: ValueChoice,
  index: number,
): CompletionItem {
  const text = written(option, choice.value, place.quote);
  const shown = choice.label ?? (typeof choice.value === "string" ? choice.value : text);
  // Directly behind `=` a blank is put in between, as everywhere else in the file.
  const glued = place.span.start === offset && document.text[offset - 1] === "=";
  return {
    label: shown === "" ? '""' : shown,
    description: choice.description,
    detail: choice.detail,
    documentation: choice.documentation,
    kind: kindOf(option),
    filterText: place.quote === null ? shown : `${place.quote}${shown}${place.quote}`,
    sortText: String(index).padStart(4, "0"),
    span: place.span,
    insert: [glued ? ` ${text}` : text],
    means: choice.value,
    preselect: choice.preselect === true,
    suggestNext: false,
  };
}

function kindOf(option: OptionSchema): CompletionItem["kind"] {
  switch (option.name) {
    case "backend":
    case "device":
      return option.name;
    case "deviceRegex":
      return "pattern";
    default:
      return option.type === "integer" || option.type === "number" ? "number" : "word";
  }
}

/** As TOML that both readers take; in the quotes that stand there already, where the text allows it. */
function written(option: OptionSchema, value: ValueChoice["value"], quote: ValuePlace["quote"]): string {
  if (typeof value === "string") {
    return quote === "'" && !/['\u0000-\u0008\u000a-\u001f\u007f]/.test(value) ? `'${value}'` : tomlString(value);
  }
  return typeof value === "number" && option.type === "number" ? tomlFloat(value) : String(value);
}
