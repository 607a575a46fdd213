import * as vscode from "vscode";

import { SETTINGS } from "./ids.ts";
import type { SettingId } from "./ids.ts";

/** The user's settings for a file, with their types checked: settings.json may hold anything. */
export class Settings {
  readonly #configuration: vscode.WorkspaceConfiguration;

  constructor(resource: vscode.Uri | undefined) {
    this.#configuration = vscode.workspace.getConfiguration(undefined, resource);
  }

  get drivers(): ReadonlySet<string> {
    const value = this.#get(SETTINGS.drivers);
    const names = Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
    return new Set(names.length > 0 ? names : ["flexasio", "flexlab"]);
  }

  get codeLens(): boolean {
    return this.#get(SETTINGS.codeLens) !== false;
  }

  get inlayHints(): boolean {
    return this.#get(SETTINGS.inlayHints) !== false;
  }

  get testSeconds(): number {
    const value = this.#get(SETTINGS.testSeconds);
    return typeof value === "number" && Number.isFinite(value) ? Math.min(600, Math.max(0.2, value)) : 2;
  }

  get testOpenPanel(): boolean {
    return this.#get(SETTINGS.testOpenPanel) !== false;
  }

  /** Path of the scenario file; empty: none. VS Code itself ignores a workspace's value while it is not trusted. */
  get scenario(): string {
    const value = this.#get(SETTINGS.scenario);
    return typeof value === "string" ? value.trim() : "";
  }

  #get(setting: SettingId): unknown {
    return this.#configuration.get<unknown>(setting);
  }
}
