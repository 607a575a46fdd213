import * as vscode from "vscode";

import { documentLinks } from "../language/documentLinks.ts";
import { isConfigDocument, toRange } from "./documents.ts";
import type { Documents } from "./documents.ts";

/** A comment that names more files than this is a list, not a reference. */
const MOST_FILES = 20;

/** Addresses in comments, and files beside this one that a comment names and that are there. */
export class DocumentLinks implements vscode.DocumentLinkProvider {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async provideDocumentLinks(textDocument: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    if (!isConfigDocument(textDocument)) return [];
    const { document } = this.#documents.view(textDocument);
    const links = documentLinks(document);
    const result = links
      .filter((link) => link.kind === "url")
      .map((link) => new vscode.DocumentLink(toRange(document.rangeOf(link.span)), vscode.Uri.parse(link.url)));
    const files = textDocument.isUntitled ? [] : links.filter((link) => link.kind === "file").slice(0, MOST_FILES);
    const found = await Promise.all(
      files.map(async ({ span, name }) => {
        const target = vscode.Uri.joinPath(textDocument.uri, "..", name);
        return (await isFile(target)) ? new vscode.DocumentLink(toRange(document.rangeOf(span)), target) : null;
      }),
    );
    return [...result, ...found.filter((link) => link !== null)];
  }
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type === vscode.FileType.File;
  } catch {
    return false;
  }
}
