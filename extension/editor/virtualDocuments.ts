import * as vscode from "vscode";

import type { Devices } from "./devices.ts";
import { isConfigDocument } from "./documents.ts";
import type { Documents } from "./documents.ts";

/** Read-only texts beside the file: what it comes to, and texts to compare it with. */
const EXPLAIN_SCHEME = "flexlab-explain";
const TEXT_SCHEME = "flexlab-text";

/** Gives VS Code these texts, and keeps the explanation true while somebody types. */
export class VirtualDocuments implements vscode.Disposable {
  readonly #documents: Documents;
  readonly #devices: Devices;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: { dispose(): unknown }[];

  constructor(documents: Documents, devices: Devices) {
    this.#documents = documents;
    this.#devices = devices;
    const explain: vscode.TextDocumentContentProvider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.#explain(uri),
    };
    const texts: vscode.TextDocumentContentProvider = {
      provideTextDocumentContent: (uri) => this.#texts.get(uri.query) ?? "",
    };
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(EXPLAIN_SCHEME, explain),
      vscode.workspace.registerTextDocumentContentProvider(TEXT_SCHEME, texts),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isConfigDocument(document)) this.#update(document.uri);
      }),
      devices.changed.listen(() => {
        this.#update(null);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === TEXT_SCHEME) this.#texts.delete(uri.query);
      }),
    ];
  }

  /** The document that explains this file. */
  explanationOf(file: vscode.Uri): vscode.Uri {
    const name = vscode.l10n.t("Effective configuration of {0}", file.path.slice(file.path.lastIndexOf("/") + 1));
    return vscode.Uri.from({ scheme: EXPLAIN_SCHEME, path: `/${name}`, query: file.toString() });
  }

  /** A document with this text, called like that file, so that it is coloured like it. */
  textOf(file: vscode.Uri, text: string): vscode.Uri {
    const id = `${String(this.#texts.size)}-${String(Date.now())}`;
    this.#texts.set(id, text);
    return vscode.Uri.from({ scheme: TEXT_SCHEME, path: file.path, query: id });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** Null: all of them. */
  #update(file: vscode.Uri | null): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === EXPLAIN_SCHEME && (file === null || uri.query === file.toString())) this.#changed.fire(uri);
    }
  }

  async #explain(uri: vscode.Uri): Promise<string> {
    this.#devices.wish();
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri.query));
    const { explainHere } = await import("./explainHere.ts");
    return explainHere(this.#documents.view(document), this.#devices.current);
  }
}
