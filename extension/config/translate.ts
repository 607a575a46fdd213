import { t as translated } from "@vscode/l10n";
import { numberText } from "./numberText.ts";

/**
 * A sentence in the user's language, its placeholders filled. A number is written the way that language writes numbers;
 * what is to be read as TOML, or typed, is handed over as text. (Filled here since the library takes ten times longer,
 * and a check makes hundreds of sentences.)
 */
export function t(sentence: string, ...values: readonly (string | number)[]): string {
  const text = translated(sentence);
  return values.length === 0 ? text : fill(text, values);
}

function fill(text: string, values: readonly (string | number)[]): string {
  let filled = "";
  let taken = 0;
  for (let open = text.indexOf("{"); open !== -1; open = text.indexOf("{", open + 1)) {
    const value = text.charAt(open + 2) === "}" ? values[text.charCodeAt(open + 1) - 48] : undefined;
    if (value !== undefined) {
      filled += text.slice(taken, open) + (typeof value === "number" ? numberText(value) : value);
      taken = open + 3;
    }
  }
  return filled + text.slice(taken);
}
