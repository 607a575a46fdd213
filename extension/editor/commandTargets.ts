import type { LazyPanel } from "./lazyPanel.ts";
import type * as vscode from "vscode";

import type { DevicePicker } from "./devicePicker.ts";
import type { EditingTools } from "./editingTools.ts";
import type { LabDoor } from "./labDoor.ts";

/** What the commands act on; the shell has all of it. */
export interface CommandTargets {
  readonly active: { readonly document: vscode.TextDocument | null };
  readonly picker: DevicePicker;
  readonly test: LabDoor;
  readonly panel: Pick<LazyPanel, "show" | "showFor">;
  /** The commands that are used once in a while, loaded with the first of them. */
  editing(): Promise<EditingTools>;
}
