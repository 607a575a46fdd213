import * as vscode from "vscode";

import type { BackendDevices } from "../audio/contract.ts";
import { checkConfig } from "../config/checkConfig.ts";
import type { ConfigDocument } from "../config/configDocument.ts";
import { effectiveConfig } from "../config/effectiveConfig.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { Finding } from "../config/finding.ts";
import { parseConfig } from "../config/parseConfig.ts";
import type { Range } from "../config/text.ts";
import { liveFindingsOf } from "./liveHere.ts";
import { FILE_NAME_GLOB, LANGUAGE, PROFILE_GLOB, isFlexasioFile } from "./ids.ts";

/** What providers register for: our language, and files of that name that the user keeps in another language. */
export const DOCUMENT_SELECTOR: readonly vscode.DocumentFilter[] = [
  { language: LANGUAGE },
  { language: "toml", pattern: `**/${FILE_NAME_GLOB}` },
  { language: "plaintext", pattern: `**/${FILE_NAME_GLOB}` },
  { language: "toml", pattern: PROFILE_GLOB },
  { language: "plaintext", pattern: PROFILE_GLOB },
];

/** One version of a file, read. */
export interface ConfigView {
  readonly version: number;
  readonly document: ConfigDocument;
  readonly config: EffectiveConfig;
  /** What the text alone tells; see `findingsHere` for what this machine adds. */
  readonly findings: readonly Finding[];
}

/** Reads each version of each document once, and of a new version what is new in it; every provider asks here. */
export class Documents {
  readonly #views = new WeakMap<vscode.TextDocument, ConfigView>();

  view(textDocument: vscode.TextDocument): ConfigView {
    const known = this.#views.get(textDocument);
    if (known?.version === textDocument.version) return known;
    const document = parseConfig(textDocument.getText(), known?.document ?? null);
    const config = effectiveConfig(document);
    const view: ConfigView = { version: textDocument.version, document, config, findings: checkConfig(document, config) };
    this.#views.set(textDocument, view);
    return view;
  }
}

/** All findings of a file, those of this machine's devices too as soon as they are listed. */
export function findingsHere(view: ConfigView, backends: readonly BackendDevices[] | null): readonly Finding[] {
  return backends === null ? view.findings : [...view.findings, ...liveFindingsOf(view.document, backends)];
}

export function isConfigDocument(document: vscode.TextDocument): boolean {
  return isFlexasioFile(document.languageId, document.uri.path) && !isHistoric(document.uri);
}

/** Old versions in a diff view are looked at, not worked on. */
function isHistoric(uri: vscode.Uri): boolean {
  return uri.scheme !== "untitled" && vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined;
}

export function toRange(range: Range): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}
