import { t } from "@vscode/l10n";
import type { FromPanel, PanelActivity, StreamChoice, StreamSignal } from "../../extension/editor/panelProtocol.ts";
import { STREAM_LEVELS, STREAM_SIGNALS } from "../../extension/editor/panelProtocol.ts";
import { element } from "../dom.ts";
import type { Part } from "../dom.ts";

export interface StreamActionsState {
  readonly activity: PanelActivity;
  /** There is a configuration without errors, and the workspace is trusted. */
  readonly canRun: boolean;
  /** Output channels, as far as they are known. */
  readonly outputs: number;
}

/** The test stream: what it plays, how loud, start and stop. All but the start can be changed while it plays. */
export function streamActions(post: (message: FromPanel) => void): Part<StreamActionsState> {
  let activity: PanelActivity = { kind: "idle" };
  const signal = document.createElement("lab-select");
  const level = document.createElement("lab-level");
  const stream = document.createElement("lab-button");
  const channels = document.createElement("lab-switches");
  const choice = (): StreamChoice => ({ signal: toSignal(signal.value), levelDb: level.value, channels: channels.value });
  const adjust = (): void => {
    if (activity.kind === "streaming") post({ type: "adjust", ...choice() });
  };

  stream.addEventListener("lab-press", () => {
    post(activity.kind === "streaming" ? { type: "stop" } : { type: "start", ...choice() });
  });
  signal.label = t("Test stream");
  signal.choices = STREAM_SIGNALS.map((value) => ({ value, label: signalName(value) }));
  signal.value = "sine";
  signal.addEventListener("lab-change", adjust);
  level.label = t("Peak level");
  level.range = { min: STREAM_LEVELS.softest, max: STREAM_LEVELS.loudest };
  level.value = STREAM_LEVELS.safe;
  level.words = (decibels) => t("{0} dBFS", decibels < 0 ? `−${-decibels}` : "0");
  level.addEventListener("lab-change", adjust);
  channels.label = t("Output channels");
  channels.name = (index) => t("Output channel {0}", index + 1);
  channels.addEventListener("lab-change", adjust);
  const row = element("section", "stream-actions", signal, level, stream, channels);
  row.setAttribute("aria-label", t("Actions"));

  return {
    element: row,
    update: (state) => {
      // What ran was loud or not for its own reasons: the next stream begins at the safe level again.
      if (activity.kind !== "idle" && state.activity.kind === "idle") level.value = STREAM_LEVELS.safe;
      activity = state.activity;
      const streaming = activity.kind === "streaming";
      stream.label = streaming ? t("Stop stream") : t("Start stream");
      stream.icon = streaming ? "stop" : "play";
      stream.appearance = streaming ? "primary" : "secondary";
      stream.disabled = streaming ? false : !state.canRun || activity.kind !== "idle";
      channels.count = state.outputs;
      channels.hidden = state.outputs < 2;
      const canChoose = streaming || (state.canRun && activity.kind === "idle");
      signal.disabled = !canChoose;
      level.disabled = !canChoose;
      channels.disabled = !canChoose;
      if (activity.kind === "streaming") {
        signal.value = activity.signal;
        level.value = activity.levelDb;
        channels.value = activity.channels;
      }
    },
  };
}

function signalName(signal: StreamSignal): string {
  return {
    sine: t("Sine"),
    sweep: t("Sweep"),
    pink: t("Pink noise"),
    white: t("White noise"),
    impulses: t("Impulses"),
    channels: t("Channel numbers"),
    steps: t("Level steps"),
    position: t("Position code (measures latency, finds glitches)"),
    silence: t("Silence"),
  }[signal];
}

function toSignal(value: string): StreamSignal {
  return STREAM_SIGNALS.find((name) => name === value) ?? "silence";
}
