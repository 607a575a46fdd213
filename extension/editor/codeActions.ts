import * as vscode from "vscode";

import type { Finding } from "../config/finding.ts";
import { DIAGNOSTIC_SOURCE } from "./diagnostics.ts";
import type { Devices } from "./devices.ts";
import { findingsHere, isConfigDocument, toRange } from "./documents.ts";
import type { Documents } from "./documents.ts";
import { COMMANDS } from "./ids.ts";
import { lensTexts } from "./lensTexts.ts";
import { toTextEdits } from "./applyToEditor.ts";

/** The kind of the actions that lenses offer as well: they run a command, they do not edit by themselves. */
export const LAB_ACTION = vscode.CodeActionKind.Empty.append("flexlab");

/** Fixes of findings, and every lens once more for those who cannot see or click a lens. */
export class CodeActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, LAB_ACTION],
  };
  readonly #documents: Documents;
  readonly #devices: Devices;

  constructor(documents: Documents, devices: Devices) {
    this.#documents = documents;
    this.#devices = devices;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (!isConfigDocument(document)) return [];
    const actions: vscode.CodeAction[] = [];
    if (wants(context, vscode.CodeActionKind.QuickFix)) actions.push(...this.#fixes(document, context));
    if (wants(context, LAB_ACTION)) actions.push(...this.#lensActions(document, range));
    return actions;
  }

  #fixes(document: vscode.TextDocument, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const findings = findingsHere(this.#documents.view(document), this.#devices.current);
    return context.diagnostics
      .filter((diagnostic) => diagnostic.source === DIAGNOSTIC_SOURCE)
      .flatMap((diagnostic) => {
        const finding = findings.find((one) => isOf(diagnostic, one));
        return (finding?.fixes ?? []).map((fix, index) => {
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          action.diagnostics = [diagnostic];
          action.isPreferred = index === 0;
          action.edit = new vscode.WorkspaceEdit();
          action.edit.set(document.uri, toTextEdits(fix.edits));
          return action;
        });
      });
  }

  #lensActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const { config, document: parsed } = this.#documents.view(document);
    const line = range.start.line;
    // Anywhere inside a table its actions are offered, not on its header alone.
    const [table] = parsed.tableAt(document.offsetAt(new vscode.Position(line, document.lineAt(line).text.length)));
    const anchor = table === "input" || table === "output" ? (config[table].table?.start.line ?? line) : line;
    return lensTexts(config, this.#devices.current)
      .filter((lens) => lens.command !== null && (lens.line === line || lens.line === anchor))
      .map((lens) => {
        const title = lens.title === "Pick device…" ? `Pick ${lens.command === "pickInputDevice" ? "input" : "output"} device…` : lens.title;
        const action = new vscode.CodeAction(title, LAB_ACTION);
        action.command = {
          title,
          command: lens.command === null ? "" : COMMANDS[lens.command],
          arguments: lens.backend === null ? [document.uri] : [document.uri, lens.backend],
        };
        return action;
      });
  }
}

function wants(context: vscode.CodeActionContext, kind: vscode.CodeActionKind): boolean {
  return context.only === undefined || context.only.contains(kind) || context.only.value === kind.value;
}

function isOf(diagnostic: vscode.Diagnostic, finding: Finding): boolean {
  return diagnostic.code === finding.code && diagnostic.range.isEqual(toRange(finding.range));
}
