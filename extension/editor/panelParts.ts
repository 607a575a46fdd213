import type * as vscode from "vscode";

import type { ActiveFile } from "./activeFile.ts";
import type { Lab } from "./lab.ts";
import type { LabDoor } from "./labDoor.ts";
import { PanelHost } from "./panel.ts";
import { PanelBridge } from "./panelBridge.ts";

/** The panel's two halves in the extension: the window, and what it shows. */
export interface PanelParts {
  readonly host: PanelHost;
  readonly bridge: PanelBridge;
}

export function createPanel(extensionUri: vscode.Uri, lab: Lab, active: ActiveFile, door: LabDoor): PanelParts {
  const bridge = new PanelBridge(lab, active, door);
  return { host: new PanelHost(extensionUri, bridge), bridge };
}
