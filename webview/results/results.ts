import { t } from "@vscode/l10n";
import type { FromPanel, GlitchWave, PanelPlots, Report } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import { figures } from "./figures.ts";
import { measurementLine } from "./figureWords.ts";
import { glitchList } from "./glitchList.ts";
import { latencyBar } from "./latencyBar.ts";
import { plots } from "./plots.ts";
import { sentences } from "./sentences.ts";
import { timing } from "./timing.ts";

export interface ResultsState {
  readonly report: Report | null;
  /** Around its first glitches. */
  readonly waves: readonly GlitchWave[];
  readonly plots: PanelPlots;
  /** It is not of now: the file has changed since, is not open, or a new test runs. */
  readonly isOld: boolean;
}

/** Everything of a report. */
export function results(post: (message: FromPanel) => void): Part<ResultsState> {
  const line = element("p", "measurement-line");
  const parts = { figures: figures(), bar: latencyBar(), words: sentences(), timing: timing() };
  const glitches = glitchList();
  const drawings = plots(post);
  const main = element("section", "results", parts.words.element, line, parts.bar.element, parts.figures.element);
  main.setAttribute("aria-label", t("Measurement"));
  const box = element("div", "results-all", main, glitches.element, drawings.element, parts.timing.element);
  return {
    element: box,
    update: ({ report, waves, plots: drawn, isOld }) => {
      box.classList.toggle("outdated", isOld);
      if (report === null) return;
      setText(line, measurementLine(report));
      // A run that never had a stream has no figures: the error says it all.
      const hasFigures = report.stream !== null;
      setHidden(parts.figures.element, !hasFigures);
      setHidden(parts.timing.element, !hasFigures);
      glitches.update({ report, waves });
      drawings.update(drawn);
      for (const part of Object.values(parts)) part.update(report);
    },
  };
}
