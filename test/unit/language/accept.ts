import type { CompletionItem } from "../../../extension/language/completionItem.ts";
import { complete } from "../../../extension/language/completion.ts";
import type { LanguageContext } from "../../../extension/language/languageContext.ts";
import { plainText } from "../../../extension/language/snippet.ts";
import { HERE, sceneAt } from "./scene.ts";

/** What is offered at the `|` of the text. */
export function offered(marked: string, here: LanguageContext = HERE, typed: string | null = null): readonly CompletionItem[] {
  const { document, config, offset } = sceneAt(marked);
  return complete(document, config, offset, here, typed).items;
}

export function labels(marked: string, here: LanguageContext = HERE): readonly string[] {
  return [...offered(marked, here)].sort((a, b) => (a.sortText < b.sortText ? -1 : 1)).map(({ label }) => label);
}

/** The text after the item of this label was taken. */
export function accepted(marked: string, label: string, here: LanguageContext = HERE): string {
  const item = offered(marked, here).find((one) => one.label === label);
  if (item === undefined) throw new Error(`${label} is not offered; there are ${offered(marked, here).map((one) => one.label).join(", ")}`);
  return put(marked.replace("|", ""), item);
}

export function put(text: string, item: CompletionItem): string {
  return text.slice(0, item.span.start) + plainText(item.insert) + text.slice(item.span.end);
}
