import * as vscode from "vscode";

import { PANEL_VIEW, PANEL_VIEW_TYPE } from "./ids.ts";
import { Panel, webviewOptions } from "./panel.ts";
import type { PanelMemory, PanelPlace } from "./panelMemory.ts";
import { parseSavedPanel } from "./panelProtocol.ts";
import type { PanelStore } from "./panelStore.ts";
import { tabSurface, viewSurface } from "./panelSurface.ts";
import type { PanelSurface } from "./panelSurface.ts";

/** A store of a panel's own; ends with the panel. */
type OwnStore = PanelStore & vscode.Disposable;

/**
 * All panels of a window: opens them where the user had the last one, brings them forward, and brings them back after a
 * reload. Owns them; `dispose` ends them.
 */
export class PanelHost implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #createStore: (pinned: vscode.Uri | null) => OwnStore;
  readonly #memory: PanelMemory;
  readonly #panels = new Set<Panel>();
  #view: Panel | null = null;

  constructor(extensionUri: vscode.Uri, memory: PanelMemory, createStore: (pinned: vscode.Uri | null) => OwnStore) {
    this.#extensionUri = extensionUri;
    this.#memory = memory;
    this.#createStore = createStore;
  }

  /**
   * Brings a panel that follows the editor to the front, or opens one: at `place`, or where the last one was. Without
   * a wish for a place, one that is visible already is enough.
   */
  async show(options: { readonly preserveFocus?: boolean; readonly place?: PanelPlace } = {}): Promise<void> {
    const preserveFocus = options.preserveFocus ?? false;
    const followers = [...this.#panels].filter(({ store }) => !store.state.pinned);
    const there = options.place === undefined ? (followers.find(({ visible }) => visible) ?? followers.find((panel) => panel !== this.#view)) : undefined;
    if (there !== undefined) {
      there.reveal(preserveFocus);
      return;
    }
    const place = options.place ?? this.#memory.place;
    if (options.place !== undefined) this.#memory.place = place;
    if (place === "below") {
      if (this.#view === null) await vscode.commands.executeCommand(`${PANEL_VIEW}.focus`, { preserveFocus });
      else this.#view.reveal(preserveFocus);
      return;
    }
    const tab = [...this.#panels].find((panel) => panel !== this.#view && !panel.store.state.pinned) ?? this.#open(preserveFocus && place !== "window");
    tab.reveal(preserveFocus && place !== "window");
    // Only an editor that has the focus can be moved.
    if (place === "window") await vscode.commands.executeCommand("workbench.action.moveEditorToNewWindow");
  }

  /** One more panel, which stays with this file. */
  showFor(uri: vscode.Uri): void {
    const there = [...this.#panels].find(({ store }) => store.state.pinned && store.state.uri === uri.toString());
    if (there === undefined) this.#open(false, uri);
    else there.reveal(false);
  }

  /** Takes over a panel of the window before. `state`: what its page kept, of this version or another. */
  bringBack(webviewPanel: vscode.WebviewPanel, state: unknown): void {
    const saved = parseSavedPanel(state)?.state ?? null;
    const pinned = saved?.pinned === true && saved.uri !== null ? vscode.Uri.parse(saved.uri) : null;
    const { store } = this.#adopt(tabSurface(webviewPanel, this.#extensionUri), pinned);
    if (saved === null) return;
    if (saved.report !== null && store.state.report === null) store.restore?.(saved.report);
    if (saved.history.isChosen && saved.history.pair !== null) store.handle({ type: "compareRuns", ...saved.history.pair });
  }

  /** The view in the bottom panel; VS Code keeps its place. */
  bringView(view: vscode.WebviewView, state: unknown): void {
    const report = parseSavedPanel(state)?.state.report ?? null;
    const panel = this.#adopt(viewSurface(view), null);
    this.#view = panel;
    if (report !== null && panel.store.state.report === null) panel.store.restore?.(report);
  }

  dispose(): void {
    for (const panel of [...this.#panels]) panel.dispose();
  }

  #open(preserveFocus: boolean, pinned: vscode.Uri | null = null): Panel {
    const viewColumn = vscode.ViewColumn.Beside;
    const tab = vscode.window.createWebviewPanel(PANEL_VIEW_TYPE, "FlexLab", { viewColumn, preserveFocus }, webviewOptions(this.#extensionUri));
    return this.#adopt(tabSurface(tab, this.#extensionUri), pinned);
  }

  #adopt(surface: PanelSurface, pinned: vscode.Uri | null): Panel {
    const store = this.#createStore(pinned);
    const panel = new Panel(surface, this.#extensionUri, store, () => {
      this.#panels.delete(panel);
      if (this.#view === panel) this.#view = null;
      store.dispose();
    });
    this.#panels.add(panel);
    return panel;
  }
}
