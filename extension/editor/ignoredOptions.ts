import type { FindingCode } from "../config/findingCodes.ts";

/** Findings of text that no driver looks at: editors fade it. A misspelt option is not among them, it is to be read. */
const IGNORED: ReadonlySet<string> = new Set<FindingCode>([
  "misplaced-key",
  "wasapi-only",
  "auto-convert-exclusive",
  "explicit-format-shared",
]);

export function isIgnored(code: FindingCode): boolean {
  return IGNORED.has(code);
}
