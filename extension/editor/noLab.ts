import * as vscode from "vscode";

import { LabFailure } from "../audio/failure.ts";

/** Why nothing can be tested from here, and what to do: said the same in popups, picker, panel and log. */
export function noLab(): LabFailure {
  return new LabFailure({
    code: "audio-missing",
    message: vscode.l10n.t("Sound devices cannot be reached from this window."),
    hint: vscode.l10n.t("Testing needs FlexLab on the machine with the sound devices: open the file in VS Code there."),
    where: null,
    host: null,
  });
}

/** Says so to the user who asked for sound. Does not wait for an answer. */
export function tellNoLab(): void {
  const { message, hint } = noLab().error;
  void vscode.window.showWarningMessage(`${message} ${hint}`);
}
