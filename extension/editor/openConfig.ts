import * as vscode from "vscode";

import { FILE_NAME_GLOB, LANGUAGE } from "./ids.ts";

const NEW_FILE = `# Every line is optional; what is not written here has a default.\n[input]\n\n[output]\n`;

/** Opens the FlexASIO.toml of the workspace; asks which when there are several, starts a new one when there is none. */
export async function openOrCreateConfig(): Promise<void> {
  const found = await vscode.workspace.findFiles(`**/${FILE_NAME_GLOB}`, "**/node_modules/**", 50);
  const uri = found.length > 1 ? await choose(found) : found[0];
  if (uri !== undefined) {
    await vscode.window.showTextDocument(uri);
  } else if (found.length === 0) {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: LANGUAGE, content: NEW_FILE }));
  }
}

async function choose(uris: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = uris
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Open FlexASIO.toml") }))?.uri;
}
