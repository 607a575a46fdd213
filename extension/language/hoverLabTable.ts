import { t } from "../config/translate.ts";

import { LAB_TABLE } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { labOptions } from "../config/schema.ts";
import type { LanguageContext } from "./languageContext.ts";
import { optionHere } from "./optionHere.ts";
import { tableDescription } from "./optionTexts.ts";
import { useOf } from "./useOfOption.ts";

/** All about `[flexlab]`: whose options these are, and what each comes to. */
export function hoverLabTable(config: EffectiveConfig, here: LanguageContext): readonly string[] {
  const options = [...labOptions.values()].map((option) => {
    const use = useOf(config, LAB_TABLE, option, here);
    const unused = use.kind === "ignored" ? ` (${t("not used: {0}", use.why)})` : "";
    return `- \`${option.name}\`: ${optionHere(config, LAB_TABLE, option, here).now}${unused}`;
  });
  return [`\`[${LAB_TABLE}]\` · ${tableDescription(LAB_TABLE)}`, [`**${t("Here:")}**`, ...options].join("\n")];
}
