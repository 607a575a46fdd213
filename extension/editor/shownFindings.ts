import type * as vscode from "vscode";

import type { BackendDevices } from "../audio/contract.ts";
import type { Finding } from "../config/finding.ts";
import { withSeverities } from "../config/severities.ts";
import { findingsHere } from "./documents.ts";
import type { ConfigView } from "./documents.ts";
import { forDrivers } from "./findingsDiff.ts";
import { Settings } from "./settings.ts";

/** The findings of a file as its user wants to see them: for the chosen drivers, with the chosen severities. */
export function shownFindings(uri: vscode.Uri, view: ConfigView, backends: readonly BackendDevices[] | null): readonly Finding[] {
  return asWanted(uri, findingsHere(view, backends));
}

export function asWanted(uri: vscode.Uri, findings: readonly Finding[]): readonly Finding[] {
  const settings = new Settings(uri);
  return withSeverities(forDrivers(findings, settings.drivers), settings.findings);
}
