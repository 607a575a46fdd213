import * as vscode from "vscode";

/** Moves a file to the trash. False: it is still there, since there is no trash; a remote machine has none. */
export async function moveToTrash(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.delete(file, { useTrash: true });
    return true;
  } catch {
    return false;
  }
}
