import { t } from "../config/translate.ts";

import { backendFacts } from "../backends/backendFacts.ts";
import { backendWords } from "../backends/backendWords.ts";
import { LAB_TABLE } from "../config/configDocument.ts";
import type { OptionTable } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { OptionSchema } from "../config/schema.ts";
import { budgetTable } from "./budgetTable.ts";
import { optionHere } from "./optionHere.ts";
import { backendNameHere, factsHere } from "./languageContext.ts";
import type { LanguageContext } from "./languageContext.ts";
import { measuredText } from "./measuredText.ts";
import { optionDescription, typeAndRange, valueDescription } from "./optionTexts.ts";
import { useOf } from "./useOfOption.ts";

/** All about an option: what it does, what it comes to here, what this backend makes of it, the last measurement. */
export function hoverOption(config: EffectiveConfig, table: OptionTable, option: OptionSchema, here: LanguageContext): readonly string[] {
  const parts = [
    `\`${table === "top" ? option.name : `${table}.${option.name}`}\` · ${typeAndRange(option)} · ${table === LAB_TABLE ? t("since {0}", option.since) : t("since FlexASIO {0}", option.since)}`,
  ];
  const use = useOf(config, table, option, here);
  if (use.kind === "ignored") parts.push(`⚠ **${t("Not used here: {0}.", use.why)}**`);
  parts.push(optionDescription(option));
  const facts = optionHere(config, table, option, here);
  parts.push(
    [`**${t("Here:")}** ${facts.now}`, ...(facts.byDefault === null || facts.byDefault === facts.now ? [] : [`**${t("Without this line:")}** ${facts.byDefault}`])].join("  \n"),
  );
  if (option.valueDescriptions.size > 0) parts.push(valueList(option));
  const notes = backendNotes(config, table, option, here);
  if (notes.length > 0) parts.push(notes.map((note) => `- ${note}`).join("\n"));
  if (option.name === "bufferSizeSamples") parts.push(budgetTable(config, ["input", "output"], here));
  if (option.name === "suggestedLatencySeconds" && (table === "input" || table === "output") && config[table].enabled) parts.push(budgetTable(config, [table], here));
  if (option.name === "bufferSizeSamples" || option.name === "suggestedLatencySeconds" || option.name === "backend") {
    const measured = here.measurement === null ? null : measuredText(here.measurement);
    if (measured !== null) parts.push(measured.tooltip);
  }
  return parts.filter((part) => part !== "");
}

function valueList(option: OptionSchema): string {
  return [...option.valueDescriptions.keys()].map((value) => `- \`${value}\`: ${valueDescription(option, value)}`).join("\n");
}

/** What the backend in effect makes of this option. */
function backendNotes(config: EffectiveConfig, table: OptionTable, option: OptionSchema, here: LanguageContext): readonly string[] {
  if (option.name === "backend") {
    const facts = backendFacts(backendNameHere(config, here));
    if (facts === null) return [];
    const { summary, notes } = backendWords(facts);
    return [`**${facts.name}**: ${summary}`, ...notes];
  }
  if (table === LAB_TABLE) return [];
  const facts = factsHere(config, table === "output" ? "output" : "input", here);
  if (facts === null) return [];
  const name = `**${facts.shortName}**`;
  switch (option.name) {
    case "bufferSizeSamples":
      return [
        ...(facts.captureGrainSeconds === null ? [] : [t("{0} records in lumps of {1} ms, whatever the buffer.", name, facts.captureGrainSeconds * 1000)]),
        ...(facts.floorSeconds === null ? [] : [t("{0} does not get below {1} ms, whatever the buffer.", name, facts.floorSeconds * 1000)]),
        ...(facts.smallBuffer === null ? [] : [t("{0}: below {1} frames (at 48 kHz) the sound breaks up, below {2} it may.", name, facts.smallBuffer.bad, facts.smallBuffer.risky)]),
      ];
    case "device":
    case "deviceRegex":
      return [
        ...(facts.longestDeviceName === null ? [] : [t("{0} cuts device names at {1} characters.", name, facts.longestDeviceName)]),
        facts.followsDefault
          ? t("{0} moves along when the default device changes.", name)
          : t("{0} stays with the device that it started on.", name),
      ];
    case "channels":
      return [
        ...(facts.mostChannels === null ? [] : [t("{0} opens {1} channels at most.", name, facts.mostChannels)]),
        facts.converts === "always"
          ? t("{0} converts the number of channels where the device has another.", name)
          : facts.converts === "never"
            ? t("{0} converts nothing: the device must have so many.", name)
            : t("{0} converts the number of channels only where it is allowed to.", name),
      ];
    case "sampleType":
      return [facts.converts === "never" ? t("{0} hands samples on as the device takes them.", name) : t("{0} converts sample types.", name)];
    default:
      return [];
  }
}
