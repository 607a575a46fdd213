import * as vscode from "vscode";

import { Shell } from "./shell.ts";
import { takeTranslation } from "./translation.ts";

let shell: Shell | null = null;

/**
 * Puts the shell together and returns at once: no file is read, no process started. In tests inside the extension host
 * it hands the shell to them; to everyone else it hands nothing.
 */
export function activate(context: vscode.ExtensionContext): Shell | undefined {
  takeTranslation();
  shell = new Shell({
    extensionUri: context.extensionUri,
    loadLab: async () => {
      const { nodeLab } = await import("./nodeLab.ts");
      return nodeLab(vscode.Uri.joinPath(context.extensionUri, "dist", "audioProcess.cjs").fsPath);
    },
    environmentScenario: process.env["FLEXLAB_SCENARIO"],
    surroundings: {
      platform: process.platform,
      home: process.env[process.platform === "win32" ? "USERPROFILE" : "HOME"] ?? null,
      configVariable: process.env["FLEXLAB_CONFIG"] ?? null,
    },
    system: `${process.platform} ${process.arch}, Node.js ${process.version}`,
    storage: context.globalStorageUri,
    memento: context.globalState,
  });
  return context.extensionMode === vscode.ExtensionMode.Test ? shell : undefined;
}

/** Ends everything, the audio process included. */
export async function deactivate(): Promise<void> {
  const ending = shell;
  shell = null;
  await ending?.dispose();
}
