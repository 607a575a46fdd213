import * as vscode from "vscode";

import type { Devices } from "./devices.ts";
import { isConfigDocument } from "./documents.ts";
import type { Documents } from "./documents.ts";
import { hintTexts } from "../language/hintTexts.ts";
import type { HintInput, HintText } from "../language/hintTexts.ts";
import { COMMANDS, SETTINGS } from "./ids.ts";
import { rateInEffect } from "../language/inEffect.ts";
import type { LabStore } from "./labStore.ts";
import { isStale } from "../language/measurement.ts";
import { Settings } from "./settings.ts";

/** Frames in milliseconds, seconds in frames, and after a test the measured latency beside the line that causes it. */
export class InlayHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #documents: Documents;
  readonly #devices: Devices;
  readonly #store: LabStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): unknown }[];
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(documents: Documents, devices: Devices, store: LabStore) {
    this.#documents = documents;
    this.#devices = devices;
    this.#store = store;
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
        if (event.affectsConfiguration(SETTINGS.inlayHints)) this.#changed.fire();
      }),
    ];
  }

  provideInlayHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    if (!isConfigDocument(document) || !new Settings(document.uri).inlayHints) return [];
    this.#devices.wish();
    return hintTexts(this.#input(document))
      .map(toHint)
      .filter((hint) => range.contains(hint.position));
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #input(document: vscode.TextDocument): HintInput {
    const { config } = this.#documents.view(document);
    const latest = this.#store.measurement(document.uri.toString());
    const measurement = latest === null || isStale(latest, config) ? null : latest;
    const measuredRate = measurement?.report.stream?.sampleRate;
    const backends = this.#devices.current;
    const first = config.output.table ?? config.input.table;
    const line = first?.start.line ?? 0;
    return {
      config,
      measurement,
      rate:
        measuredRate !== undefined
          ? { hertz: measuredRate, source: "measured" }
          : { hertz: rateInEffect(config, backends), source: backends === null ? "assumed" : "device" },
      fallback: { line, character: document.lineAt(line).text.length },
    };
  }
}

function toHint(text: HintText): vscode.InlayHint {
  const hint = new vscode.InlayHint(new vscode.Position(text.position.line, text.position.character), text.label);
  hint.paddingLeft = true;
  const tooltip = new vscode.MarkdownString(text.tooltip);
  if (text.kind === "measured") {
    tooltip.appendMarkdown(`\n\n[Test again](command:${COMMANDS.testBackend}) · [Open panel](command:${COMMANDS.openPanel})`);
    tooltip.isTrusted = { enabledCommands: [COMMANDS.testBackend, COMMANDS.openPanel] };
  }
  hint.tooltip = tooltip;
  return hint;
}
