import * as vscode from "vscode";

import type { Span } from "../config/text.ts";
import { formatDocument } from "../language/formatting.ts";
import { DOCUMENT_SELECTOR, isConfigDocument, toRange } from "./documents.ts";
import type { Documents } from "./documents.ts";

/** Extensions that format the language `toml`: where one of them is, the user has chosen. */
const TOML_FORMATTERS = ["tamasfe.even-better-toml", "tombi-toml.tombi"];
const SHOW_REFUSAL_MS = 6000;

class Formatter implements vscode.DocumentFormattingEditProvider, vscode.DocumentRangeFormattingEditProvider {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  provideDocumentFormattingEdits(document: vscode.TextDocument): vscode.TextEdit[] {
    return this.#format(document, null);
  }

  provideDocumentRangeFormattingEdits(document: vscode.TextDocument, range: vscode.Range): vscode.TextEdit[] {
    const { lines } = this.#documents.view(document).document;
    // Whole lines: half a line has no format.
    return this.#format(document, { start: lines.lineSpan(range.start.line).start, end: lines.lineSpan(range.end.line).end });
  }

  #format(document: vscode.TextDocument, within: Span | null): vscode.TextEdit[] {
    if (!isConfigDocument(document)) return [];
    const result = formatDocument(this.#documents.view(document).document, within);
    if (result.kind === "refused") {
      // Formatting on save comes here too: a note in the status bar, no box to click away.
      vscode.window.setStatusBarMessage(`$(warning) ${result.reason}`, SHOW_REFUSAL_MS);
    }
    return result.kind === "edit" ? result.edits.map(({ range, newText }) => new vscode.TextEdit(toRange(range), newText)) : [];
  }
}

/**
 * Formatting for our language and for plain text; for files that the user keeps as `toml` only while no other extension
 * formats those, since two formatters make VS Code ask which one to take.
 */
export function registerFormatting(documents: Documents): vscode.Disposable {
  const formatter = new Formatter(documents);
  const register = (selector: vscode.DocumentSelector): vscode.Disposable =>
    vscode.Disposable.from(
      vscode.languages.registerDocumentFormattingEditProvider(selector, formatter),
      vscode.languages.registerDocumentRangeFormattingEditProvider(selector, formatter),
    );
  const always = register(DOCUMENT_SELECTOR.filter(({ language }) => language !== "toml"));
  let asToml: vscode.Disposable | null = null;
  const update = (): void => {
    const isTaken = TOML_FORMATTERS.some((id) => vscode.extensions.getExtension(id) !== undefined);
    if (isTaken) {
      asToml?.dispose();
      asToml = null;
    } else {
      asToml ??= register(DOCUMENT_SELECTOR.filter(({ language }) => language === "toml"));
    }
  };
  update();
  return vscode.Disposable.from(always, vscode.extensions.onDidChange(update), {
    dispose: () => {
      asToml?.dispose();
    },
  });
}
