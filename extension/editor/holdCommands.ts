import * as vscode from "vscode";

import type { Held, HeldChanges } from "./heldChanges.ts";
import type { LabFiles } from "./labFiles.ts";

export interface HoldParts {
  readonly held: HeldChanges;
  /** Null on the web: files are then written by VS Code itself. */
  readonly files: (() => Promise<LabFiles>) | null;
}

/**
 * "Hold Changes": from here on the user edits a copy, and the file with the driver that reads it stays as it was saved
 * last. Unsaved changes move to the copy. False: nothing is held, and nothing has changed.
 */
export async function holdChanges({ held }: HoldParts, document: vscode.TextDocument): Promise<boolean> {
  await held.load();
  const known = held.of(document.uri);
  if (known !== null) {
    await vscode.window.showTextDocument(known.text);
    return true;
  }
  if (document.isUntitled) return refuse(vscode.l10n.t("Save the file first: no driver reads it yet."));
  const base = await vscode.workspace.fs.readFile(document.uri);
  if (!isUtf8(base)) return refuse(vscode.l10n.t("Save the file as UTF-8 first; its changes cannot be held in another encoding."));
  const { version } = document;
  const text = document.getText();
  const record = await held.add(document.uri, base, encoded(text, base));
  const copy = await vscode.workspace.openTextDocument(record.text);
  if (copy.getText() !== text) {
    await held.remove(record);
    return refuse(vscode.l10n.t("The changes could not be copied, so nothing was held; the file is as it was."));
  }
  const column = vscode.window.activeTextEditor?.viewColumn;
  await leave(document, version);
  await vscode.window.showTextDocument(copy, column === undefined ? {} : { viewColumn: column });
  return true;
}

/**
 * "Apply Held Changes": writes the copy's text, unsaved changes included, to the file in one step, so that the driver
 * reloads once and never sees half a file. When the file has changed since, the user sees how and decides.
 */
export async function applyHeld(parts: HoldParts, document: vscode.TextDocument, sure: boolean): Promise<boolean> {
  const held = await heldOf(parts, document);
  if (held === null) return false;
  const own = openDocument(held.file);
  if (own?.isDirty === true) {
    await vscode.window.showTextDocument(own);
    return refuse(vscode.l10n.t("The file itself has unsaved changes: save or revert them first, then apply what is held."));
  }
  const copy = await vscode.workspace.openTextDocument(held.text);
  if (copy.isDirty && !(await copy.save())) return refuse(vscode.l10n.t("The held changes could not be saved, so they were not applied."));
  const [now, base] = await Promise.all([bytesOf(held.file), bytesOf(held.base)]);
  if (!equal(now, base) && !sure && !(await wantsToReplace(held))) return false;
  const bytes = await vscode.workspace.fs.readFile(held.text);
  await write(parts, held.file, bytes, now !== null);
  if (!equal(await bytesOf(held.file), bytes)) {
    return refuse(vscode.l10n.t("The file does not hold what was written to it; the changes are still held."));
  }
  await close(held.text);
  await parts.held.remove(held);
  await vscode.window.showTextDocument(held.file);
  return true;
}

/** "Discard Held Changes": the file stays as it is, and the copy goes. */
export async function discardHeld(parts: HoldParts, document: vscode.TextDocument, sure: boolean): Promise<boolean> {
  const held = await heldOf(parts, document);
  if (held === null) return false;
  if (!sure && !(await agrees(vscode.l10n.t("Discard the held changes"), vscode.l10n.t("They cannot be brought back.")))) return false;
  const copy = openDocument(held.text);
  if (copy === null) await close(held.text);
  else await leave(copy, copy.version);
  await parts.held.remove(held);
  await vscode.window.showTextDocument(held.file);
  return true;
}

async function heldOf({ held }: HoldParts, document: vscode.TextDocument): Promise<Held | null> {
  await held.load();
  const found = held.of(document.uri);
  if (found === null) refuse(vscode.l10n.t("No changes of this file are held."));
  return found;
}

async function wantsToReplace(held: Held): Promise<boolean> {
  const title = vscode.l10n.t("The file has changed since ↔ Held changes");
  await vscode.commands.executeCommand("vscode.diff", held.file, held.text, title, { preview: true, preserveFocus: true });
  return agrees(vscode.l10n.t("Replace the file by the held changes"), vscode.l10n.t("What was changed in the file meanwhile is lost."));
}

async function agrees(accept: string, detail: string): Promise<boolean> {
  const yes: vscode.QuickPickItem = { label: accept, detail };
  const no: vscode.QuickPickItem = { label: vscode.l10n.t("Go on holding") };
  return (await vscode.window.showQuickPick([no, yes], { title: accept, ignoreFocusOut: true })) === yes;
}

async function write({ files }: HoldParts, file: vscode.Uri, bytes: Uint8Array, exists: boolean): Promise<void> {
  if (files !== null && file.scheme === "file" && exists) {
    try {
      await (await files()).replace(file.fsPath, bytes);
      return;
    } catch {
      // A folder that takes no second file, or a program that holds this one open: written in place, then.
    }
  }
  await vscode.workspace.fs.writeFile(file, bytes);
}

/**
 * Takes a document's unsaved changes back and closes it. They have been copied, or the user does not want them. A
 * document that is beyond that version by now has been typed into meanwhile: it keeps its text and stays open.
 */
async function leave(document: vscode.TextDocument, version: number): Promise<void> {
  if (document.isDirty) {
    await vscode.window.showTextDocument(document);
    if (document.version !== version) return;
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  if (!document.isDirty) await close(document.uri);
}

async function close(uri: vscode.Uri): Promise<void> {
  const wanted = uri.toString();
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => {
      if (input instanceof vscode.TabInputText) return input.uri.toString() === wanted;
      return input instanceof vscode.TabInputTextDiff && input.modified.toString() === wanted;
    });
  await vscode.window.tabGroups.close(tabs);
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | null {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString()) ?? null;
}

async function bytesOf(uri: vscode.Uri): Promise<Uint8Array | null> {
  return vscode.workspace.fs.readFile(uri).then(
    (bytes) => bytes,
    () => null,
  );
}

function equal(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one !== null && one.length === other?.length && one.every((byte, index) => byte === other[index]);
}

const MARK = [0xef, 0xbb, 0xbf] as const;

/** As the file has it: with its byte order mark, which VS Code keeps out of a document's text. */
function encoded(text: string, base: Uint8Array): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return MARK.every((byte, index) => base[index] === byte) ? Uint8Array.from([...MARK, ...bytes]) : bytes;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function refuse(why: string): false {
  void vscode.window.showWarningMessage(why);
  return false;
}
