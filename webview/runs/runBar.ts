import { t } from "@vscode/l10n";
import type { FromPanel, PanelState, RunKind, RunRequest } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import { timeLeft } from "./timeLeft.ts";

export interface RunBarOptions {
  readonly run: RunKind;
  /** On the button that starts it. */
  readonly start: string;
  /** What it does, for who has not run it yet. */
  readonly about: string;
  /** More to choose, before the button. */
  readonly choices?: readonly HTMLElement[];
  readonly request: () => RunRequest;
}

/** Starts and cancels one kind of run, and tells how far it is, what came of it and whether it is still of now. */
export function runBar(post: (message: FromPanel) => void, options: RunBarOptions): Part<PanelState> {
  const { run } = options;
  let isRunning = false;
  const button = document.createElement("lab-button");
  button.addEventListener("lab-press", () => {
    post(isRunning ? { type: "stop" } : { type: "run", ...options.request() });
  });
  const progress = document.createElement("lab-progress");
  const left = element("span", "run-left");
  const status = document.createElement("lab-status");
  const about = element("p", "run-about", options.about);
  const line = element("div", "run-progress", progress, left);
  const box = element("div", "run-bar", about, element("div", "run-controls", ...(options.choices ?? []), button), line, status);
  return {
    element: box,
    update: (state) => {
      const { activity, config, tables } = state;
      const table = tables[run];
      isRunning = activity.kind === "running" && activity.run === run;
      const mayRun = config !== null && (config.errors === 0 || run === "selfTest") && state.hasAudio && state.trusted;
      button.label = isRunning ? t("Cancel") : options.start;
      button.icon = isRunning ? "stop" : "play";
      button.appearance = isRunning ? "secondary" : "primary";
      button.disabled = isRunning ? false : !mayRun || (activity.kind !== "idle" && activity.kind !== "streaming");
      setHidden(about, table !== null);
      setHidden(line, !isRunning);
      if (activity.kind === "running" && isRunning) {
        progress.text = activity.step;
        progress.fraction = activity.fraction;
        setText(left, activity.secondsLeft === null ? "" : timeLeft(activity.secondsLeft));
      }
      const said = table === null || isRunning ? null : statusOf(state, run);
      setHidden(status, said === null);
      if (said !== null) {
        status.level = said.level;
        status.text = said.text;
      }
    },
  };
}

function statusOf({ tables, outdated }: PanelState, run: RunKind): { readonly level: "fail" | "warn" | "stale"; readonly text: string } | null {
  const table = tables[run];
  if (table === null) return null;
  if (table.error !== null) return { level: "fail", text: `${table.error.message} ${table.error.hint}`.trim() };
  if (table.status === "cancelled") return { level: "warn", text: t("Cancelled: the table holds what was tried until then.") };
  if (outdated.includes(run)) return { level: "stale", text: t("Out of date: the file has changed since") };
  return null;
}
