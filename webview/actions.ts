import { t } from "@vscode/l10n";
import type { FromPanel, PanelActivity, StreamSignal } from "../extension/editor/panelProtocol.ts";
import { element, setHidden } from "./dom.ts";
import type { Part } from "./dom.ts";

export interface ActionsState {
  readonly activity: PanelActivity;
  /** There is a configuration without errors, and the workspace is trusted. */
  readonly canRun: boolean;
}

/** Test Backend, the test stream and how far the test is. A running thing turns its button into the one that ends it. */
export function actions(post: (message: FromPanel) => void): Part<ActionsState> {
  let activity: PanelActivity = { kind: "idle" };

  const test = document.createElement("lab-button");
  test.addEventListener("lab-press", () => {
    post(activity.kind === "testing" ? { type: "stop" } : { type: "test" });
  });
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
  const progress = document.createElement("lab-progress");
  const row = element("section", "actions", test, element("div", "stream-actions", signal, stream), progress);
  row.setAttribute("aria-label", t("Actions"));

  return {
    element: row,
    update: (state) => {
      activity = state.activity;
      const testing = activity.kind === "testing";
      const streaming = activity.kind === "streaming";
      const stopping = activity.kind === "stopping";
      test.label = testing ? t("Cancel test") : t("Test Backend");
      test.icon = testing ? "stop" : "wave";
      test.appearance = testing || streaming ? "secondary" : "primary";
      test.disabled = testing ? false : !state.canRun || streaming || stopping;
      stream.label = streaming ? t("Stop stream") : t("Start stream");
      stream.icon = streaming ? "stop" : "play";
      stream.appearance = streaming ? "primary" : "secondary";
      stream.disabled = streaming ? false : !state.canRun || testing || stopping;
      signal.disabled = !state.canRun || activity.kind !== "idle";
      if (activity.kind === "streaming") signal.value = activity.signal;
      setHidden(progress, !testing && !stopping);
      if (activity.kind === "testing") {
        progress.text = activity.step;
        progress.fraction = activity.fraction;
      } else if (stopping) {
        progress.text = t("Stopping");
        progress.fraction = null;
      }
    },
  };
}

function toSignal(value: string): StreamSignal {
  return value === "silence" ? "silence" : "sine";
}
