import * as vscode from "vscode";

import type { ActiveFile } from "./activeFile.ts";
import { blockingErrors } from "./findingsDiff.ts";
import { COMMANDS } from "./ids.ts";
import type { Lab } from "./lab.ts";
import { isStale } from "../language/measurement.ts";
import { statusText } from "./statusText.ts";

/** One item on the right, while a FlexASIO.toml is in front: what was measured, or what is going on. */
export class StatusBar implements vscode.Disposable {
  readonly #lab: Lab;
  readonly #active: ActiveFile;
  readonly #subscriptions: { dispose(): unknown }[];
  #item: vscode.StatusBarItem | null = null;
  /** What the tooltip says, or is about to say. */
  #sentence = "";

  constructor(lab: Lab, active: ActiveFile) {
    this.#lab = lab;
    this.#active = active;
    const update = (): void => {
      this.update();
    };
    this.#subscriptions = [
      active.changed.listen(update),
      lab.store.changed.listen(update),
      lab.devices.changed.listen(update),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === active.document) update();
      }),
    ];
  }

  /** What the item shows; null: it is hidden. */
  get text(): string | null {
    return this.#shows() === null ? null : (this.#item?.text ?? null);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
    this.#item?.dispose();
  }

  /** The file to speak of: the one in front, or the one that sounds while something else is looked at. */
  #shows(): vscode.TextDocument | null {
    const { document } = this.#active;
    if (document === null) return null;
    const { activity } = this.#lab.store;
    const isBusy = activity.kind !== "idle" && activity.file === document.uri.toString();
    return this.#active.isInFront || isBusy ? document : null;
  }

  update(): void {
    const document = this.#shows();
    if (document === null) {
      this.#item?.hide();
      return;
    }
    const { store, documents } = this.#lab;
    const view = documents.view(document);
    const file = document.uri.toString();
    const measurement = store.measurement(file);
    const errors = blockingErrors(view.findings).length;
    const status = statusText({
      file,
      activity: store.activity,
      errors,
      measurement,
      isStale: measurement !== null && isStale(measurement, view.config),
      failed: store.outcome(file).kind === "failed",
      hasAudio: this.#lab.audio.port() !== null,
    });
    const item = (this.#item ??= createItem());
    item.text = `$(${status.icon}) ${status.text}`;
    item.accessibilityInformation = { label: status.spoken, role: "button" };
    item.show();
    void this.#describe(item, document, status.spoken);
  }

  /** The tooltip, whose code is loaded once there is something to point at. The latest sentence wins. */
  async #describe(item: vscode.StatusBarItem, document: vscode.TextDocument, sentence: string): Promise<void> {
    this.#sentence = sentence;
    const { statusTooltip } = await import("./statusTooltip.ts");
    if (this.#sentence !== sentence || this.#shows() !== document) return;
    const { documents, devices } = this.#lab;
    item.tooltip = statusTooltip(documents.view(document).config, devices.current, sentence);
  }
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem("flexlab.status", vscode.StatusBarAlignment.Right, 100);
  item.name = "FlexLab";
  item.command = COMMANDS.openPanel;
  return item;
}
