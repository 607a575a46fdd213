import * as vscode from "vscode";

import type { BackendDevices } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { escapeMarkdown } from "../language/markdown.ts";
import { COMMANDS } from "./ids.ts";
import type { CommandId } from "./ids.ts";
import { panelConfig } from "./panelState.ts";

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

/** The configuration in effect under the sentence of the item, and what can be done from there. */
export function statusTooltip(effective: EffectiveConfig, backends: readonly BackendDevices[] | null, sentence: string): vscode.MarkdownString {
  const config = panelConfig(effective, backends, 0);
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
