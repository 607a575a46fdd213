import type * as vscode from "vscode";

import type { ActiveFile } from "./activeFile.ts";
import type { HeldChanges } from "./heldChanges.ts";
import { RunningDrivers } from "./runningDrivers.ts";
import type { RunningParts } from "./runningDrivers.ts";
import { RunningItem } from "./runningItem.ts";

/** What is known of programs that use the file, and the status bar item that says it. */
export class RunningView implements vscode.Disposable {
  readonly drivers: RunningDrivers;
  readonly item: RunningItem;

  constructor(parts: RunningParts, active: ActiveFile, held: HeldChanges) {
    this.drivers = new RunningDrivers(parts);
    this.item = new RunningItem(active, this.drivers, held);
    this.item.update();
  }

  dispose(): void {
    this.item.dispose();
    this.drivers.dispose();
  }
}
