import type * as vscode from "vscode";

import type { AudioConnection } from "./audioConnection.ts";
import type { Lab } from "./lab.ts";
import type { LabFiles } from "./labFiles.ts";
import type { RunningParts } from "./runningDrivers.ts";
import type { RunningView } from "./runningView.ts";
import type { ActiveFile } from "./activeFile.ts";
import type { HeldChanges } from "./heldChanges.ts";
import type { Log } from "./log.ts";
import type { PanelDriver, StreamChoice } from "./panelProtocol.ts";
import type { RowWish, RunRequest } from "./runTables.ts";
import type { TestEnd } from "./testBackend.ts";

/**
 * What only a machine with sound devices has, and only who tests or lists devices needs: loaded on first use, as a file
 * of its own beside the extension's bundle. Types only; nodeLab.ts is the real one, a test hands in another.
 */
export interface LabModule {
  readonly files: LabFiles;
  /** Looks for programs that use the visible files, from now on. */
  createRunning(parts: Omit<RunningParts, "files">, active: ActiveFile, held: HeldChanges): RunningView;
  /** Starts nothing: the process is started when it has something to do. */
  createAudio(log: Log): AudioConnection;
  /** Called once, with the lab of the shell. */
  createTools(lab: Lab, showPanel: () => void): LabTools;
}

/** The operations that make sound. None of these rejects unless it says so: what fails is told to the user where it happens. */
export interface LabTools {
  /** `full`: with noise, distortion and frequency response. */
  test(document: vscode.TextDocument, instead: string | null, full?: boolean): Promise<TestEnd>;
  /** Tests a text that is not the file's; nothing is kept of it. */
  testText(document: vscode.TextDocument, text: string, signal: AbortSignal): Promise<TestEnd>;
  testWithAnother(document: vscode.TextDocument): Promise<TestEnd>;
  /** Tests an installed ASIO driver; `name` null: asks which one. `show` is called with its address when it begins. */
  testDriver(name: string | null, show: (driver: vscode.Uri) => void): Promise<TestEnd>;
  /** Resolves when the stream has ended. */
  stream(document: vscode.TextDocument, choice: StreamChoice): Promise<void>;
  /** Fills a table of the store; resolves when it is filled, or was cancelled. */
  bench(document: vscode.TextDocument, request: RunRequest): Promise<void>;
  /** The drivers that programs have loaded now, our own tests aside. Rejects when they cannot be asked for. */
  drivers(document: vscode.TextDocument): Promise<readonly PanelDriver[]>;
  /** The document's text with the setting of a row in it; null: that row is no longer there, which the user is told. */
  rowText(document: vscode.TextDocument, wish: RowWish): Promise<string | null>;
}
