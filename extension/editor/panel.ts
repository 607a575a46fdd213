import * as vscode from "vscode";

import type { LiveSnapshot } from "../audio/contract.ts";
import { PANEL_VIEW_TYPE } from "./ids.ts";
import { LiveThrottle } from "./liveThrottle.ts";
import { panelPage } from "./panelPage.ts";
import { PANEL_PROTOCOL_VERSION, parseFromPanel, parseSavedPanel } from "./panelProtocol.ts";
import type { ToPanel } from "./panelProtocol.ts";
import type { PanelStore } from "./panelStore.ts";

/** At most 30 snapshots a second. */
const LIVE_INTERVAL_MS = 1000 / 30;

/**
 * Opens the panel, brings it to the front and brings it back after a reload of the window. There is at most one.
 * Owns the panel; `dispose` ends it.
 */
export class PanelHost implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #store: PanelStore;
  #panel: Panel | null = null;

  constructor(extensionUri: vscode.Uri, store: PanelStore) {
    this.#extensionUri = extensionUri;
    this.#store = store;
  }

  /** Shows the panel beside the editor; one that exists stays where the user put it. */
  show(options: { readonly preserveFocus?: boolean } = {}): void {
    const preserveFocus = options.preserveFocus ?? false;
    if (this.#panel !== null) {
      this.#panel.reveal(preserveFocus);
      return;
    }
    const webviewPanel = vscode.window.createWebviewPanel(
      PANEL_VIEW_TYPE,
      "FlexLab",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus },
      this.#webviewOptions(),
    );
    this.#adopt(webviewPanel);
  }

  /** Takes over the panel of the window before. `state`: what its page kept, of this version or another. */
  bringBack(webviewPanel: vscode.WebviewPanel, state: unknown): void {
    const report = parseSavedPanel(state)?.state.report ?? null;
    if (report !== null && this.#store.state.report === null) this.#store.restore?.(report);
    webviewPanel.webview.options = this.#webviewOptions();
    this.#panel?.dispose();
    this.#adopt(webviewPanel);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #adopt(webviewPanel: vscode.WebviewPanel): void {
    const panel = new Panel(webviewPanel, this.#extensionUri, this.#store, () => {
      if (this.#panel === panel) this.#panel = null;
    });
    this.#panel = panel;
  }

  #webviewOptions(): vscode.WebviewOptions {
    return {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      localResourceRoots: [vscode.Uri.joinPath(this.#extensionUri, "dist", "webview")],
    };
  }
}

/**
 * One webview panel with its page. Posts the whole state when the page is ready, whenever the state changes and when
 * the panel is shown again; a hidden page gets nothing, since VS Code would lose it anyway.
 */
class Panel implements vscode.Disposable {
  readonly #webviewPanel: vscode.WebviewPanel;
  readonly #store: PanelStore;
  readonly #live: LiveThrottle;
  readonly #subscriptions: { dispose(): void }[] = [];
  /** The page has said `ready`; before that nobody listens. */
  #ready = false;

  constructor(webviewPanel: vscode.WebviewPanel, extensionUri: vscode.Uri, store: PanelStore, onDispose: () => void) {
    this.#webviewPanel = webviewPanel;
    this.#store = store;
    this.#live = new LiveThrottle(LIVE_INTERVAL_MS, (snapshot) => {
      this.#post({ type: "live", snapshot });
    });
    const media = vscode.Uri.joinPath(extensionUri, "media");
    webviewPanel.iconPath = {
      light: vscode.Uri.joinPath(media, "tab-light.svg"),
      dark: vscode.Uri.joinPath(media, "tab-dark.svg"),
    };
    const { webview } = webviewPanel;
    this.#subscriptions.push(
      webview.onDidReceiveMessage((message: unknown) => {
        this.#receive(message);
      }),
      webviewPanel.onDidChangeViewState(() => {
        if (webviewPanel.visible) {
          this.#postState();
        } else {
          this.#live.clear();
        }
      }),
      store.onDidChange(() => {
        this.#postState();
      }),
      store.onLive((snapshot: LiveSnapshot) => {
        if (this.#ready && webviewPanel.visible) this.#live.push(snapshot);
      }),
      webviewPanel.onDidDispose(() => {
        this.#release();
        onDispose();
      }),
    );
    const dist = vscode.Uri.joinPath(extensionUri, "dist", "webview");
    webview.html = panelPage({
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, "panel.js")).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, "panel.css")).toString(),
      nonce: randomNonce(),
      language: vscode.env.language,
      translation: vscode.l10n.bundle ?? null,
    });
  }

  reveal(preserveFocus: boolean): void {
    this.#webviewPanel.reveal(undefined, preserveFocus);
  }

  dispose(): void {
    this.#webviewPanel.dispose();
  }

  #release(): void {
    this.#live.clear();
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
  }

  #receive(value: unknown): void {
    const message = parseFromPanel(value);
    if (message === null) return;
    if (message.type === "ready") {
      // A page of another version gets the state all the same: it sees the version and says what to do.
      this.#ready = true;
      this.#postState();
      return;
    }
    this.#store.handle(message);
  }

  #postState(): void {
    this.#post({ type: "state", version: PANEL_PROTOCOL_VERSION, state: this.#store.state });
  }

  #post(message: ToPanel): void {
    if (!this.#ready || !this.#webviewPanel.visible) return;
    // False or a rejection only says that the page is gone meanwhile; the next `ready` brings the whole state.
    void Promise.resolve(this.#webviewPanel.webview.postMessage(message)).catch(() => false);
  }
}

/** Web Crypto, which an extension host in a browser has as well. */
function randomNonce(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
