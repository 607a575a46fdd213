import * as vscode from "vscode";

import type { SeverityOverride } from "../config/severities.ts";
import type { HintKinds } from "../language/hintTexts.ts";
import { SETTINGS } from "./ids.ts";
import type { SettingId } from "./ids.ts";
import { LENS_GROUPS } from "./lensGroups.ts";
import type { LensGroup } from "./lensGroups.ts";

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

  /** What the user made of codes of findings; nothing but severities gets through. */
  get findings(): Readonly<Record<string, SeverityOverride>> {
    const value = this.#get(SETTINGS.findings);
    if (typeof value !== "object" || value === null) return {};
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
    return Object.fromEntries(entries.filter((entry): entry is [string, SeverityOverride] => isOverride(entry[1])));
  }

  get codeLens(): boolean {
    return this.#get(SETTINGS.codeLens) !== false;
  }

  /** Which lenses are shown while lenses are on at all. */
  get codeLensActions(): ReadonlySet<LensGroup> {
    const value = this.#get(SETTINGS.codeLensActions);
    return new Set(LENS_GROUPS.filter((group) => !Array.isArray(value) || value.includes(group)));
  }

  get inlayHints(): HintKinds {
    return {
      units: this.#get(SETTINGS.hintUnits) !== false,
      defaults: this.#get(SETTINGS.hintDefaults) !== false,
      measured: this.#get(SETTINGS.hintMeasured) !== false,
    };
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

const OVERRIDES: readonly unknown[] = ["off", "error", "warning", "information", "hint"] satisfies readonly SeverityOverride[];

function isOverride(value: unknown): value is SeverityOverride {
  return OVERRIDES.includes(value);
}
