import * as vscode from "vscode";

import { findingCodes } from "../config/findingCodes.ts";
import type { FindingCode } from "../config/findingCodes.ts";
import { findingTitles } from "../config/findingTitles.ts";
import { applyToEditor } from "./applyToEditor.ts";
import { codeOf } from "./diagnostics.ts";
import type { EditingParts } from "./editingParts.ts";
import { safeEdits } from "./fixAllEdits.ts";
import { SETTINGS } from "./ids.ts";
import { Settings } from "./settings.ts";

/** Applies every safe fix as one step of undo; `code`: those of one kind. False when there was nothing to mend. */
export async function fixAllIn(parts: EditingParts, document: vscode.TextDocument, code: string | null): Promise<boolean> {
  const { version } = document;
  if (code !== null && !isCode(code)) return false;
  const edits = await safeEdits(document, parts.documents.view(document).document.text, code);
  if (edits.length === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t("FlexLab: nothing here can be fixed without asking you"), 5000);
    return false;
  }
  if (await applyToEditor(document, version, edits)) return true;
  void vscode.window.showErrorMessage(vscode.l10n.t("Nothing was fixed: the file changed meanwhile or cannot be edited."));
  return false;
}

/** As "Fix All Problems of a Kind…": asks which, when the caller does not say. */
export async function fixAllOfKind(parts: EditingParts, document: vscode.TextDocument, given: string | null): Promise<boolean> {
  const code = given ?? (await chooseCode(document, vscode.l10n.t("Fix All Problems of a Kind")));
  return code !== null && fixAllIn(parts, document, code);
}

/** Opens the page about a code. */
export async function explainFinding(parts: EditingParts, document: vscode.TextDocument, given: string | null): Promise<void> {
  const code = given ?? (await chooseCode(document, vscode.l10n.t("Explain a Problem")));
  if (code !== null) await parts.pages.open(code);
}

/** Turns a code off where the user's choices about findings are kept already, else in the user's own settings. */
export async function turnOffFinding(document: vscode.TextDocument, given: string | null): Promise<boolean> {
  const code = given ?? (await chooseCode(document, vscode.l10n.t("Turn Off a Kind of Problem")));
  if (code === null) return false;
  const settings = vscode.workspace.getConfiguration(undefined, document.uri);
  const inspected = settings.inspect(SETTINGS.findings);
  const target = inspected?.workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  const before = target === vscode.ConfigurationTarget.Global ? inspected?.globalValue : inspected?.workspaceValue;
  await settings.update(SETTINGS.findings, { ...(before ?? {}), [code]: "off" }, target);
  const undo = vscode.l10n.t("Turn on Again");
  void vscode.window.showInformationMessage(vscode.l10n.t("'{0}' is turned off in the setting {1}.", code, SETTINGS.findings), undo).then(async (answer) => {
    if (answer === undo) await settings.update(SETTINGS.findings, before, target);
  });
  return new Settings(document.uri).findings[code] === "off";
}

/** Of the codes that the file shows now. */
async function chooseCode(document: vscode.TextDocument, title: string): Promise<string | null> {
  const codes = new Map<string, number>();
  for (const diagnostic of vscode.languages.getDiagnostics(document.uri)) {
    const code = codeOf(diagnostic);
    if (code !== null) codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  if (codes.size === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t("FlexLab: no problems in this file"), 5000);
    return null;
  }
  const items = [...codes].map(([code, count]) => ({
    label: code,
    description: count === 1 ? "" : String(count),
    detail: isCode(code) ? findingTitles()[code] : "",
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.label ?? null;
}

function isCode(code: string): code is FindingCode {
  return Object.hasOwn(findingCodes, code);
}
