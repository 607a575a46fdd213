import * as vscode from "vscode";

import type { AudioPort } from "../audio/audioPort.ts";
import type { ScenarioSource } from "../audio/contract.ts";
import type { Devices } from "./devices.ts";
import type { Documents } from "./documents.ts";
import type { AudioConnection } from "./audioConnection.ts";
import type { LabStore } from "./labStore.ts";
import type { Log } from "./log.ts";
import { noLab } from "./noLab.ts";

/** Sound, as far as the editor is allowed to make it. Nothing is started before `port` is first asked for. */
export interface Audio {
  /** Null: there is no audio process for this window. Its code is loaded with the first request. */
  port(): AudioPort | null;
  /** What is behind the port, loaded if it is not yet. Rejects with a LabFailure where there is no sound. */
  connection(): Promise<AudioConnection>;
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

/** What every part that tests or plays needs; made once, by hand, in shell.ts. */
export interface Lab {
  readonly audio: Audio;
  readonly documents: Documents;
  readonly devices: Devices;
  readonly store: LabStore;
  readonly log: Log;
  readonly scenario: (document: vscode.TextDocument) => Promise<ScenarioSource | null>;
  /** Where that scenario lies; null: it is the built-in one. */
  readonly scenarioUri: (document: vscode.TextDocument) => vscode.Uri | null;
}

/** The audio process, or the reason why there is none. */
export function portOf(lab: Lab): AudioPort {
  const port = lab.audio.port();
  if (port !== null) return port;
  throw noLab();
}

/** Where a file lies on this machine; null: it does not. */
export function localPath(document: vscode.TextDocument): string | null {
  return document.uri.scheme === "file" ? document.uri.fsPath : null;
}

/** What reports call a file by. */
export function reportName(document: vscode.TextDocument): string {
  return document.uri.scheme === "file" ? document.uri.fsPath : vscode.workspace.asRelativePath(document.uri);
}
