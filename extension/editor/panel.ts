import * as vscode from "vscode";

import type { LiveView } from "../audio/contract.ts";
import { LiveThrottle } from "./liveThrottle.ts";
import { panelPage } from "./panelPage.ts";
import { PANEL_PROTOCOL_VERSION, parseFromPanel } from "./panelProtocol.ts";
import type { ToPanel } from "./panelProtocol.ts";
import type { PanelStore, Subscription, Watcher } from "./panelStore.ts";
import type { PanelSurface } from "./panelSurface.ts";

/** A picture of a display of 60 Hz, and no less: what the audio process sends is to pass unless it comes in heaps. */
const PICTURE_MS = 16;

/**
 * One page on its surface. Posts the whole state when the page is ready, whenever the state changes and when it is shown
 * again; a hidden page gets nothing, since VS Code would lose it anyway.
 */
export class Panel implements vscode.Disposable {
  readonly store: PanelStore;
  readonly #surface: PanelSurface;
  readonly #extensionUri: vscode.Uri;
  readonly #nonce = randomNonce();
  readonly #live: LiveThrottle;
  readonly #subscriptions: { dispose(): void }[] = [];
  readonly #onDispose: () => void;
  /** The page has said `ready`; before that nobody listens. */
  #ready = false;
  #released = false;
  /** The page shows the drivers that run. */
  #isWatching = false;
  #drivers: Subscription | null = null;
  readonly #watcher: Watcher;
  /** What the page shows of what sounds; it keeps silent about it when it is hidden. */
  #view: LiveView | null = null;

  constructor(surface: PanelSurface, extensionUri: vscode.Uri, store: PanelStore, onDispose: () => void) {
    this.#surface = surface;
    this.#extensionUri = extensionUri;
    this.store = store;
    this.#onDispose = onDispose;
    this.#live = new LiveThrottle(PICTURE_MS, (frame) => {
      this.#post({ type: "live", frame });
    });
    this.#watcher = store.onLive((frame) => {
      if (this.#ready && surface.visible) this.#live.push(frame);
    });
    const { webview } = surface;
    webview.options = webviewOptions(extensionUri);
    this.#subscriptions.push(
      webview.onDidReceiveMessage((message: unknown) => {
        this.#receive(message);
      }),
      surface.onDidChangeVisibility(() => {
        this.#follow();
        if (surface.visible) {
          this.#postState();
        } else {
          this.#live.clear();
          // With which it comes back.
          this.#writePage();
        }
        this.#tellView();
      }),
      store.onDidChange(() => {
        this.#postState();
      }),
      this.#watcher,
      surface.onDidDispose(() => {
        this.#release();
      }),
    );
    this.#writePage();
  }

  get visible(): boolean {
    return this.#surface.visible;
  }

  reveal(preserveFocus: boolean): void {
    this.#surface.reveal(preserveFocus);
  }

  dispose(): void {
    this.#surface.close();
    this.#release();
  }

  /** Never while the page is in sight: it would be loaded anew. */
  #writePage(): void {
    const { webview } = this.#surface;
    const dist = vscode.Uri.joinPath(this.#extensionUri, "dist", "webview");
    webview.html = panelPage({
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, "panel.js")).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, "panel.css")).toString(),
      nonce: this.#nonce,
      language: vscode.env.language,
      translation: vscode.l10n.bundle ?? null,
      state: this.store.state,
    });
  }

  /** Once, whoever ends it: the user, the window, or the extension, which cannot close a view. */
  #release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#live.clear();
    this.#follow();
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    this.#onDispose();
  }

  #receive(value: unknown): void {
    const message = parseFromPanel(value);
    if (message === null) return;
    if (message.type === "ready") {
      // A page of another version gets the state all the same: it sees the version and says what to do.
      this.#ready = true;
      this.#isWatching = false;
      this.#follow();
      this.#postState();
      this.store.handle(message);
      return;
    }
    if (message.type === "watch") {
      this.#isWatching = message.drivers;
      this.#follow();
      return;
    }
    if (message.type === "look") {
      this.#view = message.view;
      this.#tellView();
      return;
    }
    this.store.handle(message);
  }

  /** Drivers are looked for only while their part is in sight. */
  #follow(): void {
    const wanted = this.#isWatching && this.#surface.visible && !this.#released;
    if (wanted) {
      this.#drivers ??= this.store.onDrivers((drivers) => {
        this.#post({ type: "drivers", drivers });
      });
      return;
    }
    this.#drivers?.dispose();
    this.#drivers = null;
  }

  #tellView(): void {
    this.#watcher.look(this.#surface.visible ? this.#view : null);
  }

  #postState(): void {
    const { state } = this.store;
    this.#surface.setTitle(state.pinned && state.file !== null ? `FlexLab: ${state.file}` : "FlexLab");
    this.#post({ type: "state", version: PANEL_PROTOCOL_VERSION, state });
  }

  #post(message: ToPanel): void {
    if (!this.#ready || !this.#surface.visible) return;
    // False or a rejection only says that the page is gone meanwhile; the next `ready` brings the whole state.
    void Promise.resolve(this.#surface.webview.postMessage(message)).catch(() => false);
  }
}

export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, "dist", "webview")],
  };
}

/** Web Crypto, which an extension host in a browser has as well. */
function randomNonce(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
