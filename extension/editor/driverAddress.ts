import * as vscode from "vscode";

/** Of an installed ASIO driver, so that store, history and panel keep what was measured of it as they do for a file. */
const SCHEME = "flexlab-driver";

export function driverAddress(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
}

/** The name of the driver; null: it is the address of something else. */
export function driverAt({ scheme, path }: vscode.Uri): string | null {
  return scheme === SCHEME ? path.slice(1) : null;
}

/** What people call the thing at an address: the path of a file in the workspace, or the driver. */
export function nameOf(address: vscode.Uri): string {
  const driver = driverAt(address);
  return driver === null ? vscode.workspace.asRelativePath(address) : vscode.l10n.t("ASIO driver {0}", driver);
}
