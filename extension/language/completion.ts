import type { ConfigDocument } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { Span } from "../config/text.ts";
import { completeKeys } from "./completeKeys.ts";
import { completeTables } from "./completeTables.ts";
import { completeValues } from "./completeValues.ts";
import type { LanguageContext } from "./languageContext.ts";
import { placeAt } from "./place.ts";
import type { Snippet } from "./snippet.ts";

/** One thing that can be put in at the cursor. */
export interface CompletionItem {
  readonly label: string;
  /** Beside the label: what it comes to. */
  readonly description: string;
  /** In small letters beside the documentation. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  readonly kind: "option" | "table" | "backend" | "device" | "number" | "word" | "pattern";
  /** What typed text is compared with, from the start of the span. */
  readonly filterText: string;
  readonly sortText: string;
  /** The one piece of text that goes, on the line of the cursor and with the cursor in it or at its ends. */
  readonly span: Span;
  readonly insert: Snippet;
  /** The value that will stand there; null for keys and tables. */
  readonly means: string | number | boolean | null;
  readonly preselect: boolean;
  /** Values are to be offered at once when it has been put in. */
  readonly suggestNext: boolean;
}

export interface Completions {
  readonly items: readonly CompletionItem[];
  /** More may come in a moment: the devices are being listed. */
  readonly incomplete: boolean;
}

export const NO_COMPLETIONS: Completions = { items: [], incomplete: false };

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
