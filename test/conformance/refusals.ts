import { checkStructure } from "../../extension/config/checkStructure.ts";
import { checkSyntax } from "../../extension/config/checkSyntax.ts";
import { parseConfig } from "../../extension/config/parseConfig.ts";

/** Why our reader does not take the text for TOML 1.0: codes of findings; none when it does. */
export function refusals(text: string): string[] {
  const document = parseConfig(text);
  return [...checkSyntax(document), ...checkStructure(document)]
    .filter((finding) => finding.layer === "syntax" && finding.severity === "error" && finding.drivers.includes("flexlab"))
    .map((finding) => finding.code);
}
