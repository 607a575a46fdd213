import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";

/**
 * Gives the user's language to everything that does not know VS Code: the checker, the language features, the lab.
 * They ask `@vscode/l10n`, files that import `vscode` ask `vscode.l10n`; both read the same bundle.
 */
export function takeTranslation(): void {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
}
