import * as vscode from "vscode";

import type { AudioPort } from "../audio/audioPort.ts";
import type { RunningDriver } from "../audio/contract.ts";
import { isConfigDocument } from "./documents.ts";
import { Emitter } from "./emitter.ts";
import type { LabFiles } from "./labFiles.ts";
import type { Log } from "./log.ts";
import type { FileUser } from "./runningText.ts";

const EVERY_MS = 1000;
/** After a look that failed: the audio process is on its way back, or will not come. */
const AFTER_FAILURE_MS = 10_000;

export interface RunningParts {
  /** Null: there is no sound from this window, or the workspace is not trusted. */
  readonly port: () => AudioPort | null;
  readonly files: LabFiles;
  /** The file whose text a document is about: its own, or the one that it is held back from. */
  readonly fileOf: (document: vscode.TextDocument) => vscode.Uri;
  readonly log: Log;
}

/**
 * Which programs use the files that can be seen now. Looks about once a second while a configuration of this machine is
 * visible, and not at all otherwise. Our own tests do not count.
 */
export class RunningDrivers implements vscode.Disposable {
  readonly changed = new Emitter<void>();
  /** It looks no more until a configuration is visible again. */
  readonly stopped = new Emitter<void>();
  readonly #parts: RunningParts;
  readonly #subscriptions: vscode.Disposable[];
  #users: ReadonlyMap<string, readonly FileUser[]> = new Map();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #disposed = false;
  #failed = false;

  constructor(parts: RunningParts) {
    this.#parts = parts;
    const begin = (): void => {
      this.#begin();
    };
    this.#subscriptions = [vscode.window.onDidChangeVisibleTextEditors(begin), vscode.workspace.onDidGrantWorkspaceTrust(begin)];
    this.#plan(0);
  }

  /** The programs that use this file, as of the last look. */
  of(file: vscode.Uri): readonly FileUser[] {
    return this.#users.get(file.toString()) ?? [];
  }

  /** Whether it looks again by itself. */
  get isLooking(): boolean {
    return this.#timer !== null;
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const one of this.#subscriptions) one.dispose();
  }

  #begin(): void {
    if (this.#timer === null) this.#plan(EVERY_MS);
  }

  #plan(milliseconds: number): void {
    this.#timer = null;
    if (this.#disposed || this.#parts.port() === null || this.#visible().length === 0) {
      this.#take(new Map());
      this.stopped.emit();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#look().then(
        () => {
          this.#failed = false;
          this.#plan(EVERY_MS);
        },
        (failure: unknown) => {
          if (!this.#failed) this.#parts.log.warn(`running drivers: ${failure instanceof Error ? failure.message : String(failure)}`);
          this.#failed = true;
          this.#plan(AFTER_FAILURE_MS);
        },
      );
    }, milliseconds);
  }

  async #look(): Promise<void> {
    const port = this.#parts.port();
    const visible = this.#visible();
    if (port === null || visible.length === 0) return;
    const foreign = (await port.drivers()).filter(({ own }) => !own);
    const users = new Map<string, readonly FileUser[]>();
    for (const file of visible) {
      const here = await usersOf(file.fsPath, foreign, this.#parts.files);
      if (here.length > 0) users.set(file.toString(), here);
    }
    if (!this.#disposed) this.#take(users);
  }

  #take(users: ReadonlyMap<string, readonly FileUser[]>): void {
    if (users.size === 0 && this.#users.size === 0) return;
    this.#users = users;
    this.changed.emit();
  }

  #visible(): readonly vscode.Uri[] {
    return vscode.window.visibleTextEditors
      .map(({ document }) => document)
      .filter((document) => isConfigDocument(document))
      .map((document) => this.#parts.fileOf(document))
      .filter(({ scheme }) => scheme === "file");
  }
}

async function usersOf(path: string, drivers: readonly RunningDriver[], files: LabFiles): Promise<readonly FileUser[]> {
  const users: FileUser[] = [];
  for (const driver of drivers) {
    if (driver.configPath === null || !(await files.isSame(driver.configPath, path))) continue;
    users.push({ driver, isCurrent: driver.configSha256 === (await files.sha256(path)) });
  }
  return users;
}
