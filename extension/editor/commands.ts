import * as vscode from "vscode";

import { isConfigDocument } from "./documents.ts";
import { showFailure, toLabError } from "./failures.ts";
import { COMMANDS } from "./ids.ts";
import type { CommandName } from "./ids.ts";
import type { Lab } from "./lab.ts";
import type { Shell } from "./shell.ts";

type Handler = (...args: readonly unknown[]) => unknown;

/** Registers every command of the manifest. Commands work from the palette (without arguments) and from lenses. */
export function registerCommands(shell: Shell, lab: Lab): vscode.Disposable {
  const onFile =
    (run: (document: vscode.TextDocument, argument: unknown) => Promise<unknown>): Handler =>
    async (uri, argument) => {
      const document = await documentOf(shell, uri);
      if (document !== null) return run(document, argument);
      void vscode.window.showInformationMessage("Open a FlexASIO.toml first; this command works on it.");
      return undefined;
    };

  const handlers: Readonly<Record<CommandName, Handler>> = {
    testBackend: onFile((document) => shell.test.run(document, null)),
    testWithBackend: onFile((document, backend) =>
      typeof backend === "string" ? shell.test.run(document, backend) : shell.test.runWithAnother(document),
    ),
    pickBackend: onFile((document) => shell.picker.pick(document, "backend")),
    pickInputDevice: onFile((document) => shell.picker.pick(document, "input")),
    pickOutputDevice: onFile((document) => shell.picker.pick(document, "output")),
    openPanel: () => {
      shell.panel.show();
    },
    stopStream: () => {
      shell.store.stop();
    },
    restartAudio: async () => {
      try {
        await vscode.window.withProgress(
          { location: vscode.ProgressLocation.Window, title: "Restarting the audio process" },
          () => lab.audio.restart(),
        );
        lab.devices.forget();
        vscode.window.setStatusBarMessage("FlexLab: the audio process was restarted", 5000);
      } catch (failure) {
        showFailure(toLabError(failure), lab.log);
      }
    },
    showLog: () => {
      lab.log.show();
    },
  };
  const names = Object.keys(COMMANDS) as CommandName[];
  return vscode.Disposable.from(
    ...names.map((name) => vscode.commands.registerCommand(COMMANDS[name], handlers[name])),
  );
}

/** The document of a command: the one that a lens or a menu names, else the active one. */
async function documentOf(shell: Shell, uri: unknown): Promise<vscode.TextDocument | null> {
  if (!(uri instanceof vscode.Uri)) return shell.active.document;
  const document = await vscode.workspace.openTextDocument(uri);
  return isConfigDocument(document) ? document : null;
}
