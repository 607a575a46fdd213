import { t } from "@vscode/l10n";
import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import type { Section } from "../frame/section.ts";
import { notice } from "../frame/notice.ts";
import { decimal } from "../units.ts";
import { results } from "./results.ts";

/** What the last test found: sentences first, then figures, then every raw value. */
export function resultsSection(): Section {
  const parts = results();
  const empty = notice("empty");
  return {
    name: "results",
    title: t("Results"),
    element: element("div", "results-section", empty.element, parts.element),
    badge: ({ report }) => (report?.glitches.count ? decimal(report.glitches.count, 0) : ""),
    update: (state) => {
      setHidden(parts.element, state.report === null);
      parts.update({ report: state.report, waves: state.waves, isOld: isOld(state) });
      empty.update(
        state.report === null && state.file !== null
          ? {
              level: "idle",
              title: t("Nothing measured yet"),
              text: t("Test Backend plays a coded signal through the driver, records what comes back and compares every sample: true round trip, glitches and bit-exactness in a few seconds. Connect an output to an input first, by cable or in software."),
              action: null,
            }
          : null,
      );
    },
  };
}

/** The file has changed since, is not open, or a new run is about to replace it. */
function isOld({ reportIsStale, file, activity }: PanelState): boolean {
  return reportIsStale || file === null || activity.kind === "testing";
}
