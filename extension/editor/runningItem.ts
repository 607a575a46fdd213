import * as vscode from "vscode";

import { escapeMarkdown } from "../language/markdown.ts";
import type { ActiveFile } from "./activeFile.ts";
import type { HeldChanges } from "./heldChanges.ts";
import { withoutIcons } from "./icons.ts";
import { COMMANDS } from "./ids.ts";
import type { CommandId } from "./ids.ts";
import type { RunningDrivers } from "./runningDrivers.ts";
import { runningRows, runningText } from "./runningText.ts";
import type { FileUser } from "./runningText.ts";

/** The status bar item that says which programs use the file in front, and whether its changes are held. */
export class RunningItem implements vscode.Disposable {
  readonly #active: ActiveFile;
  readonly #running: RunningDrivers;
  readonly #held: HeldChanges;
  readonly #subscriptions: { dispose(): unknown }[];
  #item: vscode.StatusBarItem | null = null;
  #shown = "";

  constructor(active: ActiveFile, running: RunningDrivers, held: HeldChanges) {
    this.#active = active;
    this.#running = running;
    this.#held = held;
    const update = (): void => {
      this.update();
    };
    this.#subscriptions = [active.changed.listen(update), running.changed.listen(update), held.changed.listen(update)];
  }

  /** What the item says; null: it is hidden. */
  get text(): string | null {
    return this.#shown === "" ? null : this.#shown;
  }

  update(): void {
    const document = this.#active.isInFront ? this.#active.document : null;
    const held = document === null ? null : this.#held.of(document.uri);
    const users = document === null ? [] : this.#running.of(held?.file ?? document.uri);
    const text = runningText(users, held !== null);
    this.#shown = text?.text ?? "";
    if (text === null) {
      this.#item?.hide();
      return;
    }
    const item = (this.#item ??= createItem());
    item.text = `$(${text.icon}) ${withoutIcons(text.text)}`;
    item.accessibilityInformation = { label: text.spoken, role: "button" };
    item.tooltip = tooltip(text.spoken, users, held !== null);
    item.show();
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
    this.#item?.dispose();
  }
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem("flexlab.running", vscode.StatusBarAlignment.Right, 99);
  item.name = vscode.l10n.t("FlexLab: programs that use the file");
  item.command = COMMANDS.holdChanges;
  return item;
}

function tooltip(sentence: string, users: readonly FileUser[], isHeld: boolean): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(undefined, true);
  markdown.appendMarkdown(`${escapeMarkdown(sentence)}\n\n`);
  for (const user of users) {
    markdown.appendMarkdown("| | |\n|---|---|\n");
    for (const [name, value] of runningRows(user)) markdown.appendMarkdown(`| ${name} | ${value} |\n`);
    markdown.appendMarkdown("\n\n");
  }
  if (!isHeld) {
    const hint = vscode.l10n.t("Hold your changes to edit and save without disturbing the sound, and apply them all at once later.");
    markdown.appendMarkdown(`${escapeMarkdown(hint)}\n\n`);
  }
  const links: readonly (readonly [string, CommandId])[] = isHeld
    ? [
        [vscode.l10n.t("Apply Held Changes"), COMMANDS.applyHeld],
        [vscode.l10n.t("Discard Held Changes"), COMMANDS.discardHeld],
      ]
    : [[vscode.l10n.t("Hold Changes"), COMMANDS.holdChanges]];
  markdown.appendMarkdown(links.map(([title, command]) => `[${title}](command:${command})`).join(" · "));
  markdown.isTrusted = { enabledCommands: links.map(([, command]) => command) };
  return markdown;
}
