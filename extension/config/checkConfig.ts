import type { ConfigDocument } from "./configDocument.ts";
import type { Finding } from "./finding.ts";
import { comparePositions } from "./text.ts";
import { checkBackend } from "./checkBackend.ts";
import { checkLabRules } from "./checkLabRules.ts";
import { checkRules } from "./checkRules.ts";
import { checkSchema } from "./checkSchema.ts";
import { checkStructure } from "./checkStructure.ts";
import { checkSyntax } from "./checkSyntax.ts";
import { reconcileWithStock } from "./checkDialect.ts";
import { effectiveConfig } from "./effectiveConfig.ts";
import type { EffectiveConfig } from "./effectiveConfig.ts";

/**
 * Everything that the text alone tells: the layers syntax, dialect, schema, rules and backend, all at once, on broken text too.
 * In the order of the text. Never throws; takes linear time. `config`: what the document comes to, where it is known already.
 */
export function checkConfig(document: ConfigDocument, config: EffectiveConfig = effectiveConfig(document)): readonly Finding[] {
  const findings = [
    ...checkSyntax(document),
    ...checkStructure(document),
    ...checkSchema(document),
    ...checkRules(document, config),
    ...checkLabRules(config),
    ...checkBackend(document, config),
  ];
  return [...reconcileWithStock(document, findings)].sort((a, b) => comparePositions(a.range.start, b.range.start));
}
