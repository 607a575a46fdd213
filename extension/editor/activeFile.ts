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
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document !== this.#document) return;
        this.#document = null;
        this.#considerVisible();
        this.changed.emit();
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
