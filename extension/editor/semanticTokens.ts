import * as vscode from "vscode";

import { ignoredOptions } from "../language/ignoredOptions.ts";
import { isConfigDocument, toRange } from "./documents.ts";
import { languageScene } from "./languageSources.ts";
import type { LanguageSources } from "./languageSources.ts";

/**
 * Our grammar colours the file; tokens add the one thing that a grammar cannot know: which options nothing looks at in
 * this file (of another backend or mode, or of a direction that is off). They are coloured like comments; the manifest
 * says so. Registered for our own language only, so no other extension's tokens are in the way.
 */
export class SemanticTokens implements vscode.DocumentSemanticTokensProvider, vscode.Disposable {
  static readonly legend = new vscode.SemanticTokensLegend(["property"], ["ignored"]);
  readonly #sources: LanguageSources;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: { dispose(): unknown };
  readonly onDidChangeSemanticTokens = this.#changed.event;

  constructor(sources: LanguageSources) {
    this.#sources = sources;
    // Which backend is the default one decides, too.
    this.#subscription = sources.devices.changed.listen(() => {
      this.#changed.fire();
    });
  }

  provideDocumentSemanticTokens(document: vscode.TextDocument): vscode.SemanticTokens | null {
    if (!isConfigDocument(document)) return null;
    const { view, here } = languageScene(this.#sources, document);
    const builder = new vscode.SemanticTokensBuilder(SemanticTokens.legend);
    for (const span of ignoredOptions(view.document, view.config, here)) {
      builder.push(toRange(view.document.rangeOf(span)), "property", ["ignored"]);
    }
    return builder.build();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
