import * as vscode from "vscode";

import type { ActiveFile } from "./activeFile.ts";
import { showFailure, toLabError } from "./failures.ts";
import { PANEL_VIEW_TYPE } from "./ids.ts";
import type { Lab } from "./lab.ts";
import type { LabDoor } from "./labDoor.ts";
import type { PanelParts } from "./panelParts.ts";

/**
 * The panel as long as nobody has opened it: a serializer that brings one back with the window, and nothing more. Its
 * code is loaded when it is shown. Owns the panel then; `dispose` ends it.
 */
export class LazyPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #lab: Lab;
  readonly #load: () => Promise<PanelParts>;
  readonly #serializer: vscode.Disposable;
  #parts: Promise<PanelParts> | null = null;
  #disposed = false;

  constructor(extensionUri: vscode.Uri, lab: Lab, active: ActiveFile, door: () => LabDoor) {
    this.#lab = lab;
    this.#load = async () => {
      const { createPanel } = await import("./panelParts.ts");
      if (this.#disposed) throw new Error("FlexLab has ended");
      return createPanel(extensionUri, lab, active, door());
    };
    this.#serializer = vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, this);
  }

  /** Both halves, loaded if they are not yet. */
  parts(): Promise<PanelParts> {
    return (this.#parts ??= this.#load());
  }

  /** Shows the panel beside the editor; one that exists stays where the user put it. */
  show(options: { readonly preserveFocus?: boolean } = {}): void {
    this.parts().then(
      ({ host }) => {
        host.show(options);
      },
      (failure: unknown) => {
        this.#parts = null;
        showFailure(toLabError(failure), this.#lab.log);
      },
    );
  }

  async deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { host } = await this.parts();
    host.bringBack(webviewPanel, state);
  }

  dispose(): void {
    this.#disposed = true;
    this.#serializer.dispose();
    this.#parts?.then(
      ({ host, bridge }) => {
        host.dispose();
        bridge.dispose();
      },
      () => undefined,
    );
  }
}
