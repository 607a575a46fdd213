import * as vscode from "vscode";

import { DIAGNOSTIC_SOURCE } from "./diagnostics.ts";
import { toRange } from "./documents.ts";
import type { Lab } from "./lab.ts";
import { decidingKey } from "../language/measurement.ts";
import { labError } from "./labError.ts";
import { rangeOf } from "./reveal.ts";

/** Underlines the option that made the last test fail, until the configuration is another one. */
export class FailureDiagnostics implements vscode.Disposable {
  readonly #lab: Lab;
  readonly #collection = vscode.languages.createDiagnosticCollection("flexlab-test");
  readonly #subscriptions: { dispose(): unknown }[];

  constructor(lab: Lab) {
    this.#lab = lab;
    this.#subscriptions = [
      this.#collection,
      lab.store.changed.listen(() => {
        if (lab.store.activity.kind !== "idle") return;
        for (const document of vscode.workspace.textDocuments) this.#update(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.#update(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#collection.delete(document.uri);
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #update(document: vscode.TextDocument): void {
    const measurement = this.#lab.store.measurement(document.uri.toString());
    if (measurement === null) {
      this.#collection.delete(document.uri);
      return;
    }
    const { document: parsed, config } = this.#lab.documents.view(document);
    const failed = measurement.report.error;
    // A test of another backend says nothing about the device that the file names.
    const counts = failed !== null && measurement.insteadBackend === null && decidingKey(config) === measurement.decidedBy;
    const where = counts ? failed.where : null;
    const range = where === null ? null : rangeOf(parsed, where.table, where.key);
    if (failed === null || range === null) {
      this.#collection.delete(document.uri);
      return;
    }
    const { message, hint, code } = labError(failed);
    const diagnostic = new vscode.Diagnostic(toRange(range), hint === "" ? message : `${message} ${hint}`);
    diagnostic.source = `${DIAGNOSTIC_SOURCE} test`;
    diagnostic.code = code;
    this.#collection.set(document.uri, [diagnostic]);
  }
}
