import type { ConfigDocument } from "./configDocument.ts";
import type { Finding } from "./finding.ts";
import { comparePositions } from "./text.ts";
import { checkRules } from "./checkRules.ts";
import { checkSchema } from "./checkSchema.ts";
import { checkStructure } from "./checkStructure.ts";
import { checkSyntax } from "./checkSyntax.ts";
import { reconcileWithStock } from "./checkDialect.ts";

/**
 * Everything that the text alone tells: the layers syntax, dialect, schema and rules, all at once, on broken text too.
 * In the order of the text. Never throws; takes linear time.
 */
export function checkConfig(document: ConfigDocument): readonly Finding[] {
  const findings = [
    ...checkSyntax(document),
    ...checkStructure(document),
    ...checkSchema(document),
    ...checkRules(document),
  ];
  return [...reconcileWithStock(document, findings)].sort((a, b) => comparePositions(a.range.start, b.range.start));
}
