import * as vscode from "vscode";

import type { FileFinding } from "../config/checkFile.ts";
import type { Finding } from "../config/finding.ts";
import { toTextEdits } from "./applyToEditor.ts";
import { codeOf } from "./diagnostics.ts";
import type { Devices } from "./devices.ts";
import { isConfigDocument, toRange } from "./documents.ts";
import type { Documents } from "./documents.ts";
import type { FileFindings } from "./fileFindings.ts";
import { safeEdits } from "./fixAllEdits.ts";
import { COMMANDS } from "./ids.ts";
import { lensTexts } from "./lensTexts.ts";
import { remedyAction } from "./remedyAction.ts";
import { shownFindings } from "./shownFindings.ts";

/** The kind of the actions that lenses offer as well: they run a command, they do not edit by themselves. */
export const LAB_ACTION = vscode.CodeActionKind.Empty.append("flexlab");
/** For `editor.codeActionsOnSave`, where it is off until the user turns it on. */
export const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append("flexlab");

/** Fixes of findings, one and many at a time, and every lens once more for those who cannot see or click a lens. */
export class CodeActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL, LAB_ACTION],
  };
  readonly #documents: Documents;
  readonly #devices: Devices;
  readonly #files: FileFindings;

  constructor(documents: Documents, devices: Devices, files: FileFindings) {
    this.#documents = documents;
    this.#devices = devices;
    this.#files = files;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (!isConfigDocument(document)) return [];
    const actions: vscode.CodeAction[] = [];
    if (wants(context, vscode.CodeActionKind.QuickFix)) actions.push(...this.#fixes(document, context));
    if (wants(context, LAB_ACTION)) actions.push(...this.#lensActions(document, range));
    // Only for who asks for it: computing it means applying every fix on trial.
    if (context.only?.contains(FIX_ALL) === true || context.only?.value === FIX_ALL.value) actions.push(...(await this.#fixAll(document)));
    return actions;
  }

  #fixes(document: vscode.TextDocument, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const view = this.#documents.view(document);
    const findings = shownFindings(document.uri, view, this.#devices.current);
    const files = this.#files.of(document.uri);
    const here = context.diagnostics.flatMap((diagnostic) => {
      const code = codeOf(diagnostic);
      return code === null ? [] : [{ diagnostic, code }];
    });
    const own = here.flatMap(({ diagnostic }) => {
      const file = files.find(({ finding }) => isOf(diagnostic, finding));
      if (file !== undefined) return fileActions(document.uri, diagnostic, file);
      const finding = findings.find((one) => isOf(diagnostic, one));
      return (finding?.fixes ?? []).map((fix) => {
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        action.isPreferred = fix.preferred;
        action.edit = new vscode.WorkspaceEdit();
        action.edit.set(document.uri, toTextEdits(fix.edits));
        return action;
      });
    });
    const codes = [...new Map(here.map(({ code, diagnostic }) => [code, diagnostic]))];
    // Devices may be another machine's: what only they tell is never fixed in bulk.
    const safe = view.findings.filter((finding) => findings.some(({ code }) => code === finding.code) && finding.fixes.some(({ preferred }) => preferred));
    return [
      ...own,
      ...codes.flatMap(([code, diagnostic]) => {
        if (safe.filter((finding) => finding.code === code).length < 2) return [];
        return [runs(vscode.l10n.t("Fix all '{0}' problems", code), COMMANDS.fixAllOfKind, [document.uri, code], diagnostic)];
      }),
      ...(here.length > 0 && safe.length > 1 ? [runs(vscode.l10n.t("Fix all safe problems"), COMMANDS.fixAll, [document.uri])] : []),
      ...codes.flatMap(([code, diagnostic]) => [
        runs(vscode.l10n.t("Explain '{0}'", code), COMMANDS.explainFinding, [document.uri, code], diagnostic),
        runs(vscode.l10n.t("Turn off '{0}'", code), COMMANDS.turnOffFinding, [document.uri, code], diagnostic),
      ]),
    ];
  }

  async #fixAll(document: vscode.TextDocument): Promise<vscode.CodeAction[]> {
    const edits = await safeEdits(document, this.#documents.view(document).document.text, null);
    if (edits.length === 0) return [];
    const action = new vscode.CodeAction(vscode.l10n.t("Fix all safe problems"), FIX_ALL);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.set(document.uri, toTextEdits(edits));
    return [action];
  }

  #lensActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const { config, document: parsed } = this.#documents.view(document);
    const line = range.start.line;
    // Anywhere inside a table its actions are offered, not on its header alone.
    const [table] = parsed.tableAt(document.offsetAt(new vscode.Position(line, document.lineAt(line).text.length)));
    const anchor = table === "input" || table === "output" ? (config[table].table?.start.line ?? line) : line;
    return lensTexts(config, this.#devices.current)
      .filter((lens) => lens.line === line || lens.line === anchor)
      .flatMap(({ menuTitle, command, backend }) => {
        if (command === null) return [];
        const action = new vscode.CodeAction(menuTitle, LAB_ACTION);
        const uri = document.uri;
        action.command = { title: menuTitle, command: COMMANDS[command], arguments: backend === null ? [uri] : [uri, backend] };
        return [action];
      });
  }
}

/** What helps against a finding about the file itself is a command: the text cannot. */
function fileActions(uri: vscode.Uri, diagnostic: vscode.Diagnostic, { remedy }: FileFinding): vscode.CodeAction[] {
  if (remedy === null) return [];
  const { title, command, args } = remedyAction(remedy);
  const action = runs(title, command, [uri, ...args], diagnostic);
  action.isPreferred = true;
  return [action];
}

function runs(title: string, command: string, args: readonly unknown[], diagnostic?: vscode.Diagnostic): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command, arguments: [...args] };
  if (diagnostic !== undefined) action.diagnostics = [diagnostic];
  return action;
}

function wants(context: vscode.CodeActionContext, kind: vscode.CodeActionKind): boolean {
  return context.only === undefined || context.only.contains(kind) || context.only.value === kind.value;
}

function isOf(diagnostic: vscode.Diagnostic, finding: Finding): boolean {
  return codeOf(diagnostic) === finding.code && diagnostic.range.isEqual(toRange(finding.range));
}
