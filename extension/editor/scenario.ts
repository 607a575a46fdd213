import * as vscode from "vscode";

import { LabFailure } from "../audio/failure.ts";
import type { ScenarioSource } from "../audio/contract.ts";
import { Settings } from "./settings.ts";

/**
 * The scenario of the Virtual backend for a file: the setting, else the environment variable FLEXLAB_SCENARIO, else
 * null for the built-in one. Read afresh each time, so that an edited scenario counts at once; an open editor's unsaved
 * text is what counts. Rejects with a LabFailure when the file cannot be read.
 */
export async function readScenario(resource: vscode.Uri | undefined, environment: string | undefined): Promise<ScenarioSource | null> {
  const uri = scenarioUri(resource, environment);
  if (uri === null) return null;
  const name = vscode.workspace.asRelativePath(uri);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return { name, text: open.getText() };
  try {
    return { name, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
  } catch {
    throw new LabFailure({
      code: "scenario-unreadable",
      message: vscode.l10n.t("The scenario file {0} cannot be read.", name),
      hint: vscode.l10n.t("Correct the setting flexlab.scenario, or empty it to use the built-in scenario."),
      where: null,
      host: null,
    });
  }
}

/** Where the scenario lies; null: the built-in one. */
export function scenarioUri(resource: vscode.Uri | undefined, environment: string | undefined): vscode.Uri | null {
  const path = new Settings(resource).scenario || (environment ?? "");
  if (path === "") return null;
  if (path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith("\\\\")) return vscode.Uri.file(path);
  const folder =
    (resource && vscode.workspace.getWorkspaceFolder(resource)) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder !== undefined) return vscode.Uri.joinPath(folder.uri, ...path.split(/[\\/]/));
  return resource?.scheme === "file" ? vscode.Uri.joinPath(resource, "..", ...path.split(/[\\/]/)) : null;
}
