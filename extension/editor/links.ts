import * as vscode from "vscode";
import { COMMANDS } from "./ids.ts";

/** What comes before the path of a file, in `vscode://flexlab.flexlab/open/C:/Users/musician/FlexASIO.toml`. */
const OPEN = "/open/";

/**
 * Links that other programs give to the editor: the driver's control panel opens its file that way, with the panel beside
 * it (native/windows/control_panel.cpp writes the link). Nothing is opened but a .toml file of this machine.
 */
export const links: vscode.UriHandler = {
  async handleUri({ path }) {
    const file = path.slice(OPEN.length);
    if (!path.startsWith(OPEN) || !/\.toml$/i.test(file)) {
      void vscode.window.showErrorMessage(vscode.l10n.t("FlexLab opens no such link: {0}. It opens files of the driver, which end with .toml.", path));
      return;
    }
    try {
      await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
    } catch {
      void vscode.window.showErrorMessage(vscode.l10n.t("{0} cannot be opened.", file));
      return;
    }
    await vscode.commands.executeCommand(COMMANDS.openPanelBeside);
  },
};
