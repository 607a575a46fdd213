import { t } from "@vscode/l10n";
import type { FromPanel, PanelState } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import type { Section, SectionView } from "../frame/section.ts";
import { notice } from "../frame/notice.ts";
import { decimal } from "../units.ts";
import { results } from "./results.ts";

/** What the last test found: sentences first, then figures, then every raw value. */
export function resultsSection(post: (message: FromPanel) => void): Section {
  return {
    name: "results",
    title: t("Results"),
    badge: ({ report }) => (report?.glitches.count ? decimal(report.glitches.count, 0) : ""),
    build: () => resultsView(post),
  };
}

function resultsView(post: (message: FromPanel) => void): SectionView {
  const parts = results(post);
  const empty = notice("empty");
  const copy = exportButton(t("Copy as Markdown"), () => {
    post({ type: "copyReport" });
  });
  const save = exportButton(t("Save report…"), () => {
    post({ type: "saveReport" });
  });
  const full = document.createElement("lab-button");
  full.label = t("Full test");
  full.addEventListener("lab-press", () => {
    post({ type: "fullTest" });
  });
  const quality = element("section", "quality-offer", element("p", "", t("Frequency response, distortion and noise floor were not measured: the full test does, in some seconds more.")), full);
  const exports = element("div", "report-exports", copy, save);
  return {
    element: element("div", "results-section", empty.element, parts.element, quality, exports),
    update: (state) => {
      setHidden(parts.element, state.report === null);
      setHidden(exports, state.report === null || state.file === null);
      setHidden(quality, state.report?.stream == null || state.report.quality != null || state.config === null);
      full.disabled = state.activity.kind !== "idle" || !state.hasAudio || !state.trusted || state.config === null || state.config.errors > 0;
      parts.update({ report: state.report, waves: state.waves, plots: state.plots, isOld: isOld(state) });
      empty.update(
        state.report === null && state.config !== null
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

function exportButton(label: string, press: () => void): HTMLElement {
  const button = document.createElement("lab-button");
  button.label = label;
  button.addEventListener("lab-press", press);
  return button;
}

/** The file has changed since, is not open, or a new run is about to replace it. */
function isOld({ reportIsStale, file, activity }: PanelState): boolean {
  return reportIsStale || file === null || activity.kind === "testing";
}
