import * as vscode from "vscode";

import { checkFile } from "../config/checkFile.ts";
import type { FileFacts, FileFinding } from "../config/checkFile.ts";
import { CONFIG_FILE_NAME, isSamePath } from "../config/configPlace.ts";
import { encodingOf } from "../config/encoding.ts";
import type { ConfigPlace } from "./configPlace.ts";

/** No configuration is larger; what is, is not read a second time for its encoding. */
const LARGEST_BYTES = 1_000_000;

/** What the file tells about itself, its text left aside. Fails where it cannot be read. */
export async function lookAtFile(document: vscode.TextDocument, place: ConfigPlace): Promise<readonly FileFinding[]> {
  const facts = await factsOf(document.uri, place);
  return checkFile(facts, document.getText());
}

async function factsOf(uri: vscode.Uri, place: ConfigPlace): Promise<FileFacts> {
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  const isThere = isWhereTheDriverReads(uri, place);
  return {
    // FLEXLAB_CONFIG may call it as it likes.
    name: place.isIt(uri) && !uri.path.toLowerCase().endsWith(`/${CONFIG_FILE_NAME.toLowerCase()}`) ? null : name,
    folderIsWhereTheDriverReads: isThere,
    encoding: await encodingOfFile(uri),
    neighbours: isThere === true ? await namesBeside(uri, name) : null,
  };
}

/**
 * True in the driver's folder, null where a file is meant to be elsewhere: a profile, or part of an opened folder,
 * and where it is not known at all.
 */
function isWhereTheDriverReads(uri: vscode.Uri, place: ConfigPlace): boolean | null {
  if (uri.scheme !== place.uri?.scheme) return null;
  const parent = (one: vscode.Uri): string => one.path.slice(0, one.path.lastIndexOf("/"));
  if (isSamePath(parent(uri), parent(place.uri), place.platform)) return true;
  return vscode.workspace.getWorkspaceFolder(uri) === undefined && !uri.path.includes("/FlexASIO.profiles/") ? false : null;
}

async function encodingOfFile(uri: vscode.Uri): Promise<FileFacts["encoding"]> {
  const { size } = await vscode.workspace.fs.stat(uri);
  return size > LARGEST_BYTES ? null : encodingOf(await vscode.workspace.fs.readFile(uri));
}

async function namesBeside(uri: vscode.Uri, own: string): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(uri, ".."));
  return entries.flatMap(([name, type]) => (name !== own && (type & vscode.FileType.Directory) === 0 ? [name] : []));
}
