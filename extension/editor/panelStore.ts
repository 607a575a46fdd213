import type { LiveView } from "../audio/contract.ts";
import type { Report } from "../lab/report.ts";
import type { FromPanel, PanelDriver, PanelState } from "./panelProtocol.ts";

/** What the panel shows and whom it tells what the user wants. It is the only thing the panel knows of the editor. */
export interface PanelStore {
  /** Complete, as of now. */
  readonly state: PanelState;
  /** Called after each change of `state`. */
  onDidChange(listener: () => void): Subscription;
  /** Called with each live frame of a running test or stream, while this panel or another looks. */
  onLive(listener: (frame: Uint8Array) => void): Watcher;
  /** Called with all drivers that run, again and again; looking for them costs something until the subscription ends. */
  onDrivers(listener: (drivers: readonly PanelDriver[]) => void): Subscription;
  /** A message of the page, checked; `ready`, `watch` and `look` never get here. It must not throw: failures belong into `state.error`. */
  handle(message: FromPanel): void;
  /**
   * A panel came back after the window was reloaded and still shows this report. The store may take it over when it
   * has none of its own (`state.report` then, stale unless the file's sha256 is still `report.config.sha256`).
   */
  restore?(report: Report): void;
}

/** A panel that is told of what sounds. */
export interface Watcher extends Subscription {
  /** It shows this channel from now on; null: it shows nothing of it. */
  look(view: LiveView | null): void;
}

/** Anything that ends: a `vscode.Disposable` is one. */
export interface Subscription {
  dispose(): void;
}
