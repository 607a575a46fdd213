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

/** Asks where to save; a test answers by itself. */
type AskWhere = (options: vscode.SaveDialogOptions) => Thenable<vscode.Uri | undefined>;

const askWhere: AskWhere = (options) => vscode.window.showSaveDialog(options);

/** Saves the report where the user wants it, in the format that the ending of the name says. */
export async function saveReport(report: Report, document: vscode.TextDocument | null, ask = askWhere): Promise<void> {
  const { formatReport } = await import("../lab/export/formatReport.ts");
  const day = report.startedAt.slice(0, 19).replaceAll(":", "-");
  const target = await ask({
    title: vscode.l10n.t("Save Report"),
    ...beside(document, `flexlab-report-${day}.html`),
    filters: { HTML: ["html"], Markdown: ["md"], CSV: ["csv"], JSON: ["json"] },
  });
  if (target === undefined) return;
  const ending = endingOf(target);
  const format = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
  if (format === undefined) {
    void vscode.window.showErrorMessage(vscode.l10n.t("Reports are saved as .html, .md, .csv or .json; the name {0} ends otherwise.", target.path));
    return;
  }
  await write(target, new TextEncoder().encode(formatReport(report, format)), vscode.l10n.t("The report is saved."));
}

/** A drawing of the report: as it was drawn, and as the page shows it. */
interface Picture {
  readonly name: string;
  readonly svg: string;
  readonly png: Uint8Array;
}

/** Saves a drawing of the report where the user wants it, as the ending of the name says. */
export async function savePlot({ name, svg, png }: Picture, document: vscode.TextDocument | null, ask = askWhere): Promise<void> {
  const { plotFile } = await import("../lab/export/plotFile.ts");
  const target = await ask({
    title: vscode.l10n.t("Save Picture"),
    ...beside(document, `flexlab-${name}.png`),
    filters: { PNG: ["png"], SVG: ["svg"] },
  });
  if (target === undefined) return;
  const ending = endingOf(target);
  if (ending !== "png" && ending !== "svg") {
    void vscode.window.showErrorMessage(vscode.l10n.t("Pictures are saved as .png or .svg; the name {0} ends otherwise.", target.path));
    return;
  }
  await write(target, ending === "png" ? png : new TextEncoder().encode(plotFile(svg)), vscode.l10n.t("The picture is saved."));
}

/** Where the dialog begins: the folder of the file, or, of a driver, that of the workspace, if there is one. */
function beside(document: vscode.TextDocument | null, name: string): Pick<vscode.SaveDialogOptions, "defaultUri"> {
  const folder = document === null ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(document.uri, "..");
  return folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) };
}

function endingOf({ path }: vscode.Uri): string {
  return /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

async function write(target: vscode.Uri, bytes: Uint8Array, said: string): Promise<void> {
  await vscode.workspace.fs.writeFile(target, bytes);
  const open = vscode.l10n.t("Open");
  void vscode.window.showInformationMessage(said, open).then((answer) => (answer === open ? vscode.commands.executeCommand("vscode.open", target) : undefined));
}
