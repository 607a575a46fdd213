import * as vscode from "vscode";

import type { EditingParts } from "./editingParts.ts";
import { EXPLANATION_LANGUAGE } from "./ids.ts";
import { replaceWithPreview } from "./previewedReplace.ts";
import type { WorkingText } from "./workingTexts.ts";

/** Opens what the file comes to, beside it; the text follows while one types. */
export async function explain({ texts }: EditingParts, document: vscode.TextDocument): Promise<vscode.TextDocument> {
  const explanation = await vscode.workspace.openTextDocument(texts.explanationOf(document.uri));
  await vscode.languages.setTextDocumentLanguage(explanation, EXPLANATION_LANGUAGE);
  await vscode.window.showTextDocument(explanation, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  return explanation;
}

/** Shows the text of the last good test beside the file as it stands. False: there was no such test. */
export async function compareWithWorking(parts: EditingParts, document: vscode.TextDocument): Promise<boolean> {
  const working = workingOf(parts, document);
  if (working === null) return false;
  const left = parts.texts.textOf(document.uri, working.text);
  const title = vscode.l10n.t("Worked on {0} ↔ now", when(working));
  await vscode.commands.executeCommand("vscode.diff", left, document.uri, title, { preview: true });
  return true;
}

/** Brings back the text of the last good test, after a look at what changes, as one step of undo. */
export async function revertToWorking(parts: EditingParts, document: vscode.TextDocument): Promise<boolean> {
  const working = workingOf(parts, document);
  if (working === null) return false;
  return replaceWithPreview(parts.texts, document, working.text, {
    title: vscode.l10n.t("Go back to what worked on {0}", when(working)),
    accept: vscode.l10n.t("Go back to this text"),
    detail: [working.sentence, vscode.l10n.t("Undo brings the present text back.")].filter((part) => part !== "").join(" "),
  });
}

function workingOf({ lastWorking }: EditingParts, document: vscode.TextDocument): WorkingText | null {
  const working = lastWorking.of(document.uri);
  if (working === null) {
    void vscode.window.showInformationMessage(vscode.l10n.t("No test of this file went well yet. Run “Test Backend”; the text of a good test is remembered."));
  }
  return working;
}

function when({ testedAt }: WorkingText): string {
  const date = new Date(testedAt);
  return Number.isNaN(date.getTime()) ? testedAt : date.toLocaleString(vscode.env.language, { dateStyle: "medium", timeStyle: "short" });
}
