import * as vscode from "vscode";

import { isConfigDocument } from "./documents.ts";
import { Emitter } from "./emitter.ts";

/**
 * The FlexASIO.toml that commands, status bar and panel speak of: the one in the active editor, else the last one that
 * was (so that it stays while the panel has the focus), as long as it is open.
 */
export class ActiveFile implements vscode.Disposable {
  readonly changed = new Emitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #document: vscode.TextDocument | null = null;

  constructor() {
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        this.#consider(editor?.document);
      }),
      // After a reload with the panel in front, the file's editor turns up without ever becoming the active one.
      vscode.window.onDidChangeVisibleTextEditors(() => {
        if (this.#document === null) this.#considerVisible();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#document) this.#leave();
      }),
      // VS Code keeps a document for minutes after its last tab was closed; for the user it is closed now.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        const document = this.#document;
        if (document !== null && closed.length > 0 && !hasTab(document.uri)) this.#leave();
      }),
      // Changing the language of a document closes it and opens it anew.
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document === vscode.window.activeTextEditor?.document) this.#consider(document);
      }),
    ];
    this.#considerVisible();
  }

  get document(): vscode.TextDocument | null {
    return this.#document;
  }

  /** Whether the active editor shows it now. */
  get isInFront(): boolean {
    return this.#document !== null && vscode.window.activeTextEditor?.document === this.#document;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #leave(): void {
    const left = this.#document;
    this.#document = null;
    // The editor of a closed tab may still count as visible for a moment.
    const next = vscode.window.visibleTextEditors.find(({ document }) => document !== left && isConfigDocument(document));
    this.#consider(next?.document);
  }

  #considerVisible(): void {
    this.#consider(vscode.window.activeTextEditor?.document);
    if (this.#document !== null) return;
    this.#consider(vscode.window.visibleTextEditors.find((editor) => isConfigDocument(editor.document))?.document);
  }

  #consider(document: vscode.TextDocument | undefined): void {
    if (document !== undefined && isConfigDocument(document)) this.#document = document;
    this.changed.emit();
  }
}

/** Whether some tab shows the file, in an editor of its own or in a comparison. */
export function hasTab(uri: vscode.Uri): boolean {
  const wanted = uri.toString();
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .some(({ input }) => {
      if (input instanceof vscode.TabInputText) return input.uri.toString() === wanted;
      return input instanceof vscode.TabInputTextDiff && input.modified.toString() === wanted;
    });
}
