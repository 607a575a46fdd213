import * as vscode from "vscode";

import { hoverAt } from "../language/hover.ts";
import { isConfigDocument, toRange } from "./documents.ts";
import { languageScene } from "./languageSources.ts";
import type { LanguageSources } from "./languageSources.ts";

export class Hover implements vscode.HoverProvider {
  readonly #sources: LanguageSources;

  constructor(sources: LanguageSources) {
    this.#sources = sources;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
    if (!isConfigDocument(document)) return null;
    const { view, here } = languageScene(this.#sources, document);
    const hover = hoverAt(view.document, view.config, view.document.offsetAt(position), here);
    if (hover === null) return null;
    return new vscode.Hover(new vscode.MarkdownString(hover.parts.join("\n\n")), toRange(view.document.rangeOf(hover.span)));
  }
}
