import * as vscode from "vscode";

import { Shell } from "./shell.ts";
import { takeTranslation } from "./translation.ts";

let shell: Shell | null = null;

/**
 * The entry for an extension host in a browser: the whole editing half, on any file system, and a lab that says what
 * it lacks. In tests inside that host it hands the shell to them.
 */
export function activate(context: vscode.ExtensionContext): Shell | undefined {
  takeTranslation();
  shell = new Shell({
    extensionUri: context.extensionUri,
    loadLab: null,
    environmentScenario: undefined,
    surroundings: { platform: "web", home: null, configVariable: null },
    system: "browser",
    storage: context.globalStorageUri,
    memento: context.globalState,
  });
  return context.extensionMode === vscode.ExtensionMode.Test ? shell : undefined;
}

export async function deactivate(): Promise<void> {
  const ending = shell;
  shell = null;
  await ending?.dispose();
}
