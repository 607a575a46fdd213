import * as vscode from "vscode";

import { applyToEditor } from "./applyToEditor.ts";
import { lineEdits } from "./lineEdits.ts";
import type { VirtualDocuments } from "./virtualDocuments.ts";

export interface Preview {
  /** Title of the comparison and of the question. */
  readonly title: string;
  /** What is to be done, verb first. */
  readonly accept: string;
  readonly detail: string;
}

/**
 * Shows what would change and asks; then the text becomes the document's, line by line, as one step of undo, unsaved.
 * False when the user keeps the file, or when it cannot be written.
 */
export async function replaceWithPreview(
  texts: VirtualDocuments,
  document: vscode.TextDocument,
  text: string,
  { title, accept, detail }: Preview,
): Promise<boolean> {
  if (inEnds(document, text) === document.getText()) {
    void vscode.window.showInformationMessage(vscode.l10n.t("There is nothing to change: the file holds this text already."));
    return false;
  }
  const right = texts.textOf(document.uri, text);
  await vscode.commands.executeCommand("vscode.diff", document.uri, right, title, { preview: true, preserveFocus: true });
  const yes: vscode.QuickPickItem = { label: accept, detail };
  const answer = await vscode.window.showQuickPick([yes, { label: vscode.l10n.t("Keep the file as it is") }], {
    title,
    placeHolder: vscode.l10n.t("The comparison shows what would change"),
    ignoreFocusOut: true,
  });
  await closeComparison(right);
  return answer === yes && replaceText(document, text);
}

/** Makes the text the document's, as one step of undo. Tells the user when it cannot be done. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<boolean> {
  const edits = lineEdits(document.getText(), inEnds(document, text));
  if (await applyToEditor(document, document.version, edits)) {
    await vscode.window.showTextDocument(document);
    return true;
  }
  void vscode.window.showErrorMessage(vscode.l10n.t("The file was not changed: it cannot be edited now."));
  return false;
}

/** With the document's line ends: VS Code keeps one kind per document, whatever an edit brings. */
function inEnds(document: vscode.TextDocument, text: string): string {
  return text.replace(/\r\n|\r|\n/g, document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n");
}

async function closeComparison(right: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === right.toString());
  await vscode.window.tabGroups.close(tabs);
}
