import * as vscode from "vscode";

import type { HintCommand, HintPart, HintText } from "../language/hint.ts";
import { hintTexts } from "../language/hintTexts.ts";
import { isConfigDocument } from "./documents.ts";
import { COMMANDS, SETTINGS } from "./ids.ts";
import { languageScene } from "./languageSources.ts";
import type { LanguageSources } from "./languageSources.ts";
import { Settings } from "./settings.ts";

/** Frames in milliseconds, seconds in frames, what defaults come to, and the measured latency beside its line. */
export class InlayHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #sources: LanguageSources;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): unknown }[];
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(sources: LanguageSources) {
    this.#sources = sources;
    const { devices, store } = sources;
    let activity = store.activity.kind;
    this.#subscriptions = [
      this.#changed,
      devices.changed.listen(() => {
        this.#changed.fire();
      }),
      store.changed.listen(() => {
        // Progress of a test changes no hint; its end does.
        if (store.activity.kind === "idle" || activity === "idle") this.#changed.fire();
        activity = store.activity.kind;
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (OWN_SETTINGS.some((setting) => event.affectsConfiguration(setting))) this.#changed.fire();
      }),
    ];
  }

  provideInlayHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    if (!isConfigDocument(document)) return [];
    const kinds = new Settings(document.uri).inlayHints;
    if (!kinds.units && !kinds.defaults && !kinds.measured) return [];
    const { view, here } = languageScene(this.#sources, document);
    return hintTexts({ document: view.document, config: view.config, here, kinds })
      .map((text) => toHint(text, document.uri))
      .filter((hint) => range.contains(hint.position));
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}

const OWN_SETTINGS = [SETTINGS.hintUnits, SETTINGS.hintDefaults, SETTINGS.hintMeasured];

function toHint(text: HintText, uri: vscode.Uri): vscode.InlayHint {
  const [only] = text.parts;
  const hint = new vscode.InlayHint(
    new vscode.Position(text.position.line, text.position.character),
    // A label that does nothing stays a string: that is what screen readers are best at.
    text.parts.length === 1 && only?.command === null ? only.text : text.parts.map((part) => toPart(part, uri)),
  );
  hint.paddingLeft = true;
  const tooltip = new vscode.MarkdownString(text.tooltip);
  if (text.actions.length > 0) {
    tooltip.appendMarkdown(`\n\n${text.actions.map((action) => `[${title(action)}](command:${COMMANDS[action]})`).join(" · ")}`);
    tooltip.isTrusted = { enabledCommands: text.actions.map((action) => COMMANDS[action]) };
  }
  hint.tooltip = tooltip;
  return hint;
}

function toPart({ text, command }: HintPart, uri: vscode.Uri): vscode.InlayHintLabelPart {
  const part = new vscode.InlayHintLabelPart(text);
  if (command !== null) part.command = { command: COMMANDS[command], title: title(command), arguments: [uri] };
  return part;
}

function title(command: HintCommand): string {
  switch (command) {
    case "testBackend":
      return vscode.l10n.t("Test Backend");
    case "openPanel":
      return vscode.l10n.t("Open panel");
    case "pickInputDevice":
      return vscode.l10n.t("Pick input device…");
    case "pickOutputDevice":
      return vscode.l10n.t("Pick output device…");
  }
}
