import * as vscode from "vscode";

import { configPlace, isSamePath } from "../config/configPlace.ts";
import type { ConfigSurroundings } from "../config/configPlace.ts";

/** Where the drivers of this machine read their file, as VS Code names places. */
export class ConfigPlace {
  readonly platform: string;
  /** Null: there is no such place for this window (a browser without a machine behind it). */
  readonly uri: vscode.Uri | null;

  constructor(surroundings: ConfigSurroundings) {
    const path = configPlace(surroundings);
    this.platform = surroundings.platform;
    this.uri = path === null ? null : vscode.Uri.file(path);
  }

  /** The line end that a new file gets. */
  get lineEnd(): "\n" | "\r\n" {
    return this.platform === "win32" ? "\r\n" : "\n";
  }

  /** Whether this is the very file. */
  isIt(uri: vscode.Uri): boolean {
    return this.uri !== null && uri.scheme === this.uri.scheme && isSamePath(uri.path, this.uri.path, this.platform);
  }
}
