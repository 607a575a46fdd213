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

/** A lens knows its place at once and its words when it is about to be seen. */
class ConfigLens extends vscode.CodeLens {
  readonly text: LensText;
  readonly uri: vscode.Uri;

  constructor(document: vscode.TextDocument, text: LensText) {
    const line = Math.min(text.line, document.lineCount - 1);
    super(new vscode.Range(line, 0, line, 0));
    this.text = text;
    this.uri = document.uri;
  }
}

/** Device in effect, "Pick device…" and "Test Backend" above the lines they speak of. */
export class CodeLenses implements vscode.CodeLensProvider<ConfigLens>, vscode.Disposable {
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

  provideCodeLenses(document: vscode.TextDocument): ConfigLens[] {
    const settings = new Settings(document.uri);
    if (!isConfigDocument(document) || !settings.codeLens) return [];
    this.#devices.wish();
    const groups = settings.codeLensActions;
    return lensTexts(this.#documents.view(document).config, this.#devices.current)
      .filter(({ group }) => groups.has(group))
      .map((text) => new ConfigLens(document, text));
  }

  resolveCodeLens(lens: ConfigLens): ConfigLens {
    const { text, uri } = lens;
    const isOutOfReach = text.group === "test" && !this.#hasLab;
    lens.command = {
      title: isOutOfReach ? vscode.l10n.t("Test Backend (not from this window)") : withoutIcons(text.title),
      tooltip: isOutOfReach ? noLab().error.hint : text.tooltip,
      command: text.command === null ? "" : COMMANDS[text.command],
      arguments: text.backend === null ? [uri] : [uri, text.backend],
    };
    return lens;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}
