import * as vscode from "vscode";

import { encodingOf } from "../config/encoding.ts";
import type { EditingParts } from "./editingParts.ts";
import { isConfigDocument } from "./documents.ts";
import { FILE_NAME_GLOB, LANGUAGE } from "./ids.ts";
import { moveToTrash } from "./moveToTrash.ts";
import { newConfigText } from "./newConfigText.ts";
import { replaceText, replaceWithPreview } from "./previewedReplace.ts";
import { restoreText } from "./restoreText.ts";

export type NewFileStart = "comments" | "pick";

/**
 * Creates the FlexASIO.toml where the driver reads it and opens it; one that is there is opened and stays as it is.
 * Null: nothing was created or opened.
 */
export async function createConfig(parts: EditingParts, given: NewFileStart | null): Promise<vscode.TextDocument | null> {
  const { uri, lineEnd } = parts.place;
  if (uri === null) {
    void vscode.window.showInformationMessage(vscode.l10n.t("The driver reads its file on the machine with the sound devices. Create it in VS Code there."));
    return null;
  }
  if (await exists(uri)) {
    const document = await show(uri);
    vscode.window.setStatusBarMessage(vscode.l10n.t("FlexLab: the file is there already, nothing was changed"), 5000);
    return document;
  }
  const start = given ?? (await chooseStart(uri));
  if (start === null) return null;
  if (!(await create(uri, newConfigText(lineEnd)))) {
    void vscode.window.showErrorMessage(vscode.l10n.t("{0} cannot be created.", pathOf(uri)));
    return null;
  }
  const document = await show(uri);
  if (start === "pick" && (await parts.pick(document))) await document.save();
  return document;
}

/** Opens the FlexASIO.toml that the driver reads, or one of the opened folders; asks which when there are several. */
export async function openConfig(parts: EditingParts): Promise<vscode.TextDocument | null> {
  const { place } = parts;
  const there = place.uri !== null && (await exists(place.uri)) ? [place.uri] : [];
  const found = (await vscode.workspace.findFiles(`**/${FILE_NAME_GLOB}`, "**/node_modules/**", 50)).filter((uri) => !place.isIt(uri));
  const all = [...there, ...found];
  const [first] = all;
  if (first === undefined) {
    if (place.uri !== null) return createConfig(parts, null);
    return show(await vscode.workspace.openTextDocument({ language: LANGUAGE, content: newConfigText("\n") }));
  }
  if (all.length === 1) return show(first);
  const items = all.map((uri) => ({
    label: place.isIt(uri) ? pathOf(uri) : vscode.workspace.asRelativePath(uri),
    description: place.isIt(uri) ? vscode.l10n.t("the driver reads this one") : "",
    uri,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Open FlexASIO.toml") });
  return picked === undefined ? null : show(picked.uri);
}

/** Gives the file the name that drivers read. Its text, undo history and place stay. */
export async function renameFile(document: vscode.TextDocument, name: string): Promise<boolean> {
  const target = vscode.Uri.joinPath(document.uri, "..", name);
  const onlyCase = target.path.toLowerCase() === document.uri.path.toLowerCase();
  if (!onlyCase && (await exists(target))) {
    const compare = vscode.l10n.t("Compare");
    const message = vscode.l10n.t("There is a {0} beside it already, and only that one is read.", name);
    if ((await vscode.window.showWarningMessage(message, compare)) === compare) {
      await vscode.commands.executeCommand("vscode.diff", target, document.uri);
    }
    return false;
  }
  if (document.isDirty) await document.save();
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(document.uri, target, { overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(vscode.l10n.t("The file cannot be renamed."));
    return false;
  }
  await show(target);
  return true;
}

/** Copies or moves the file to where the driver reads it; what is there already is only changed after a look at it. */
export async function moveToDriver(parts: EditingParts, document: vscode.TextDocument): Promise<boolean> {
  const { uri } = parts.place;
  if (uri === null) {
    void vscode.window.showInformationMessage(vscode.l10n.t("The driver reads its file on the machine with the sound devices. Open this one in VS Code there."));
    return false;
  }
  if (parts.place.isIt(document.uri)) {
    vscode.window.setStatusBarMessage(vscode.l10n.t("FlexLab: the driver reads this very file"), 5000);
    return true;
  }
  if (await exists(uri)) {
    return replaceWithPreview(parts.texts, await vscode.workspace.openTextDocument(uri), document.getText(), {
      title: vscode.l10n.t("{0}: now ↔ with this file's text", pathOf(uri)),
      accept: vscode.l10n.t("Put this file's text there"),
      detail: vscode.l10n.t("Undo brings the present text back. This file stays where it is."),
    });
  }
  const copy: vscode.QuickPickItem = { label: vscode.l10n.t("Copy it there"), detail: vscode.l10n.t("This file stays as a draft") };
  const move: vscode.QuickPickItem = { label: vscode.l10n.t("Move it there") };
  const items = document.isUntitled ? [copy] : [copy, move];
  const answer = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Bring It to Where the Driver Reads It"), placeHolder: pathOf(uri) });
  if (answer === undefined) return false;
  if (answer === move) {
    if (document.isDirty) await document.save();
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, uri, { overwrite: false });
    if (!(await vscode.workspace.applyEdit(edit))) return refuse(uri);
  } else if (!(await create(uri, document.getText()))) {
    return refuse(uri);
  }
  await show(uri);
  return true;
}

/**
 * Writes the file as UTF-8. Characters that the editor could not read are taken from the file's bytes first, so that
 * none is lost by saving.
 */
export async function saveAsUtf8(document: vscode.TextDocument): Promise<boolean> {
  const bytes = await vscode.workspace.fs.readFile(document.uri);
  const encoding = encodingOf(bytes);
  const shown = document.getText();
  const text = restoreText(shown, encoding, bytes);
  if (text !== shown && !(await replaceText(document, text))) return false;
  // VS Code saves in the encoding that it read the file with. When that was UTF-8, saving is all there is to do.
  if (text === shown && encoding !== "utf-8") {
    if (document.isDirty) await document.save();
    await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(text));
    await reopenAsUtf8(document.uri);
    return true;
  }
  return document.save();
}

/** Takes a file beside this one away, after a question. */
export async function removeNeighbour(document: vscode.TextDocument, name: string): Promise<boolean> {
  const uri = vscode.Uri.joinPath(document.uri, "..", name);
  const remove = vscode.l10n.t("Move to Trash");
  const question = vscode.l10n.t("Move {0} to the trash?", name);
  if ((await vscode.window.showWarningMessage(question, { modal: true }, remove)) !== remove) return false;
  if (await moveToTrash(uri)) return true;
  const forGood = vscode.l10n.t("Delete");
  const again = vscode.l10n.t("There is no trash for {0}. Delete it for good?", name);
  if ((await vscode.window.showWarningMessage(again, { modal: true }, forGood)) !== forGood) return false;
  await vscode.workspace.fs.delete(uri);
  return true;
}

async function chooseStart(uri: vscode.Uri): Promise<NewFileStart | null> {
  const items: readonly (vscode.QuickPickItem & { readonly start: NewFileStart })[] = [
    { label: vscode.l10n.t("Start with everything at its default"), detail: vscode.l10n.t("Two empty tables and a few words on how to go on"), start: "comments" },
    { label: vscode.l10n.t("Pick backend and devices…"), detail: vscode.l10n.t("Writes what you pick and nothing else"), start: "pick" },
  ];
  const title = vscode.l10n.t("Create FlexASIO.toml");
  return (await vscode.window.showQuickPick(items, { title, placeHolder: pathOf(uri) }))?.start ?? null;
}

/** False when something is there by now: nothing is overwritten. */
async function create(uri: vscode.Uri, text: string): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(text) });
  return vscode.workspace.applyEdit(edit);
}

/** Newer versions of VS Code can be told the encoding; older ones read a file without a mark as UTF-8 by themselves. */
async function reopenAsUtf8(uri: vscode.Uri): Promise<void> {
  const open: (uri: vscode.Uri, options: { readonly encoding: string }) => Thenable<vscode.TextDocument> = vscode.workspace.openTextDocument;
  await open(uri, { encoding: "utf8" });
}

async function show(what: vscode.Uri | vscode.TextDocument): Promise<vscode.TextDocument> {
  const document = what instanceof vscode.Uri ? await vscode.workspace.openTextDocument(what) : what;
  // FLEXLAB_CONFIG may call the file as it likes; it is the driver's all the same.
  const known = isConfigDocument(document) ? document : await vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
  await vscode.window.showTextDocument(known);
  return known;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function refuse(uri: vscode.Uri): false {
  void vscode.window.showErrorMessage(vscode.l10n.t("{0} cannot be created.", pathOf(uri)));
  return false;
}

function pathOf(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath : uri.path;
}
