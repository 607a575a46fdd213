import type { ConfigDocument } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { completeKeys } from "./completeKeys.ts";
import { completeTables } from "./completeTables.ts";
import { completeValues } from "./completeValues.ts";
import { NO_COMPLETIONS } from "./completionItem.ts";
import type { Completions } from "./completionItem.ts";
import type { LanguageContext } from "./languageContext.ts";
import { placeAt } from "./place.ts";

/**
 * What can be put in at this offset (UTF-16 units, a byte order mark counts). `typed`: the character that was just
 * typed, when that is why this is asked; a blank asks for values only.
 */
export function complete(
  document: ConfigDocument,
  config: EffectiveConfig,
  offset: number,
  here: LanguageContext,
  typed: string | null = null,
): Completions {
  const place = placeAt(document, offset);
  switch (place.kind) {
    case "nothing":
      return NO_COMPLETIONS;
    case "header":
      return typed === " " ? NO_COMPLETIONS : { items: completeTables(document, place, here), incomplete: false };
    case "key":
      return typed === " " && place.written !== "inline" ? NO_COMPLETIONS : { items: completeKeys(document, config, offset, place, here), incomplete: false };
    case "value":
      return completeValues(document, config, offset, place, here);
  }
}
