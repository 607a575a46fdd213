import assert from "node:assert/strict";
import * as vscode from "vscode";

import type { Shell } from "../../extension/editor/shell.ts";

const EXTENSION_ID = "flexlab.flexlab";

/** The running shell, as the extension hands it to tests. */
export async function shell(): Promise<Shell> {
  const extension = vscode.extensions.getExtension<Shell | undefined>(EXTENSION_ID);
  assert.ok(extension, "the extension is not installed");
  const api = await extension.activate();
  assert.ok(api, "the extension hands out its shell only in tests");
  return api;
}

let counter = 0;
/** Each test file is a bundle with a copy of this module: no two may use the same paths, VS Code keeps closed files. */
const run = Math.random().toString(36).slice(2);

/** A new file in a folder of its own, open in an editor. */
export async function open(text: string, name = "FlexASIO.toml"): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  counter += 1;
  const uri = vscode.Uri.joinPath(folder.uri, `case-${run}-${counter}`, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** A setting of the workspace; undefined: as if it had never been there. */
export async function setting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Workspace);
}

/** Types over the whole document, as the user would: unsaved. */
export async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

type FollowingPanel = ReturnType<Awaited<ReturnType<Shell["panel"]["parts"]>>["createBridge"]>;
const panels: FollowingPanel[] = [];

/** What a panel that follows the editor would show, without a page. It ends with `closeAll`. */
export async function followingPanel(): Promise<FollowingPanel> {
  const panel = (await (await shell()).panel.parts()).createBridge(null);
  panels.push(panel);
  return panel;
}

export async function closeAll(): Promise<void> {
  for (const panel of panels.splice(0)) panel.dispose();
  // Only what has a tab: VS Code itself changes its settings in a document that nobody sees.
  for (const { input, isDirty } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (isDirty && input instanceof vscode.TabInputText) {
      await vscode.window.showTextDocument(input.uri);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/**
 * Waits until `look` gives something, looking again whenever one of the events comes. No polling: what changes says so.
 * Fails with `what` after the deadline.
 */
export async function until<T>(
  what: string,
  events: readonly vscode.Event<never>[] | readonly Listenable[],
  look: () => T | undefined | null | false,
  deadlineMs = 20_000,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const subscriptions: { dispose(): unknown }[] = [];
    const end = (finish: () => void): void => {
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
      finish();
    };
    const again = (): void => {
      const found = look();
      if (found !== undefined && found !== null && found !== false) end(() => resolve(found));
    };
    const timer = setTimeout(() => {
      end(() => reject(new Error(`waited in vain: ${what}`)));
    }, deadlineMs);
    for (const event of events) {
      subscriptions.push(typeof event === "function" ? (event as vscode.Event<unknown>)(again) : event.listen(again));
    }
    again();
  });
}

interface Listenable {
  listen(listener: () => void): { dispose(): unknown };
}

/** Our diagnostics of a document, as soon as they are as `right` wants them. */
export function diagnostics(
  document: vscode.TextDocument,
  right: (list: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const ours = (): readonly vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(document.uri).filter((one) => one.source?.startsWith("FlexLab") === true);
  return until("diagnostics", [vscode.languages.onDidChangeDiagnostics as vscode.Event<never>], () => {
    const list = ours();
    return right(list) ? list : undefined;
  });
}

/** Ends what runs or sounds, and leaves no editor and no message to the next test. */
export async function endRun(): Promise<void> {
  const { store } = await shell();
  store.stop();
  await store.whenIdle();
  await closeAll();
  await vscode.commands.executeCommand("notifications.clearAll");
}

/** The lenses that come with their command: one that has to be resolved first is not among them. */
export async function lenses(document: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, NONE_RESOLVED);
}

export async function hints(document: vscode.TextDocument): Promise<readonly vscode.InlayHint[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  return vscode.commands.executeCommand<vscode.InlayHint[]>("vscode.executeInlayHintProvider", document.uri, all);
}

export async function codeActions(document: vscode.TextDocument, range: vscode.Range, kind?: string): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range, kind, RESOLVE_ALL);
}

/** The code of a diagnostic of ours. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === "object" ? String(code.value) : String(code);
}

/** Resolves when everything that the extension has sent to the window before is there. */
export async function windowIsReady(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  await vscode.commands.executeCommand("setContext", "flexlab.test.turn", true);
}

/**
 * Presses a key in the list that a running command shows, as soon as it shows it: again and again until the command has
 * ended, since nothing tells that a list of VS Code's own stands.
 */
export async function answering<T>(running: PromiseLike<T>, key: string): Promise<T> {
  const state = { ended: false };
  const end = (): void => {
    state.ended = true;
  };
  running.then(end, end);
  await windowIsReady();
  while (!state.ended) {
    await vscode.commands.executeCommand(key);
    await windowIsReady();
  }
  return running;
}

/** What keys of the keyboard do in a list of choices. */
export const KEYS = {
  enter: "quickInput.accept",
  down: "quickInput.next",
  escape: "workbench.action.closeQuickOpen",
  back: "workbench.action.quickInputBack",
} as const;

/** Far more than any test has. */
const RESOLVE_ALL = 1000;

/** As `vscode.executeCodeLensProvider` takes it. */
const NONE_RESOLVED = 0;
