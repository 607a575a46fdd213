import { t } from "@vscode/l10n";
import type { Report } from "../../extension/editor/panelProtocol.ts";
import { element } from "../dom.ts";
import type { Part } from "../dom.ts";
import { figure } from "./figure.ts";
import { figuresOf, NO_FIGURE } from "./figureWords.ts";

/** The figures that count, large: round trip first, readable from across the room. Dashes stand where nothing is measured. */
export function display(): Part<Report | null> {
  const measured = figure(t("Round trip, measured"), "figure hero");
  const reported = figure(t("Driver reports"), "figure second");
  const difference = figure(t("Difference"), "figure second");
  const glitches = figure(t("Glitches"), "figure second");
  return {
    element: element("dl", "display", measured.element, reported.element, difference.element, glitches.element),
    update: (report) => {
      const set = report === null ? null : figuresOf(report);
      measured.update(set?.measured ?? NO_FIGURE);
      reported.update(set?.reported ?? NO_FIGURE);
      difference.update(set?.difference ?? NO_FIGURE);
      glitches.update(set?.glitches ?? NO_FIGURE);
    },
  };
}
