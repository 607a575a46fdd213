import * as vscode from "vscode";

import { CodeActions } from "./codeActions.ts";
import { CodeLenses } from "./codeLenses.ts";
import { COMPLETION_TRIGGERS, Completion } from "./completion.ts";
import { DocumentLinks } from "./documentLinks.ts";
import { DOCUMENT_SELECTOR } from "./documents.ts";
import { Folding } from "./folding.ts";
import { registerFormatting } from "./formatting.ts";
import { Hover } from "./hover.ts";
import { LANGUAGE } from "./ids.ts";
import { InlayHints } from "./inlayHints.ts";
import type { FeatureSources } from "./languageSources.ts";
import { Outline } from "./outline.ts";
import { SelectionRanges } from "./selectionRanges.ts";
import { SemanticTokens } from "./semanticTokens.ts";

/**
 * Registers everything that VS Code asks a language for. The facts come from `extension/language/`. Nothing can be
 * renamed in this file: its names are the driver's.
 */
export function registerLanguageFeatures(sources: FeatureSources): vscode.Disposable {
  const { languages } = vscode;
  const { documents, devices, files } = sources;
  const lenses = new CodeLenses(sources);
  const hints = new InlayHints(sources);
  const tokens = new SemanticTokens(sources);
  return vscode.Disposable.from(
    hints,
    tokens,
    lenses,
    languages.registerCodeLensProvider(DOCUMENT_SELECTOR, lenses),
    languages.registerCodeActionsProvider(DOCUMENT_SELECTOR, new CodeActions(documents, devices, files), CodeActions.metadata),
    languages.registerInlayHintsProvider(DOCUMENT_SELECTOR, hints),
    languages.registerCompletionItemProvider(DOCUMENT_SELECTOR, new Completion(sources), ...COMPLETION_TRIGGERS),
    languages.registerHoverProvider(DOCUMENT_SELECTOR, new Hover(sources)),
    languages.registerDocumentSymbolProvider(DOCUMENT_SELECTOR, new Outline(documents), { label: "FlexASIO" }),
    languages.registerFoldingRangeProvider(DOCUMENT_SELECTOR, new Folding(documents)),
    languages.registerSelectionRangeProvider(DOCUMENT_SELECTOR, new SelectionRanges(documents)),
    languages.registerDocumentLinkProvider(DOCUMENT_SELECTOR, new DocumentLinks(documents)),
    languages.registerDocumentSemanticTokensProvider({ language: LANGUAGE }, tokens, SemanticTokens.legend),
    registerFormatting(documents),
  );
}
