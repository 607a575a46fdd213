import type { ConfigDocument } from "../config/configDocument.ts";
import { optionTableOf } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { optionSchema } from "../config/schema.ts";
import type { Span } from "../config/text.ts";
import type { LanguageContext } from "./languageContext.ts";
import { useOf } from "./useOfOption.ts";

/**
 * Keys and values that nothing looks at in this file, in the order of the text: options of another backend or mode, and
 * those of a direction that is off. Each span lies on one line.
 */
export function ignoredOptions(document: ConfigDocument, config: EffectiveConfig, here: LanguageContext): readonly Span[] {
  const spans: Span[] = [];
  for (const { path, keyPart, value } of document.entries) {
    const table = optionTableOf(path.slice(0, -1));
    const option = table === null ? null : optionSchema(table, keyPart.name);
    if (table === null || option === null || useOf(config, table, option, here).kind === "used") continue;
    spans.push(keyPart.span);
    if (value !== null && !/[\r\n]/.test(document.text.slice(value.span.start, value.span.end))) spans.push(value.span);
  }
  return spans.sort((a, b) => a.start - b.start);
}
