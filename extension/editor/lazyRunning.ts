import * as vscode from "vscode";

import { isConfigDocument } from "./documents.ts";
import { Emitter } from "./emitter.ts";
import type { RunningView } from "./runningView.ts";
import { isTrusted } from "./trust.ts";

/** Long enough for the file itself to be shown and checked first. */
const AFTER_MS = 1000;

/**
 * The view of programs that use the file, whose code is loaded once a configuration has been visible for a moment: in a
 * trusted workspace, where there is sound at all.
 */
export class LazyRunning implements vscode.Disposable {
  /** The view is there. */
  readonly changed = new Emitter<void>();
  readonly #load: (() => Promise<RunningView>) | null;
  readonly #subscriptions: vscode.Disposable[];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #view: RunningView | null = null;
  #disposed = false;

  /** `load` null: no sound from this window. */
  constructor(load: (() => Promise<RunningView>) | null) {
    this.#load = load;
    const consider = (): void => {
      this.#consider();
    };
    this.#subscriptions = [vscode.window.onDidChangeVisibleTextEditors(consider), vscode.workspace.onDidGrantWorkspaceTrust(consider)];
    consider();
  }

  get view(): RunningView | null {
    return this.#view;
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const one of this.#subscriptions) one.dispose();
    this.#view?.dispose();
    this.#view = null;
  }

  #consider(): void {
    const load = this.#load;
    if (load === null || this.#disposed || this.#timer !== null || !isTrusted()) return;
    if (!vscode.window.visibleTextEditors.some(({ document }) => isConfigDocument(document))) return;
    this.#timer = setTimeout(() => {
      load().then(
        (view) => {
          if (this.#disposed) {
            view.dispose();
            return;
          }
          this.#view = view;
          for (const one of this.#subscriptions.splice(0)) one.dispose();
          this.changed.emit();
        },
        () => {
          this.#timer = null; // The next change of what is visible tries again; the lab itself says why it is missing.
        },
      );
    }, AFTER_MS);
  }
}
