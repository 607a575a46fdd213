import { t } from "@vscode/l10n";

import { LONGEST_REGEX_BYTES, isValidRegex, utf8Length } from "../config/regex.ts";

/** What a pattern comes to among the devices of a backend. */
export type RegexPreview =
  | { readonly kind: "empty" }
  | { readonly kind: "invalid"; readonly reason: string }
  /** Valid, but not tried here: its repetitions could take for ever, or the devices are not listed. */
  | { readonly kind: "untried"; readonly reason: string }
  | { readonly kind: "matches"; readonly names: readonly string[] };

/** A repeated group may take for ever on a name that it does not match. */
const MAY_RUN_FOR_EVER = /\)[*+{]/;

/** The drivers search with an ECMAScript expression, anywhere in the name, case-sensitively. `names` null: not listed yet. */
export function previewRegex(pattern: string, names: readonly string[] | null): RegexPreview {
  if (pattern === "") return { kind: "empty" };
  if (utf8Length(pattern) > LONGEST_REGEX_BYTES) {
    return { kind: "invalid", reason: t("This pattern is too long for the driver.") };
  }
  if (!isValidRegex(pattern)) return { kind: "invalid", reason: reasonOf(pattern) };
  if (names === null) return { kind: "untried", reason: t("The devices are not listed, so nothing can be matched here.") };
  if (MAY_RUN_FOR_EVER.test(pattern)) {
    return { kind: "untried", reason: t("A repeated group can take for ever, so this pattern is not tried here.") };
  }
  try {
    const regex = new RegExp(pattern);
    return { kind: "matches", names: names.filter((name) => regex.test(name)) };
  } catch {
    // The drivers' dialect takes one quantifier behind another, JavaScript does not.
    return { kind: "untried", reason: t("The driver takes this pattern, but it cannot be tried here.") };
  }
}

/** A pattern that finds exactly this name, wherever it stands in the list. */
export function patternFor(name: string): string {
  return `^${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`;
}

function reasonOf(pattern: string): string {
  try {
    new RegExp(pattern);
  } catch (error) {
    const message = error instanceof Error ? (/: ([^:]+)$/.exec(error.message)?.[1] ?? error.message) : "";
    return t("This is no pattern: {0}.", message.replace(/\.$/, ""));
  }
  return t("The driver does not know this kind of pattern (look-behind, named groups and flags are missing there).");
}
