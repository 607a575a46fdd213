import * as vscode from "vscode";

import type { ConfigDocument } from "../config/configDocument.ts";
import { outline } from "../language/outline.ts";
import type { OutlineItem } from "../language/outline.ts";
import { isConfigDocument, toRange } from "./documents.ts";
import type { Documents } from "./documents.ts";

const KINDS: Readonly<Record<OutlineItem["kind"], vscode.SymbolKind>> = {
  table: vscode.SymbolKind.Module,
  string: vscode.SymbolKind.String,
  number: vscode.SymbolKind.Number,
  boolean: vscode.SymbolKind.Boolean,
  list: vscode.SymbolKind.Array,
  option: vscode.SymbolKind.Property,
};

/** Outline, breadcrumbs and "Go to Symbol". */
export class Outline implements vscode.DocumentSymbolProvider {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  provideDocumentSymbols(textDocument: vscode.TextDocument): vscode.DocumentSymbol[] {
    if (!isConfigDocument(textDocument)) return [];
    const { document } = this.#documents.view(textDocument);
    return outline(document).map((item) => toSymbol(document, item));
  }
}

function toSymbol(document: ConfigDocument, item: OutlineItem): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(
    item.name,
    item.detail,
    KINDS[item.kind],
    toRange(document.rangeOf(item.span)),
    toRange(document.rangeOf(item.selection)),
  );
  symbol.children = item.children.map((child) => toSymbol(document, child));
  return symbol;
}
