import * as vscode from "vscode";

import type { CommandTargets } from "./commandTargets.ts";
import { isConfigDocument } from "./documents.ts";
import type { EditingTools } from "./editingTools.ts";
import { showFailure, toLabError } from "./failures.ts";
import { COMMANDS } from "./ids.ts";
import type { CommandName } from "./ids.ts";
import type { Lab } from "./lab.ts";

type Handler = (...args: readonly unknown[]) => unknown;

/** Registers every command of the manifest. Commands work from the palette (without arguments) and from lenses. */
export function registerCommands(targets: CommandTargets, lab: Lab): vscode.Disposable {
  const onFile =
    (run: (document: vscode.TextDocument, argument: unknown) => Promise<unknown>): Handler =>
    async (uri, argument) => {
      const document = await documentOf(targets, uri);
      if (document !== null) return run(document, argument);
      const open = vscode.l10n.t("Open One…");
      void vscode.window
        .showInformationMessage(vscode.l10n.t("Open a FlexASIO.toml first; this command works on it."), open)
        .then((answer) => (answer === open ? vscode.commands.executeCommand(COMMANDS.openConfig) : undefined));
      return undefined;
    };
  /** One of the commands that are loaded when they are used; what fails is told. */
  const edit = async <T>(run: (tools: EditingTools) => Promise<T>): Promise<T | undefined> => {
    try {
      return await run(await targets.editing());
    } catch (failure) {
      showFailure(toLabError(failure), lab.log);
      return undefined;
    }
  };
  const editFile = (run: (tools: EditingTools, document: vscode.TextDocument, argument: string | null) => Promise<unknown>): Handler =>
    onFile((document, argument) => edit((tools) => run(tools, document, typeof argument === "string" ? argument : null)));

  const handlers: Readonly<Record<CommandName, Handler>> = {
    testBackend: onFile((document) => targets.test.run(document, null)),
    testWithBackend: onFile((document, backend) =>
      typeof backend === "string" ? targets.test.run(document, backend) : targets.test.runWithAnother(document),
    ),
    testDriver: (name) =>
      targets.test.runDriver(typeof name === "string" ? name : null, (driver) => {
        targets.panel.showFor(driver);
      }),
    configure: onFile((document) => targets.picker.pick(document, "all")),
    pickBackend: onFile((document) => targets.picker.pick(document, "backend")),
    pickMode: onFile((document) => targets.picker.pick(document, "mode")),
    pickBuffer: onFile((document) => targets.picker.pick(document, "buffer")),
    pickSampleType: onFile((document) => targets.picker.pick(document, "sampleType")),
    pickInputDevice: onFile((document) => targets.picker.pick(document, "input")),
    pickOutputDevice: onFile((document) => targets.picker.pick(document, "output")),
    fixAll: editFile((tools, document) => tools.fixAll(document)),
    fixAllOfKind: editFile((tools, document, code) => tools.fixAllOfKind(document, code)),
    turnOffFinding: editFile((tools, document, code) => tools.turnOffFinding(document, code)),
    explainFinding: editFile((tools, document, code) => tools.explainFinding(document, code)),
    createConfig: (start) => edit((tools) => tools.createConfig(typeof start === "string" ? start : null)),
    openConfig: () => edit((tools) => tools.openConfig()),
    explain: editFile((tools, document) => tools.explain(document)),
    compareWithWorking: editFile((tools, document) => tools.compareWithWorking(document)),
    revertToWorking: editFile((tools, document) => tools.revertToWorking(document)),
    saveProfile: editFile((tools, document, name) => tools.saveProfile(document, name)),
    switchProfile: editFile((tools, document, name) => tools.switchProfile(document, name)),
    compareProfile: editFile((tools, document, name) => tools.compareProfile(document, name)),
    deleteProfile: editFile((tools, document, name) => tools.deleteProfile(document, name)),
    copyReport: editFile((tools, document, names) => tools.copyReport(document, names)),
    renameFile: editFile((tools, document, name) => tools.renameFile(document, name)),
    moveToDriver: editFile((tools, document) => tools.moveToDriver(document)),
    saveAsUtf8: editFile((tools, document) => tools.saveAsUtf8(document)),
    removeNeighbour: editFile((tools, document, name) => tools.removeNeighbour(document, name)),
    holdChanges: editFile((tools, document) => tools.holdChanges(document)),
    applyHeld: editFile((tools, document, answer) => tools.applyHeld(document, answer === "sure")),
    discardHeld: editFile((tools, document, answer) => tools.discardHeld(document, answer === "sure")),
    installDriver: (sure) => edit((tools) => tools.installDriver(sure === "sure")),
    repairDriver: (sure) => edit((tools) => tools.repairDriver(sure === "sure")),
    removeDriver: (sure) => edit((tools) => tools.removeDriver(sure === "sure")),
    openPanel: () => {
      targets.panel.show();
    },
    openPanelBeside: () => {
      targets.panel.show({ place: "beside" });
    },
    openPanelBelow: () => {
      targets.panel.show({ place: "below" });
    },
    openPanelInWindow: () => {
      targets.panel.show({ place: "window" });
    },
    openPanelForFile: onFile((document) => {
      targets.panel.showFor(document.uri);
      return Promise.resolve();
    }),
    stopStream: () => {
      lab.store.stop();
    },
    restartAudio: async () => {
      try {
        await vscode.window.withProgress(
          { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Restarting the audio process") },
          () => lab.audio.restart(),
        );
        lab.devices.forget();
        vscode.window.setStatusBarMessage(vscode.l10n.t("FlexLab: the audio process was restarted"), 5000);
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
async function documentOf(targets: CommandTargets, uri: unknown): Promise<vscode.TextDocument | null> {
  if (!(uri instanceof vscode.Uri)) return targets.active.document;
  const document = await vscode.workspace.openTextDocument(uri);
  return isConfigDocument(document) ? document : null;
}
