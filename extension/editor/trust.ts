import * as vscode from "vscode";

import { LabFailure } from "../audio/failure.ts";

/** Opening devices runs native code that files of the workspace steer; that needs the user's trust. */
export function isTrusted(): boolean {
  return vscode.workspace.isTrusted;
}

export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand("workbench.trust.manage");
}

/** Why devices are not opened before the workspace is trusted. */
export function notTrusted(): LabFailure {
  return new LabFailure({
    code: "audio-not-allowed",
    message: vscode.l10n.t("Audio devices are only opened in a trusted workspace."),
    hint: vscode.l10n.t("Trust this workspace to pick and test devices."),
    where: null,
    host: null,
  });
}

/** True when devices may be opened; otherwise says why not and offers the way out. For operations the user started. */
export function requireTrust(): boolean {
  if (isTrusted()) return true;
  const manage = vscode.l10n.t("Manage Workspace Trust");
  void vscode.window
    .showWarningMessage(vscode.l10n.t("Audio devices are only opened in a trusted workspace. Editing and checking work without."), manage)
    .then((answer) => (answer === manage ? manageTrust() : undefined));
  return false;
}
