import * as vscode from "vscode";

import type { ConfigDocument } from "../config/configDocument.ts";
import type { Range } from "../config/text.ts";
import { toRange } from "./documents.ts";
import type { ConfigTable } from "./panelProtocol.ts";

/** Where an option stands: its value, else its table's header; null: neither is written. */
export function rangeOf(document: ConfigDocument, table: ConfigTable, key: string | null): Range | null {
  if (table === "scenario") return null;
  if (key !== null) {
    const entry = document.find(table, key) ?? document.findAll(table, key)[0];
    if (entry !== undefined) return document.rangeOf(entry.value?.span ?? entry.key.span);
  }
  if (table === "top") return null;
  const header = document.header(table);
  return header === null ? null : document.rangeOf(header.span);
}

/** Brings a place of a document before the user's eyes, in the editor that shows it already if there is one. */
export async function revealRange(document: vscode.TextDocument, range: Range | null): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const options: vscode.TextDocumentShowOptions = shown?.viewColumn === undefined ? {} : { viewColumn: shown.viewColumn };
  const editor = await vscode.window.showTextDocument(document, options);
  if (range === null) return;
  const target = toRange(range);
  editor.selection = new vscode.Selection(target.start, target.end);
  editor.revealRange(target, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
