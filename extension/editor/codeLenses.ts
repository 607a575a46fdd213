import * as vscode from "vscode";

import { isConfigDocument } from "./documents.ts";
import type { Documents } from "./documents.ts";
import type { Devices } from "./devices.ts";
import { withoutIcons } from "./icons.ts";
import { COMMANDS, SETTINGS } from "./ids.ts";
import { lensTexts } from "./lensTexts.ts";
import type { LensText } from "./lensTexts.ts";
import type { FeatureSources } from "./languageSources.ts";
import { noLab } from "./noLab.ts";
import { Settings } from "./settings.ts";

/**
 * Device in effect, "Pick device…" and "Test Backend" above the lines they speak of. A lens comes with its command, not
 * to be resolved later: when lenses change while VS Code still resolves the last ones, it goes on drawing commands that
 * it has already released, and every click on them is lost ("Actual command not found").
 */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #documents: Documents;
  readonly #devices: Devices;
  readonly #hasLab: boolean;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): unknown }[];
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor({ documents, devices, hasLab }: FeatureSources) {
    this.#hasLab = hasLab;
    this.#documents = documents;
    this.#devices = devices;
    this.#subscriptions = [
      this.#changed,
      devices.changed.listen(() => {
        this.#changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.codeLens) || event.affectsConfiguration(SETTINGS.codeLensActions)) this.#changed.fire();
      }),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const settings = new Settings(document.uri);
    if (!isConfigDocument(document) || !settings.codeLens) return [];
    this.#devices.wish();
    const groups = settings.codeLensActions;
    return lensTexts(this.#documents.view(document).config, this.#devices.current)
      .filter(({ group }) => groups.has(group))
      .map((text) => this.#lens(document, text));
  }

  #lens(document: vscode.TextDocument, text: LensText): vscode.CodeLens {
    const line = Math.min(text.line, document.lineCount - 1);
    const isOutOfReach = text.group === "test" && !this.#hasLab;
    return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
      title: isOutOfReach ? vscode.l10n.t("Test Backend (not from this window)") : withoutIcons(text.title),
      tooltip: isOutOfReach ? noLab().error.hint : text.tooltip,
      command: text.command === null ? "" : COMMANDS[text.command],
      arguments: text.backend === null ? [document.uri] : [document.uri, text.backend],
    });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}
