import * as vscode from "vscode";

import type { FileRemedy } from "../config/checkFile.ts";
import { COMMANDS } from "./ids.ts";
import type { CommandId } from "./ids.ts";

/** The command that helps against a finding about the file itself; `args` follow the file's URI. */
export function remedyAction(remedy: FileRemedy): { readonly title: string; readonly command: CommandId; readonly args: readonly string[] } {
  switch (remedy.kind) {
    case "rename":
      return { title: vscode.l10n.t("Rename to {0}", remedy.to), command: COMMANDS.renameFile, args: [remedy.to] };
    case "move":
      return { title: vscode.l10n.t("Bring it to where the driver reads it…"), command: COMMANDS.moveToDriver, args: [] };
    case "save-as-utf8":
      return { title: vscode.l10n.t("Save as UTF-8"), command: COMMANDS.saveAsUtf8, args: [] };
    case "remove-neighbour":
      return { title: vscode.l10n.t("Move {0} to the trash…", remedy.name), command: COMMANDS.removeNeighbour, args: [remedy.name] };
  }
}
