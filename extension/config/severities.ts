import type { Finding } from "./finding.ts";
import type { Severity } from "./findingCodes.ts";

/** What a user made of a code in the settings. */
export type SeverityOverride = "off" | Severity;

/** The findings as the user wants to see them: codes turned off are gone, others have the severity that was chosen. */
export function withSeverities(
  findings: readonly Finding[],
  overrides: Readonly<Record<string, SeverityOverride>>,
): readonly Finding[] {
  const codes = Object.keys(overrides);
  if (codes.length === 0) {
    return findings;
  }
  return findings.flatMap((finding) => {
    // Settings are data of a stranger: `toString` is no override.
    const severity = Object.hasOwn(overrides, finding.code) ? overrides[finding.code] : undefined;
    return severity === "off" ? [] : [severity === undefined ? finding : { ...finding, severity }];
  });
}
