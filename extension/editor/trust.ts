import * as vscode from "vscode";

/** Opening devices runs native code that files of the workspace steer; that needs the user's trust. */
export function isTrusted(): boolean {
  return vscode.workspace.isTrusted;
}

export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand("workbench.trust.manage");
}

/** True when devices may be opened; otherwise says why not and offers the way out. For operations the user started. */
export function requireTrust(): boolean {
  if (isTrusted()) return true;
  const manage = "Manage Workspace Trust";
  void vscode.window
    .showWarningMessage("Audio devices are only opened in a trusted workspace. Editing and checking work without.", manage)
    .then((answer) => (answer === manage ? manageTrust() : undefined));
  return false;
}
