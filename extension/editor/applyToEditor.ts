import * as vscode from "vscode";

import type { TextEdit } from "../config/text.ts";
import { toRange } from "./documents.ts";

export function toTextEdits(edits: readonly TextEdit[]): vscode.TextEdit[] {
  return edits.map((edit) => new vscode.TextEdit(toRange(edit.range), edit.newText));
}

/**
 * Applies edits that were made for this version of a document, as one step of undo. False when the document has changed
 * meanwhile or cannot be written: then nothing has happened.
 */
export async function applyToEditor(
  document: vscode.TextDocument,
  version: number,
  edits: readonly TextEdit[],
): Promise<boolean> {
  if (document.version !== version) return false;
  if (edits.length === 0) return true;
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, toTextEdits(edits));
  return vscode.workspace.applyEdit(edit);
}
