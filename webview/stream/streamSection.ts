import { t } from "@vscode/l10n";
import type { FromPanel } from "../../extension/editor/panelProtocol.ts";
import { element } from "../dom.ts";
import type { Section } from "../frame/section.ts";
import { Levels } from "./levels.ts";
import { streamActions } from "./streamActions.ts";

/** The test stream and its live view. */
export function streamSection(post: (message: FromPanel) => void): Section {
  const actions = streamActions(post);
  const levels = new Levels();
  let runs = false;
  return {
    name: "stream",
    title: t("Stream"),
    element: element("div", "stream-section", actions.element, levels.element),
    badge: ({ activity }) => (activity.kind === "streaming" ? t("live") : ""),
    update: (state) => {
      const { activity, config } = state;
      actions.update({ activity, canRun: state.hasAudio && state.trusted && config !== null && config.errors === 0 });
      levels.showReport(state.report);
      const run = activity.kind !== "idle" && activity.kind !== "elsewhere";
      if (run && !runs) levels.reset();
      if (!run && runs) levels.end();
      runs = run;
    },
    // A last snapshot may come after the state that says the run is over.
    feed: (snapshot) => {
      if (runs) levels.feed(snapshot);
    },
  };
}
