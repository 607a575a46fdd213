import * as vscode from "vscode";

import type { ActiveFile } from "./activeFile.ts";
import { escapeMarkdown } from "../language/markdown.ts";
import { blockingErrors } from "./findingsDiff.ts";
import { COMMANDS } from "./ids.ts";
import type { CommandId } from "./ids.ts";
import type { Lab } from "./lab.ts";
import { isStale } from "../language/measurement.ts";
import { panelConfig } from "./panelState.ts";
import { statusText } from "./statusText.ts";

/** The commands that the tooltip may run, and no others. */
function links(): readonly (readonly [title: string, command: CommandId])[] {
  return [
    [`$(beaker) ${vscode.l10n.t("Test Backend")}`, COMMANDS.testBackend],
    [`$(pulse) ${vscode.l10n.t("Open Panel")}`, COMMANDS.openPanel],
    [`$(mic) ${vscode.l10n.t("Input…")}`, COMMANDS.pickInputDevice],
    [`$(unmute) ${vscode.l10n.t("Output…")}`, COMMANDS.pickOutputDevice],
    [`$(output) ${vscode.l10n.t("Log")}`, COMMANDS.showLog],
  ];
}

/** One item on the right, while a FlexASIO.toml is in front: what was measured, or what is going on. */
export class StatusBar implements vscode.Disposable {
  readonly #lab: Lab;
  readonly #active: ActiveFile;
  readonly #subscriptions: { dispose(): unknown }[];
  #item: vscode.StatusBarItem | null = null;

  constructor(lab: Lab, active: ActiveFile) {
    this.#lab = lab;
    this.#active = active;
    const update = (): void => {
      this.update();
    };
    this.#subscriptions = [
      active.changed.listen(update),
      lab.store.changed.listen(update),
      lab.devices.changed.listen(update),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === active.document) update();
      }),
    ];
  }

  /** What the item shows; null: it is hidden. */
  get text(): string | null {
    return this.#shows() === null ? null : (this.#item?.text ?? null);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
    this.#item?.dispose();
  }

  /** The file to speak of: the one in front, or the one that sounds while something else is looked at. */
  #shows(): vscode.TextDocument | null {
    const { document } = this.#active;
    if (document === null) return null;
    const { activity } = this.#lab.store;
    const isBusy = activity.kind !== "idle" && activity.file === document.uri.toString();
    return this.#active.isInFront || isBusy ? document : null;
  }

  update(): void {
    const document = this.#shows();
    if (document === null) {
      this.#item?.hide();
      return;
    }
    const { store, documents, devices } = this.#lab;
    const view = documents.view(document);
    const file = document.uri.toString();
    const measurement = store.measurement(file);
    const errors = blockingErrors(view.findings).length;
    const status = statusText({
      file,
      activity: store.activity,
      errors,
      measurement,
      isStale: measurement !== null && isStale(measurement, view.config),
      failed: store.outcome(file).kind === "failed",
      hasAudio: this.#lab.audio.port() !== null,
    });
    const item = (this.#item ??= createItem());
    item.text = `$(${status.icon}) ${status.text}`;
    item.accessibilityInformation = { label: status.spoken, role: "button" };
    item.tooltip = tooltip(panelConfig(view.config, devices.current, errors), status.spoken);
    item.show();
  }
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem("flexlab.status", vscode.StatusBarAlignment.Right, 100);
  item.name = "FlexLab";
  item.command = COMMANDS.openPanel;
  return item;
}

function tooltip(config: ReturnType<typeof panelConfig>, sentence: string): vscode.MarkdownString {
  const rows = [
    [vscode.l10n.t("Backend"), config.backendIsHere ? config.backend : vscode.l10n.t("{0} (not on this machine)", config.backend)],
    [vscode.l10n.t("Input"), config.input ?? vscode.l10n.t("off")],
    [vscode.l10n.t("Output"), config.output ?? vscode.l10n.t("off")],
    [vscode.l10n.t("Buffer"), config.buffer],
  ];
  const all = links();
  const markdown = new vscode.MarkdownString(undefined, true);
  markdown.appendMarkdown(`${escapeMarkdown(sentence)}\n\n`);
  markdown.appendMarkdown("| | |\n|---|---|\n");
  for (const [name = "", value = ""] of rows) markdown.appendMarkdown(`| ${name} | ${escapeMarkdown(value)} |\n`);
  markdown.appendMarkdown(`\n\n${all.map(([title, command]) => `[${title}](command:${command})`).join(" · ")}`);
  markdown.isTrusted = { enabledCommands: all.map(([, command]) => command) };
  return markdown;
}
