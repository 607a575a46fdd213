import * as vscode from "vscode";

import type { EditingParts } from "./editingParts.ts";
import { elevated, encoded, installScript, removeScript, SCRIPT_EXIT } from "./driverScript.ts";

type Asked = "install" | "repair" | "remove";

/** Enters the driver into Windows for every music program, enters it anew, or takes it out: with the user's consent,
 * and Windows' own question for the rights. True: it is done. */
export async function changeDriver(parts: EditingParts, asked: Asked, sure: boolean): Promise<boolean> {
  const { home } = parts;
  if (parts.place.platform !== "win32" || home === null) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Music programs on Windows use FlexLab's driver; on this system there is nothing to install. Testing and editing work as they are."),
    );
    return false;
  }
  const [x64, x86] = ["win32-x64", "win32-ia32"].map((kind) => vscode.Uri.joinPath(parts.extensionUri, "native", "prebuilds", kind, "FlexLab.dll"));
  if (x64 === undefined || x86 === undefined) return false;
  if (asked !== "remove" && !(await exists(x64) && await exists(x86))) {
    void vscode.window.showErrorMessage(vscode.l10n.t("This package of FlexLab holds no driver. Install the one that is made for Windows: flexlab-win32-x64.vsix."));
    return false;
  }
  if (!sure && !(await agrees(asked))) return false;
  const script = asked === "remove" ? removeScript() : installScript({ x64: x64.fsPath, x86: x86.fsPath, home });
  const code = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("FlexLab: Windows asks for the rights of an administrator") },
    () => runPowerShell(elevated(script)),
  );
  tell(asked, code);
  return code === SCRIPT_EXIT.done;
}

async function agrees(asked: Asked): Promise<boolean> {
  const texts: Readonly<Record<Asked, readonly [string, string, string]>> = {
    install: [
      vscode.l10n.t("Install FlexLab's driver for all users?"),
      vscode.l10n.t("It is copied to the folder of programs and entered into the list of ASIO drivers, 64 and 32 bit. Other drivers, FlexASIO among them, are left alone."),
      vscode.l10n.t("Install"),
    ],
    repair: [
      vscode.l10n.t("Repair FlexLab's driver?"),
      vscode.l10n.t("Both DLLs are copied anew, and the entries for the driver and for each profile are made anew."),
      vscode.l10n.t("Repair"),
    ],
    remove: [
      vscode.l10n.t("Remove FlexLab's driver for all users?"),
      vscode.l10n.t("Its entries and both DLLs go. Your FlexASIO.toml and your profiles stay."),
      vscode.l10n.t("Remove"),
    ],
  };
  const [question, detail, answer] = texts[asked];
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, answer)) === answer;
}

function tell(asked: Asked, code: number | null): void {
  if (code === SCRIPT_EXIT.done) {
    void vscode.window.showInformationMessage(
      asked === "remove"
        ? vscode.l10n.t("FlexLab's driver was removed.")
        : vscode.l10n.t("FlexLab's driver is installed. Choose FlexLab as the ASIO driver in your music program; one that runs now has to be started anew."),
    );
    return;
  }
  if (code === SCRIPT_EXIT.declined) {
    void vscode.window.showWarningMessage(vscode.l10n.t("Nothing was changed: the driver's list belongs to the machine, so Windows wants an administrator's consent."));
    return;
  }
  const reason =
    code === SCRIPT_EXIT.copyFailed
      ? vscode.l10n.t("The DLLs could not be copied. Close the music programs that use the driver, then try again.")
      : code === SCRIPT_EXIT.registerFailed
        ? vscode.l10n.t("Windows did not take the driver's entry. Try again with Repair Driver.")
        : vscode.l10n.t("PowerShell did not run (exit code {0}). Install by hand, as the page about Windows tells.", String(code));
  void vscode.window.showErrorMessage(reason);
}

/** In a terminal that nobody sees; gives PowerShell's exit code, null when it did not even start. */
async function runPowerShell(script: string): Promise<number | null> {
  const terminal = vscode.window.createTerminal({
    name: "FlexLab",
    shellPath: "powershell.exe",
    shellArgs: ["-NoProfile", "-NonInteractive", "-EncodedCommand", encoded(script)],
    hideFromUser: true,
  });
  return new Promise((resolve) => {
    const listener = vscode.window.onDidCloseTerminal((closed) => {
      if (closed !== terminal) return;
      listener.dispose();
      resolve(closed.exitStatus?.code ?? null);
    });
  });
}

function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(() => true, () => false);
}
