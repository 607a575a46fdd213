import * as vscode from "vscode";

import { PROFILES_FOLDER_NAME } from "../config/configPlace.ts";
import { effectiveConfig } from "../config/effectiveConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { FILE_NAME } from "./ids.ts";
import { moveToTrash } from "./moveToTrash.ts";
import { replaceText } from "./previewedReplace.ts";
import { profileFileName, profileNameOf, profileNameProblem } from "./profileNames.ts";
import { profileSummary } from "./profileSummary.ts";

interface Profile {
  readonly name: string;
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** Keeps the text as it stands, unsaved changes included, under a name. The name that it has now, null: none was saved. */
export async function saveProfile(document: vscode.TextDocument, given: string | null): Promise<string | null> {
  const folder = folderOf(document);
  if (folder === null) return null;
  const profiles = await profilesIn(folder);
  const name =
    given ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t("Save as Profile"),
      prompt: vscode.l10n.t("A name for the configuration as it stands now"),
      validateInput: (value) => (value === "" ? null : profileNameProblem(value)),
    }));
  if (name === undefined) return null;
  const problem = profileNameProblem(name);
  if (problem !== null) {
    void vscode.window.showErrorMessage(problem);
    return null;
  }
  const text = document.getText();
  const file = profileFileName(name);
  // Some file systems take both spellings for one file.
  const before = profiles.find((profile) => profileFileName(profile.name).toLowerCase() === file.toLowerCase());
  if (before?.text === text) return before.name;
  if (before !== undefined) {
    const replace = vscode.l10n.t("Replace");
    const question = vscode.l10n.t("There is a profile “{0}” already, with another text. Replace it?", before.name);
    if ((await vscode.window.showWarningMessage(question, { modal: true }, replace)) !== replace) return null;
  }
  await vscode.workspace.fs.createDirectory(folder);
  await vscode.workspace.fs.writeFile(before?.uri ?? vscode.Uri.joinPath(folder, file), new TextEncoder().encode(text));
  vscode.window.setStatusBarMessage(vscode.l10n.t("FlexLab: saved as profile “{0}”", name.trim()), 5000);
  return name.trim();
}

/**
 * Puts a profile's text into the FlexASIO.toml, as one step of undo, unsaved. A text that is in no profile yet is saved
 * as one first, or the user says that it need not be.
 */
export async function switchProfile(document: vscode.TextDocument, given: string | null): Promise<boolean> {
  const folder = folderOf(document);
  const target = folder === null ? null : await configBeside(document);
  if (folder === null || target === null) return false;
  const profiles = await profilesIn(folder);
  const current = target.getText();
  const profile = await choose(profiles, given, vscode.l10n.t("Switch to Profile"), current);
  if (profile === null) return false;
  if (sameText(profile.text, current)) {
    vscode.window.setStatusBarMessage(vscode.l10n.t("FlexLab: the file holds profile “{0}” already", profile.name), 5000);
    return true;
  }
  const isKept = current.trim() === "" || profiles.some(({ text }) => sameText(text, current));
  if (!isKept && !(await keepFirst(target, profile.name))) return false;
  if (!(await replaceText(target, profile.text))) return false;
  const save = vscode.l10n.t("Save");
  void vscode.window
    .showInformationMessage(vscode.l10n.t("Profile “{0}” is in the file. The driver reads it when the file is saved.", profile.name), save)
    .then((answer) => (answer === save ? target.save() : undefined));
  return true;
}

/** Shows a profile beside the file as it stands. */
export async function compareProfile(document: vscode.TextDocument, given: string | null): Promise<boolean> {
  const folder = folderOf(document);
  const target = folder === null ? null : await configBeside(document);
  if (folder === null || target === null) return false;
  const profile = await choose(await profilesIn(folder), given, vscode.l10n.t("Compare with Profile"), target.getText());
  if (profile === null) return false;
  await vscode.commands.executeCommand("vscode.diff", profile.uri, target.uri, `${profile.name} ↔ ${FILE_NAME}`, { preview: true });
  return true;
}

export async function deleteProfile(document: vscode.TextDocument, given: string | null): Promise<boolean> {
  const folder = folderOf(document);
  if (folder === null) return false;
  const profile = await choose(await profilesIn(folder), given, vscode.l10n.t("Delete Profile"), document.getText());
  if (profile === null) return false;
  const confirm = vscode.l10n.t("Delete");
  const question = vscode.l10n.t("Delete the profile “{0}”? The FlexASIO.toml stays as it is.", profile.name);
  if ((await vscode.window.showWarningMessage(question, { modal: true }, confirm)) !== confirm) return false;
  if (!(await moveToTrash(profile.uri))) await vscode.workspace.fs.delete(profile.uri);
  return true;
}

/** Asks what becomes of a text that is nowhere else. False: nothing is to happen. */
async function keepFirst(target: vscode.TextDocument, next: string): Promise<boolean> {
  const save: vscode.QuickPickItem = {
    label: vscode.l10n.t("Save the present text as a profile first…"),
    detail: vscode.l10n.t("So that you can switch back to it"),
  };
  const replace: vscode.QuickPickItem = {
    label: vscode.l10n.t("Replace the present text"),
    detail: vscode.l10n.t("Undo brings it back, as long as this window is open"),
  };
  const answer = await vscode.window.showQuickPick([save, replace], {
    title: vscode.l10n.t("Switch to “{0}”", next),
    placeHolder: vscode.l10n.t("The present text is in no profile"),
    ignoreFocusOut: true,
  });
  if (answer === save) return (await saveProfile(target, null)) !== null;
  return answer === replace;
}

async function choose(profiles: readonly Profile[], given: string | null, title: string, current: string): Promise<Profile | null> {
  if (given !== null) return profiles.find(({ name }) => name === given) ?? null;
  if (profiles.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("There are no profiles beside this file yet. “Save as Profile…” makes one."));
    return null;
  }
  const items = profiles.map((profile) => ({
    label: profile.name,
    description: sameText(profile.text, current) ? vscode.l10n.t("current") : "",
    detail: profileSummary(effectiveConfig(parseConfig(profile.text))),
    profile,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.profile ?? null;
}

/** Where the profiles of a file lie; a profile's own folder, when it is one. Null: the file is nowhere yet. */
function folderOf(document: vscode.TextDocument): vscode.Uri | null {
  if (document.isUntitled) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Save the file first: its profiles lie in a folder beside it."));
    return null;
  }
  return isProfile(document) ? vscode.Uri.joinPath(document.uri, "..") : vscode.Uri.joinPath(document.uri, "..", PROFILES_FOLDER_NAME);
}

/** The file that profiles are switched in: the document itself, or the one beside the folder of a profile. */
async function configBeside(document: vscode.TextDocument): Promise<vscode.TextDocument | null> {
  if (!isProfile(document)) return document;
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.joinPath(document.uri, "..", "..", FILE_NAME));
  } catch {
    void vscode.window.showErrorMessage(vscode.l10n.t("There is no FlexASIO.toml beside the folder of this profile."));
    return null;
  }
}

function isProfile(document: vscode.TextDocument): boolean {
  return document.uri.path.split("/").at(-2) === PROFILES_FOLDER_NAME;
}

async function profilesIn(folder: vscode.Uri): Promise<readonly Profile[]> {
  let entries: readonly [string, vscode.FileType][];
  try {
    entries = await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
  const named = entries.flatMap(([file, type]) => {
    const name = (type & vscode.FileType.File) === 0 ? null : profileNameOf(file);
    return name === null ? [] : [{ name, uri: vscode.Uri.joinPath(folder, file) }];
  });
  const profiles = await Promise.all(named.map(async ({ name, uri }) => ({ name, uri, text: await textOf(uri) })));
  return profiles.sort((a, b) => a.name.localeCompare(b.name));
}

/** An open profile counts as it stands in its editor. */
async function textOf(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

function sameText(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/\r\n|\r/g, "\n").trimEnd();
  return plain(a) === plain(b);
}
