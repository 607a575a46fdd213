import type * as vscode from "vscode";

import type { EditingParts } from "./editingParts.ts";
import * as files from "./configFileCommands.ts";
import * as findings from "./findingCommands.ts";
import * as hold from "./holdCommands.ts";
import * as profiles from "./profileCommands.ts";
import { changeDriver } from "./driverCommands.ts";
import { copyReport } from "./reportCommand.ts";
import * as working from "./workingCommands.ts";

/**
 * The commands that are used once in a while, as one part that is loaded with the first of them. `argument`: what a
 * caller other than the palette hands over; without it they ask.
 */
export function editingTools(parts: EditingParts) {
  return {
    fixAll: (document: vscode.TextDocument) => findings.fixAllIn(parts, document, null),
    fixAllOfKind: (document: vscode.TextDocument, code: string | null) => findings.fixAllOfKind(parts, document, code),
    turnOffFinding: (document: vscode.TextDocument, code: string | null) => findings.turnOffFinding(document, code),
    explainFinding: (document: vscode.TextDocument, code: string | null) => findings.explainFinding(parts, document, code),
    createConfig: (start: string | null) => files.createConfig(parts, start === "comments" || start === "pick" ? start : null),
    openConfig: () => files.openConfig(parts),
    explain: (document: vscode.TextDocument) => working.explain(parts, document),
    compareWithWorking: (document: vscode.TextDocument) => working.compareWithWorking(parts, document),
    revertToWorking: (document: vscode.TextDocument) => working.revertToWorking(parts, document),
    saveProfile: (document: vscode.TextDocument, name: string | null) => profiles.saveProfile(document, name),
    switchProfile: (document: vscode.TextDocument, name: string | null) => profiles.switchProfile(document, name),
    compareProfile: (document: vscode.TextDocument, name: string | null) => profiles.compareProfile(document, name),
    deleteProfile: (document: vscode.TextDocument, name: string | null) => profiles.deleteProfile(document, name),
    holdChanges: (document: vscode.TextDocument) => hold.holdChanges(parts.hold, document),
    applyHeld: (document: vscode.TextDocument, sure: boolean) => hold.applyHeld(parts.hold, document, sure),
    discardHeld: (document: vscode.TextDocument, sure: boolean) => hold.discardHeld(parts.hold, document, sure),
    copyReport: (document: vscode.TextDocument, names: string | null) =>
      copyReport(parts, document, names === "names" || names === "redacted" ? names : null),
    installDriver: (sure: boolean) => changeDriver(parts, "install", sure),
    repairDriver: (sure: boolean) => changeDriver(parts, "repair", sure),
    removeDriver: (sure: boolean) => changeDriver(parts, "remove", sure),
    renameFile: (document: vscode.TextDocument, name: string | null) => files.renameFile(document, name ?? "FlexASIO.toml"),
    moveToDriver: (document: vscode.TextDocument) => files.moveToDriver(parts, document),
    saveAsUtf8: (document: vscode.TextDocument) => files.saveAsUtf8(document),
    removeNeighbour: (document: vscode.TextDocument, name: string | null) =>
      name === null ? Promise.resolve(false) : files.removeNeighbour(document, name),
  };
}

export type EditingTools = ReturnType<typeof editingTools>;
