import * as vscode from "vscode";

import type { Finding } from "../config/finding.ts";
import type { Devices } from "./devices.ts";
import { isConfigDocument, toRange } from "./documents.ts";
import type { Documents } from "./documents.ts";
import { isIgnored } from "./ignoredOptions.ts";
import { gravestFirst, lookAlike, stillShown } from "./findingsDiff.ts";
import type { FindingPages } from "./findingPages.ts";
import { SETTINGS } from "./ids.ts";
import { shownFindings } from "./shownFindings.ts";

/** New findings wait for so long a rest in typing; fixed ones vanish at once. */
const REST_MS = 150;

const SEVERITIES: Readonly<Record<Finding["severity"], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

export const DIAGNOSTIC_SOURCE = "FlexLab";

/** Publishes the findings of every open FlexASIO.toml. No timer exists unless somebody has just typed in one. */
export class Diagnostics implements vscode.Disposable {
  readonly #documents: Documents;
  readonly #devices: Devices;
  readonly #pages: FindingPages;
  readonly #collection = vscode.languages.createDiagnosticCollection("flexlab");
  readonly #shown = new Map<vscode.TextDocument, readonly Finding[]>();
  /** Where somebody typed in what is underlined: VS Code may have lost the line, even if the finding is the same again. */
  readonly #touched = new Set<vscode.TextDocument>();
  readonly #timers = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  readonly #subscriptions: { dispose(): unknown }[];

  constructor(documents: Documents, devices: Devices, pages: FindingPages) {
    this.#documents = documents;
    this.#devices = devices;
    this.#pages = pages;
    const publishAll = (): void => {
      this.publishAll();
    };
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#publish(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#typed(document, contentChanges);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#forget(document);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.drivers) || event.affectsConfiguration(SETTINGS.findings)) publishAll();
      }),
      devices.changed.listen(publishAll),
      pages.changed.listen(() => {
        // The findings stay as they are; what they link to does not.
        this.#shown.clear();
        publishAll();
      }),
    ];
  }

  publishAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#publish(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    vscode.Disposable.from(...this.#subscriptions, this.#collection).dispose();
  }

  #typed(document: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    if (!isConfigDocument(document)) return;
    const shown = this.#shown.get(document) ?? [];
    if (shown.some(({ range }) => changes.some((change) => touch(toRange(range), change.range)))) this.#touched.add(document);
    const still = stillShown(shown, this.#findings(document));
    // What only moves is moved by VS Code itself, until the typing rests.
    if (still.length < shown.length) this.#show(document, still);
    clearTimeout(this.#timers.get(document));
    this.#timers.set(
      document,
      setTimeout(() => {
        this.#publish(document);
      }, REST_MS),
    );
  }

  #publish(document: vscode.TextDocument): void {
    if (!isConfigDocument(document)) return;
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#show(document, this.#findings(document));
  }

  #findings(document: vscode.TextDocument): readonly Finding[] {
    return shownFindings(document.uri, this.#documents.view(document), this.#devices.current);
  }

  #show(document: vscode.TextDocument, findings: readonly Finding[]): void {
    const shown = this.#shown.get(document);
    this.#shown.set(document, findings);
    if (!this.#touched.delete(document) && shown !== undefined && lookAlike(shown, findings)) return;
    this.#collection.set(document.uri, gravestFirst(findings).map((finding) => toDiagnostic(document.uri, finding, this.#pages)));
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#touched.delete(document);
    if (this.#shown.delete(document)) this.#collection.delete(document.uri);
  }
}

function touch(a: vscode.Range, b: vscode.Range): boolean {
  return a.intersection(b) !== undefined;
}

export function toDiagnostic(uri: vscode.Uri, finding: Finding, pages: FindingPages): vscode.Diagnostic {
  const text = finding.hint === "" ? finding.message : `${finding.message} ${finding.hint}`;
  const diagnostic = new vscode.Diagnostic(toRange(finding.range), text, SEVERITIES[finding.severity]);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = { value: finding.code, target: pages.target(finding.code) };
  if (isIgnored(finding.code)) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  if (finding.related !== undefined) {
    diagnostic.relatedInformation = finding.related.map(
      ({ message, range }) => new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, toRange(range)), message),
    );
  }
  return diagnostic;
}

/** The code of one of our diagnostics; null for those of others. */
export function codeOf(diagnostic: vscode.Diagnostic): string | null {
  if (diagnostic.source !== DIAGNOSTIC_SOURCE) return null;
  const { code } = diagnostic;
  return typeof code === "object" ? String(code.value) : null;
}
