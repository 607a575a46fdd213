import * as vscode from "vscode";

import type { FileFinding } from "../config/checkFile.ts";
import type { ConfigPlace } from "./configPlace.ts";
import { toDiagnostic } from "./diagnostics.ts";
import { isConfigDocument } from "./documents.ts";
import type { FindingPages } from "./findingPages.ts";
import { SETTINGS } from "./ids.ts";
import { asWanted } from "./shownFindings.ts";

/**
 * What users trip on around the text: the name, the folder, the encoding, a log that is on. Looked at when a file is
 * opened and when it is saved, never while somebody types.
 */
export class FileFindings implements vscode.Disposable {
  readonly #place: ConfigPlace;
  readonly #pages: FindingPages;
  readonly #collection = vscode.languages.createDiagnosticCollection("flexlab-file");
  readonly #found = new Map<string, readonly FileFinding[]>();
  readonly #subscriptions: { dispose(): unknown }[];

  constructor(place: ConfigPlace, pages: FindingPages) {
    this.#place = place;
    this.#pages = pages;
    this.#subscriptions = [
      this.#collection,
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.look(document);
      }),
      vscode.workspace.onDidSaveTextDocument((document) => {
        this.look(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#found.delete(uri.toString());
        this.#collection.delete(uri);
      }),
      // What lies beside the file has changed by our doing or by the user's.
      vscode.workspace.onDidDeleteFiles(() => {
        this.lookAtAll();
      }),
      vscode.workspace.onDidRenameFiles(() => {
        this.lookAtAll();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.drivers) || event.affectsConfiguration(SETTINGS.findings)) this.#publishAll();
      }),
      pages.changed.listen(() => {
        this.#publishAll();
      }),
    ];
  }

  /** The findings of a file about itself, for its fixes. */
  of(uri: vscode.Uri): readonly FileFinding[] {
    return this.#found.get(uri.toString()) ?? [];
  }

  lookAtAll(): void {
    for (const document of vscode.workspace.textDocuments) this.look(document);
  }

  /** Looks in the background; what cannot be found out is not told of. */
  look(document: vscode.TextDocument): void {
    if (!isConfigDocument(document) || document.isUntitled) return;
    this.#look(document).then(
      (findings) => {
        if (document.isClosed) return;
        this.#found.set(document.uri.toString(), findings);
        this.#publish(document.uri);
      },
      () => undefined,
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #publishAll(): void {
    for (const uri of this.#found.keys()) this.#publish(vscode.Uri.parse(uri));
  }

  #publish(uri: vscode.Uri): void {
    const findings = asWanted(uri, this.of(uri).map(({ finding }) => finding));
    this.#collection.set(uri, findings.map((finding) => toDiagnostic(uri, finding, this.#pages)));
  }

  async #look(document: vscode.TextDocument): Promise<readonly FileFinding[]> {
    const { lookAtFile } = await import("./lookAtFile.ts");
    return lookAtFile(document, this.#place);
  }
}
