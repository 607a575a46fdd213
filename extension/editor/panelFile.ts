import * as vscode from "vscode";

import type { ActiveFile } from "./activeFile.ts";
import { isConfigDocument } from "./documents.ts";
import { driverAt } from "./driverAddress.ts";
import { Emitter } from "./emitter.ts";

/** What one panel speaks of: the file of the editor, always the same file, or an installed ASIO driver. */
export class PanelFile implements vscode.Disposable {
  readonly changed = new Emitter<void>();
  readonly #active: ActiveFile;
  readonly #subscriptions: { dispose(): unknown }[];
  #pinned: vscode.Uri | null;
  #document: vscode.TextDocument | null = null;

  /** `pinned` null: it follows the editor. */
  constructor(active: ActiveFile, pinned: vscode.Uri | null) {
    this.#active = active;
    this.#pinned = pinned;
    this.#subscriptions = [
      active.changed.listen(() => {
        if (this.#pinned === null) this.#take(active.document);
      }),
      // VS Code lets go of a document that no editor shows; a panel that stays with it gets it again.
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#document && this.#pinned !== null) void this.#open(this.#pinned);
      }),
    ];
    if (pinned === null) this.#document = active.document;
    else void this.#open(pinned);
  }

  /** The address of the file or of the driver; null: there is neither. */
  get address(): vscode.Uri | null {
    return this.#document?.uri ?? (this.isDriver ? this.#pinned : null);
  }

  /** It has no text: its configuration is its own. */
  get isDriver(): boolean {
    return this.#pinned !== null && driverAt(this.#pinned) !== null;
  }

  get document(): vscode.TextDocument | null {
    return this.#document;
  }

  get pinned(): boolean {
    return this.#pinned !== null;
  }

  /** Stays with the file of now, or follows the editor again. */
  pin(pinned: boolean): void {
    this.#pinned = pinned ? (this.#document?.uri ?? null) : null;
    if (this.#pinned === null) this.#document = this.#active.document;
    this.changed.emit();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
  }

  async #open(uri: vscode.Uri): Promise<void> {
    if (driverAt(uri) !== null) return;
    let document: vscode.TextDocument | null = null;
    try {
      document = await vscode.workspace.openTextDocument(uri);
    } catch {
      // It is no longer there: the panel says so.
    }
    if (this.#pinned?.toString() !== uri.toString()) return;
    this.#take(document !== null && isConfigDocument(document) ? document : null);
  }

  #take(document: vscode.TextDocument | null): void {
    if (document === this.#document) return;
    this.#document = document;
    this.changed.emit();
  }
}
