import * as vscode from "vscode";

import type { ActiveFile } from "./activeFile.ts";
import { showFailure, toLabError } from "./failures.ts";
import { PANEL_VIEW, PANEL_VIEW_TYPE } from "./ids.ts";
import type { Lab } from "./lab.ts";
import type { LabDoor } from "./labDoor.ts";
import type { PanelPlace } from "./panelMemory.ts";
import type { PanelParts } from "./panelParts.ts";
import type { RunHistory } from "./runHistory.ts";
import type { VirtualDocuments } from "./virtualDocuments.ts";

/**
 * The panel as long as nobody has opened it: what brings one back with the window, and the provider of its view; nothing
 * more. Its code is loaded when it is shown. Owns the panel then; `dispose` ends it.
 */
export class LazyPanel implements vscode.WebviewPanelSerializer, vscode.WebviewViewProvider, vscode.Disposable {
  readonly #lab: Lab;
  readonly #load: () => Promise<PanelParts>;
  readonly #registered: vscode.Disposable;
  #parts: Promise<PanelParts> | null = null;
  #disposed = false;

  constructor(extensionUri: vscode.Uri, lab: Lab, active: ActiveFile, door: () => LabDoor, memento: vscode.Memento, history: RunHistory, texts: VirtualDocuments) {
    this.#lab = lab;
    this.#load = async () => {
      const { createPanel } = await import("./panelParts.ts");
      if (this.#disposed) throw new Error("FlexLab has ended");
      return createPanel(extensionUri, lab, active, door(), memento, history, texts);
    };
    this.#registered = vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, this),
      vscode.window.registerWebviewViewProvider(PANEL_VIEW, this),
    );
  }

  /** Both halves, loaded if they are not yet. */
  parts(): Promise<PanelParts> {
    return (this.#parts ??= this.#load());
  }

  /** Shows the panel at this place, or where the last one was; one that is there stays where the user put it. */
  show(options: { readonly preserveFocus?: boolean; readonly place?: PanelPlace } = {}): void {
    this.#use(({ host }) => host.show(options));
  }

  /** One more panel, which stays with this file. */
  showFor(uri: vscode.Uri): void {
    this.#use(({ host }) => {
      host.showFor(uri);
    });
  }

  async deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { host } = await this.parts();
    host.bringBack(webviewPanel, state);
  }

  async resolveWebviewView(view: vscode.WebviewView, context: vscode.WebviewViewResolveContext): Promise<void> {
    const { host } = await this.parts();
    host.bringView(view, context.state);
  }

  dispose(): void {
    this.#disposed = true;
    this.#registered.dispose();
    this.#parts?.then(
      ({ host }) => {
        host.dispose();
      },
      () => undefined,
    );
  }

  #use(use: (parts: PanelParts) => unknown): void {
    this.parts()
      .catch((failure: unknown) => {
        this.#parts = null;
        throw failure;
      })
      .then(use)
      .catch((failure: unknown) => {
        showFailure(toLabError(failure), this.#lab.log);
      });
  }
}
