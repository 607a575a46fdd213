import type { Range, TextEdit } from "./text.ts";
import type { FindingCode, Layer, Severity } from "./findingCodes.ts";

export type DriverName = "flexasio" | "flexlab";

export const BOTH_DRIVERS: readonly DriverName[] = ["flexasio", "flexlab"];

/**
 * What is to say about a place of the file. An error: those drivers do not start with this file. A warning: they start,
 * but not as the writer meant. Information and hint: advice.
 */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly layer: Layer;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  readonly range: Range;
  readonly drivers: readonly DriverName[];
  readonly fixes: readonly Fix[];
  readonly related?: readonly RelatedPlace[];
}

/** A safe change: it alone, applied as a whole, takes the finding away and changes no other byte. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Surely what the writer meant: may be applied in bulk, unasked. Alternatives to choose from are not. */
  readonly preferred: boolean;
}

export interface RelatedPlace {
  readonly message: string;
  readonly range: Range;
}
