import type * as vscode from "vscode";

import type { ActiveFile } from "./activeFile.ts";
import type { Lab } from "./lab.ts";
import type { LabDoor } from "./labDoor.ts";
import { LiveWatch } from "./liveWatch.ts";
import { PanelBridge } from "./panelBridge.ts";
import { PanelFile } from "./panelFile.ts";
import { PanelHost } from "./panelHost.ts";
import { PanelMemory } from "./panelMemory.ts";
import type { RunHistory } from "./runHistory.ts";
import type { VirtualDocuments } from "./virtualDocuments.ts";

/** The panel's two halves in the extension: the windows, and what each shows. */
export interface PanelParts {
  readonly host: PanelHost;
  /** What a panel shows that stays with this file; null: that follows the editor. Whoever asks for it ends it. */
  createBridge(pinned: vscode.Uri | null): PanelBridge;
}

export function createPanel(
  extensionUri: vscode.Uri,
  lab: Lab,
  active: ActiveFile,
  door: LabDoor,
  memento: vscode.Memento,
  history: RunHistory,
  texts: VirtualDocuments,
): PanelParts {
  const memory = new PanelMemory(memento);
  const watch = new LiveWatch(lab.store);
  const createBridge = (pinned: vscode.Uri | null): PanelBridge =>
    new PanelBridge({ lab, file: new PanelFile(active, pinned), door, memory, watch, history, texts });
  return { host: new PanelHost(extensionUri, memory, createBridge), createBridge };
}
