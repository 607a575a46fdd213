import * as vscode from "vscode";

import { selectionSpans } from "../language/selectionRanges.ts";
import { isConfigDocument, toRange } from "./documents.ts";
import type { Documents } from "./documents.ts";

/** "Expand Selection" along the structure of the file. */
export class SelectionRanges implements vscode.SelectionRangeProvider {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  provideSelectionRanges(textDocument: vscode.TextDocument, positions: readonly vscode.Position[]): vscode.SelectionRange[] {
    if (!isConfigDocument(textDocument)) return [];
    const { document } = this.#documents.view(textDocument);
    return positions.map((position) => {
      const spans = selectionSpans(document, document.offsetAt(position));
      const chain = spans.reduceRight<vscode.SelectionRange | undefined>(
        (parent, span) => new vscode.SelectionRange(toRange(document.rangeOf(span)), parent),
        undefined,
      );
      return chain ?? new vscode.SelectionRange(new vscode.Range(position, position));
    });
  }
}
