import { t } from "@vscode/l10n";
import type { FromPanel, PanelActivity, StreamSignal } from "../../extension/editor/panelProtocol.ts";
import { element } from "../dom.ts";
import type { Part } from "../dom.ts";

export interface StreamActionsState {
  readonly activity: PanelActivity;
  /** There is a configuration without errors, and the workspace is trusted. */
  readonly canRun: boolean;
}

/** The test stream. The button that started it ends it. */
export function streamActions(post: (message: FromPanel) => void): Part<StreamActionsState> {
  let activity: PanelActivity = { kind: "idle" };
  const stream = document.createElement("lab-button");
  stream.addEventListener("lab-press", () => {
    post(activity.kind === "streaming" ? { type: "stop" } : { type: "start", signal: toSignal(signal.value) });
  });
  const signal = document.createElement("lab-choice");
  signal.label = t("Test stream");
  signal.choices = [
    { value: "sine", label: t("Sine") },
    { value: "silence", label: t("Silence") },
  ];
  signal.value = "sine";
  const row = element("section", "stream-actions", signal, stream);
  row.setAttribute("aria-label", t("Actions"));

  return {
    element: row,
    update: (state) => {
      activity = state.activity;
      const streaming = activity.kind === "streaming";
      stream.label = streaming ? t("Stop stream") : t("Start stream");
      stream.icon = streaming ? "stop" : "play";
      stream.appearance = streaming ? "primary" : "secondary";
      stream.disabled = streaming ? false : !state.canRun || activity.kind !== "idle";
      signal.disabled = !state.canRun || activity.kind !== "idle";
      if (activity.kind === "streaming") signal.value = activity.signal;
    },
  };
}

function toSignal(value: string): StreamSignal {
  return value === "silence" ? "silence" : "sine";
}
