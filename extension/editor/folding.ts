import * as vscode from "vscode";

import { foldingRanges } from "../language/folding.ts";
import { isConfigDocument } from "./documents.ts";
import type { Documents } from "./documents.ts";

export class Folding implements vscode.FoldingRangeProvider {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  provideFoldingRanges(textDocument: vscode.TextDocument): vscode.FoldingRange[] {
    if (!isConfigDocument(textDocument)) return [];
    return foldingRanges(this.#documents.view(textDocument).document).map(({ start, end, kind }) =>
      kind === "comment" ? new vscode.FoldingRange(start, end, vscode.FoldingRangeKind.Comment) : new vscode.FoldingRange(start, end),
    );
  }
}
