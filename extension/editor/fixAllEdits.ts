import type * as vscode from "vscode";

import type { DriverName } from "../config/finding.ts";
import type { FindingCode } from "../config/findingCodes.ts";
import type { TextEdit } from "../config/text.ts";
import { Settings } from "./settings.ts";

/**
 * The edits of every fix that is surely meant, for the findings that the user sees; of one code only, when one is given.
 * Its code is loaded when it is first asked for.
 */
export async function safeEdits(document: vscode.TextDocument, text: string, code: FindingCode | null): Promise<readonly TextEdit[]> {
  const settings = new Settings(document.uri);
  const { fixAll } = await import("../config/fixAll.ts");
  const drivers = (["flexasio", "flexlab"] as const satisfies readonly DriverName[]).filter((driver) => settings.drivers.has(driver));
  return fixAll(text, { drivers, severities: settings.findings, ...(code === null ? {} : { code }) });
}
