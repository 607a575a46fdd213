import { t } from "@vscode/l10n";
import type { FromPanel, PanelState } from "../../extension/editor/panelProtocol.ts";
import { element } from "../dom.ts";
import type { Section, SectionView } from "../frame/section.ts";
import { LiveView } from "./liveView.ts";
import { streamActions } from "./streamActions.ts";

/** The test stream and its live view. */
export function streamSection(post: (message: FromPanel) => void): Section {
  return {
    name: "stream",
    title: t("Stream"),
    badge: ({ activity }) => (activity.kind === "streaming" ? t("live") : ""),
    build: () => streamView(post),
  };
}

function streamView(post: (message: FromPanel) => void): SectionView {
  const actions = streamActions(post);
  const live = new LiveView(post);
  let runs = false;
  let outputs = 0;
  let shown: PanelState | null = null;
  const showActions = (): void => {
    if (shown === null) return;
    const { activity, config } = shown;
    actions.update({ activity, outputs, canRun: shown.hasAudio && shown.trusted && config !== null && config.errors === 0 });
  };
  return {
    element: element("div", "stream-section", actions.element, live.element),
    update: (state) => {
      const { activity } = state;
      if (shown?.uri !== state.uri) outputs = 0;
      shown = state;
      outputs = Math.max(outputs, state.report?.devices.output?.channels ?? 0);
      showActions();
      live.levels.showReport(state.report);
      const run = activity.kind !== "idle" && activity.kind !== "elsewhere";
      if (run && !runs) live.reset();
      if (!run && runs) live.end();
      runs = run;
    },
    // A last frame may come after the state that says the run is over.
    feed: (frame) => {
      if (!runs) return;
      live.feed(frame);
      if (frame.outputs === 0 || frame.outputs === outputs) return;
      ({ outputs } = frame);
      showActions();
    },
    show: (isShown) => {
      live.show(isShown);
    },
  };
}
