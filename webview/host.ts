import { PANEL_PROTOCOL_VERSION, parseSavedPanel } from "../extension/editor/panelProtocol.ts";
import type { FromPanel, PanelState, ToPanel } from "../extension/editor/panelProtocol.ts";

/** The page's only way to the outside. A test hands in its own. */
export interface Host {
  post(message: FromPanel): void;
  /** The state before the page was reloaded, when there is one of this version. */
  load(): PanelState | null;
  save(state: PanelState): void;
  listen(listener: (message: ToPanel | { readonly type: "otherVersion" }) => void): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** VS Code gives the interface once per page; whoever calls this owns it. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => {
      api.postMessage(message);
    },
    load: () => parseSavedPanel(api.getState())?.state ?? null,
    save: (state) => {
      api.setState({ version: PANEL_PROTOCOL_VERSION, state });
    },
    listen: (listener) => {
      window.addEventListener("message", (event: MessageEvent<unknown>) => {
        const message = readMessage(event.data);
        if (message !== null) listener(message);
      });
    },
  };
}

/** VS Code itself posts into the page as well; what is not ours is passed over. */
function readMessage(data: unknown): ToPanel | { readonly type: "otherVersion" } | null {
  if (typeof data !== "object" || data === null) return null;
  const message = data as Partial<ToPanel>;
  if (message.type === "live") return message.snapshot === undefined ? null : { type: "live", snapshot: message.snapshot };
  if (message.type === "drivers") return message.drivers === undefined ? null : { type: "drivers", drivers: message.drivers };
  if (message.type !== "state") return null;
  if (message.version !== PANEL_PROTOCOL_VERSION) return { type: "otherVersion" };
  return message.state === undefined ? null : { type: "state", version: message.version, state: message.state };
}
