import * as vscode from "vscode";

import { version } from "../../package.json";
import { renderReport } from "../lab/renderReport.ts";
import { diagnosticsReport } from "./diagnosticsReport.ts";
import type { Redaction } from "./diagnosticsReport.ts";
import type { EditingParts } from "./editingParts.ts";
import { SETTINGS } from "./ids.ts";
import { reportName } from "./lab.ts";
import { shownFindings } from "./shownFindings.ts";

export type NamesInReport = "names" | "redacted";

const COLUMNS = 100;

/** Puts a report about the file and this machine into the clipboard. Null: the user left. */
export async function copyReport(parts: EditingParts, document: vscode.TextDocument, given: NamesInReport | null): Promise<string | null> {
  const names = given ?? (await chooseNames());
  if (names === null) return null;
  const { lab } = parts;
  const view = lab.documents.view(document);
  // What is known already: a report must not hang because the devices do.
  const devices = lab.devices.current;
  const measured = lab.store.measurement(document.uri.toString())?.report ?? null;
  const settings = vscode.workspace.getConfiguration(undefined, document.uri);
  const text = diagnosticsReport(
    {
      versions: [
        ["FlexLab", version],
        ["VS Code", `${vscode.version} (${vscode.env.appName}, ${vscode.env.uiKind === vscode.UIKind.Web ? "web" : "desktop"}${vscode.env.remoteName === undefined ? "" : `, remote: ${vscode.env.remoteName}`})`],
        ["System", parts.system],
        ["PortAudio", measured?.environment.portaudio ?? "not asked"],
        ["Language", vscode.env.language],
      ],
      settings: Object.fromEntries(Object.values(SETTINGS).map((name) => [name, settings.get<unknown>(name)])),
      file: reportName(document),
      document: view.document,
      findings: shownFindings(document.uri, view, devices),
      devices,
      test: measured === null ? null : renderReport(measured, { color: false, width: COLUMNS }),
      testedDevices: measured === null ? [] : [measured.devices.input?.name, measured.devices.output?.name].filter((name) => name !== undefined),
      log: lab.log.tail,
    },
    names === "names" ? null : redactionOf(parts),
  );
  await vscode.env.clipboard.writeText(text);
  const show = vscode.l10n.t("Show It");
  void vscode.window.showInformationMessage(vscode.l10n.t("The diagnostics report is in the clipboard."), show).then(async (answer) => {
    if (answer !== show) return;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "markdown", content: text }));
  });
  return text;
}

async function chooseNames(): Promise<NamesInReport | null> {
  const items: readonly (vscode.QuickPickItem & { readonly names: NamesInReport })[] = [
    {
      label: vscode.l10n.t("Replace names"),
      detail: vscode.l10n.t("Devices, folders and users get pseudonyms, comments are left out: fit for a forum"),
      names: "redacted",
    },
    { label: vscode.l10n.t("Keep names"), detail: vscode.l10n.t("Everything as it is, for yourself or somebody you trust"), names: "names" },
  ];
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Copy Diagnostics Report") }))?.names ?? null;
}

function redactionOf({ home }: EditingParts): Redaction {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const user = home === null ? null : (home.split(/[\\/]/).at(-1) ?? null);
  return { homes: [...folders, ...(home === null ? [] : [home])], users: user === null ? [] : [user] };
}
