import { PANEL_PROTOCOL_VERSION, parseSavedPanel, parseToPanel } from "../extension/editor/panelProtocol.ts";
import type { FromPanel, PanelState, Received } from "../extension/editor/panelProtocol.ts";

/** The page's only way to the outside. A test hands in its own. */
export interface Host {
  post(message: FromPanel): void;
  /** The state before the page was reloaded, or else what came with the page, when there is one of this version. */
  load(): PanelState | null;
  save(state: PanelState): void;
  listen(listener: (message: Received) => void): void;
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
    load: () => (parseSavedPanel(api.getState()) ?? parseSavedPanel(cameWithPage()))?.state ?? null,
    save: (state) => {
      api.setState({ version: PANEL_PROTOCOL_VERSION, state });
    },
    listen: (listener) => {
      window.addEventListener("message", (event: MessageEvent<unknown>) => {
        const message = parseToPanel(event.data);
        if (message !== null) listener(message);
      });
    },
  };
}

function cameWithPage(): unknown {
  return JSON.parse(document.getElementById("state")?.textContent ?? "null");
}
