import * as vscode from "vscode";

import type { CompletionItem } from "../language/completionItem.ts";
import { complete } from "../language/completion.ts";
import { snippetSyntax } from "../language/snippet.ts";
import { isConfigDocument, toRange } from "./documents.ts";
import { languageScene } from "./languageSources.ts";
import type { LanguageSources } from "./languageSources.ts";

/** A blank opens the list behind `=`, quotes inside values, brackets and dots where names follow. */
export const COMPLETION_TRIGGERS = ["=", " ", '"', "'", "[", ".", "{", ","] as const;

const KINDS: Readonly<Record<CompletionItem["kind"], vscode.CompletionItemKind>> = {
  option: vscode.CompletionItemKind.Property,
  table: vscode.CompletionItemKind.Module,
  backend: vscode.CompletionItemKind.Interface,
  device: vscode.CompletionItemKind.Value,
  number: vscode.CompletionItemKind.Unit,
  word: vscode.CompletionItemKind.EnumMember,
  pattern: vscode.CompletionItemKind.Operator,
};

export class Completion implements vscode.CompletionItemProvider {
  readonly #sources: LanguageSources;

  constructor(sources: LanguageSources) {
    this.#sources = sources;
  }

  provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    _token: vscode.CancellationToken,
    context: vscode.CompletionContext,
  ): vscode.CompletionList | null {
    if (!isConfigDocument(document)) return null;
    const { view, here } = languageScene(this.#sources, document);
    const config = view.document;
    const { items, incomplete } = complete(config, view.config, config.offsetAt(position), here, context.triggerCharacter ?? null);
    return new vscode.CompletionList(
      items.map((item) => toItem(item, toRange(config.rangeOf(item.span)))),
      incomplete,
    );
  }
}

function toItem(item: CompletionItem, range: vscode.Range): vscode.CompletionItem {
  const result = new vscode.CompletionItem(
    item.description === "" ? item.label : { label: item.label, description: item.description },
    KINDS[item.kind],
  );
  if (item.detail !== "") result.detail = item.detail;
  if (item.documentation !== "") result.documentation = new vscode.MarkdownString(item.documentation);
  result.filterText = item.filterText;
  result.sortText = item.sortText;
  // One range for inserting and replacing: a value is exchanged as a whole, whatever stands behind the cursor.
  result.range = range;
  result.insertText = item.insert.every((part) => typeof part === "string")
    ? item.insert.join("")
    : new vscode.SnippetString(snippetSyntax(item.insert));
  result.keepWhitespace = true;
  if (item.preselect) result.preselect = true;
  if (item.suggestNext) result.command = { command: "editor.action.triggerSuggest", title: "" };
  return result;
}
