import * as vscode from "vscode";

import type { ExportFormat } from "../lab/export/formatReport.ts";
import type { Report } from "../lab/report.ts";

const FORMATS: Readonly<Record<string, ExportFormat>> = { json: "json", md: "markdown", csv: "csv", html: "html" };

/** Puts the report into the clipboard as Markdown, for a bug report or a forum. */
export async function copyAsMarkdown(report: Report): Promise<void> {
  const { formatReport } = await import("../lab/export/formatReport.ts");
  await vscode.env.clipboard.writeText(formatReport(report, "markdown"));
  vscode.window.setStatusBarMessage(vscode.l10n.t("FlexLab: the report is in the clipboard as Markdown"), 5000);
}

/** Saves the report where the user wants it, in the format that the ending of the name says. */
export async function saveReport(report: Report, document: vscode.TextDocument): Promise<void> {
  const { formatReport } = await import("../lab/export/formatReport.ts");
  const day = report.startedAt.slice(0, 19).replaceAll(":", "-");
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Save Report"),
    defaultUri: vscode.Uri.joinPath(document.uri, "..", `flexlab-report-${day}.html`),
    filters: { HTML: ["html"], Markdown: ["md"], CSV: ["csv"], JSON: ["json"] },
  });
  if (target === undefined) return;
  const ending = /\.(\w+)$/.exec(target.path)?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
  if (format === undefined) {
    void vscode.window.showErrorMessage(vscode.l10n.t("Reports are saved as .html, .md, .csv or .json; the name {0} ends otherwise.", target.path));
    return;
  }
  await write(target, formatReport(report, format), vscode.l10n.t("The report is saved."));
}

/** Saves a drawing of the report where the user wants it, as SVG. */
export async function savePlot(plot: string, name: string, document: vscode.TextDocument): Promise<void> {
  const { plotFile } = await import("../lab/export/plotFile.ts");
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Save Picture"),
    defaultUri: vscode.Uri.joinPath(document.uri, "..", `flexlab-${name}.svg`),
    filters: { SVG: ["svg"] },
  });
  if (target !== undefined) await write(target, plotFile(plot), vscode.l10n.t("The picture is saved."));
}

async function write(target: vscode.Uri, text: string, said: string): Promise<void> {
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  const open = vscode.l10n.t("Open");
  void vscode.window.showInformationMessage(said, open).then((answer) => (answer === open ? vscode.commands.executeCommand("vscode.open", target) : undefined));
}
