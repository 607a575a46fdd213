import * as vscode from "vscode";

import { isConfigDocument } from "./documents.ts";
import type { Documents } from "./documents.ts";
import type { Devices } from "./devices.ts";
import { withoutIcons } from "./icons.ts";
import { COMMANDS, SETTINGS } from "./ids.ts";
import { lensTexts } from "./lensTexts.ts";
import type { LensText } from "./lensTexts.ts";
import { Settings } from "./settings.ts";

/** Device in effect, "Pick device…" and "Test Backend" above the lines they speak of. */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #documents: Documents;
  readonly #devices: Devices;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): unknown }[];
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(documents: Documents, devices: Devices) {
    this.#documents = documents;
    this.#devices = devices;
    this.#subscriptions = [
      this.#changed,
      devices.changed.listen(() => {
        this.#changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.codeLens)) this.#changed.fire();
      }),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!isConfigDocument(document) || !new Settings(document.uri).codeLens) return [];
    this.#devices.wish();
    return lensTexts(this.#documents.view(document).config, this.#devices.current).map((text) => toLens(document, text));
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}

function toLens(document: vscode.TextDocument, text: LensText): vscode.CodeLens {
  const line = Math.min(text.line, document.lineCount - 1);
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
    title: withoutIcons(text.title),
    tooltip: text.tooltip,
    command: text.command === null ? "" : COMMANDS[text.command],
    arguments: text.backend === null ? [document.uri] : [document.uri, text.backend],
  });
}
