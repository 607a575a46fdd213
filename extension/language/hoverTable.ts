import { t } from "../config/translate.ts";

import { backendWords } from "../backends/backendWords.ts";
import type { Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { optionSchema } from "../config/schema.ts";
import { budgetTable } from "./budgetTable.ts";
import { measuredText } from "./measuredText.ts";
import { deviceInEffect } from "./inEffect.ts";
import { backendNameHere, factsHere } from "./languageContext.ts";
import type { LanguageContext } from "./languageContext.ts";
import { escapeMarkdown } from "./markdown.ts";
import { deviceWords, optionHere } from "./optionHere.ts";
import { tableDescription } from "./optionTexts.ts";

/** All about a direction: the device in effect, how it is opened, the way of the sound, the latency budget. */
export function hoverTable(config: EffectiveConfig, direction: Direction, here: LanguageContext): readonly string[] {
  const parts = [`\`[${direction}]\` · ${tableDescription(direction)}`];
  const device = deviceWords(deviceInEffect(config, direction, here.devices), direction);
  if (!config[direction].enabled) return [...parts, `**${t("Here:")}** ${device}`];
  const channels = optionSchema(direction, "channels");
  const facts = factsHere(config, direction, here);
  parts.push(
    [
      `**${t("Device:")}** ${device}`,
      ...(channels === null ? [] : [`**${t("Channels:")}** ${optionHere(config, direction, channels, here).now}`]),
      `**${t("Backend:")}** ${escapeMarkdown(facts?.shortName ?? backendNameHere(config, here))}`,
    ].join("  \n"),
  );
  if (facts !== null) {
    const way = [t("host program"), t("ASIO driver"), ...backendWords(facts).path.map(({ title }) => escapeMarkdown(title))];
    parts.push(`**${t("The way of the sound:")}** ${(direction === "output" ? way : way.toReversed()).join(" → ")}`);
    parts.push(
      [
        facts.mixes ? t("Other programs can use the device too.") : t("The device belongs to one program alone."),
        facts.converts === "always"
          ? t("Sample rate and channels are converted where they differ.")
          : facts.converts === "never"
            ? t("Nothing is converted.")
            : t("Sample rate and channels are converted only where it is allowed."),
        facts.followsDefault ? t("It moves along when the default device changes.") : t("It stays with its device when the default changes."),
      ].join(" "),
    );
  }
  parts.push(budgetTable(config, [direction], here));
  const measured = here.measurement === null ? null : measuredText(here.measurement);
  if (measured !== null) parts.push(measured.tooltip);
  return parts;
}
