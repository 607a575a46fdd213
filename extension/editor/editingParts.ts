import type * as vscode from "vscode";

import type { ConfigPlace } from "./configPlace.ts";
import type { Documents } from "./documents.ts";
import type { FindingPages } from "./findingPages.ts";
import type { HoldParts } from "./holdCommands.ts";
import type { Lab } from "./lab.ts";
import type { LastWorking } from "./lastWorking.ts";
import type { VirtualDocuments } from "./virtualDocuments.ts";

/** What the rarely used commands work with. */
export interface EditingParts {
  readonly lab: Lab;
  readonly documents: Documents;
  readonly place: ConfigPlace;
  readonly texts: VirtualDocuments;
  readonly pages: FindingPages;
  readonly lastWorking: LastWorking;
  readonly hold: HoldParts;
  /** The user's folder; null: there is none here. */
  readonly home: string | null;
  /** The extension's own folder. */
  readonly extensionUri: vscode.Uri;
  /** Operating system and processor, for reports. */
  readonly system: string;
  /** Opens the picker for everything; true: the file says now what was picked. */
  readonly pick: (document: vscode.TextDocument) => Promise<boolean>;
}
