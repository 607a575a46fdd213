import { BOTH_DRIVERS } from "./finding.ts";
import type { Finding, Fix } from "./finding.ts";
import { findingCodes } from "./findingCodes.ts";
import type { FindingCode } from "./findingCodes.ts";
import type { Range, TextEdit } from "./text.ts";

/** A finding of its code's layer and usual severity, for both drivers unless `more` says otherwise. */
export function makeFinding(
  code: FindingCode,
  range: Range,
  message: string,
  hint: string,
  more: Partial<Pick<Finding, "severity" | "drivers" | "fixes" | "related">> = {},
): Finding {
  const { severity, layer } = findingCodes[code];
  return { code, severity, layer, message, hint, range, drivers: BOTH_DRIVERS, fixes: [], ...more };
}

/** What was surely meant. */
export function sureFix(title: string, ...edits: readonly TextEdit[]): Fix {
  return { title, edits, preferred: true };
}

/** One way out of several, or one that throws something away. */
export function possibleFix(title: string, ...edits: readonly TextEdit[]): Fix {
  return { title, edits, preferred: false };
}
