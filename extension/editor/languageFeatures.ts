import * as vscode from "vscode";

import { COMPLETION_TRIGGERS, Completion } from "./completion.ts";
import { DOCUMENT_SELECTOR } from "./documents.ts";
import { Hover } from "./hover.ts";
import { InlayHints } from "./inlayHints.ts";
import type { LanguageSources } from "./languageSources.ts";

/** Registers everything that VS Code asks a language for. The facts come from `extension/language/`. */
export function registerLanguageFeatures(sources: LanguageSources): vscode.Disposable {
  const { languages } = vscode;
  const hints = new InlayHints(sources);
  return vscode.Disposable.from(
    hints,
    languages.registerInlayHintsProvider(DOCUMENT_SELECTOR, hints),
    languages.registerCompletionItemProvider(DOCUMENT_SELECTOR, new Completion(sources), ...COMPLETION_TRIGGERS),
    languages.registerHoverProvider(DOCUMENT_SELECTOR, new Hover(sources)),
  );
}
