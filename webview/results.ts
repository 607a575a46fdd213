import { t } from "@vscode/l10n";
import type { Report } from "../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "./dom.ts";
import { fileName } from "./fileName.ts";
import { figures, measurementLine } from "./figures.ts";
import { glitchList } from "./glitchList.ts";
import { latencyBar } from "./latencyBar.ts";
import { sentences, verdictWords } from "./sentences.ts";
import { timing } from "./timing.ts";

export interface ResultsState {
  readonly report: Report | null;
  /** The text has changed since. */
  readonly isStale: boolean;
  /** The file that it speaks of is not open. */
  readonly isOrphaned: boolean;
  /** A new test runs: what is shown is the run before. */
  readonly isReplaced: boolean;
}

/** Everything of a report, in two places of the layout: beside the levels, and below both in full width. */
export interface Results {
  readonly main: HTMLElement;
  readonly wide: HTMLElement;
  update(state: ResultsState): void;
}

export function results(): Results {
  const verdict = document.createElement("lab-status");
  verdict.className = "verdict";
  const age = document.createElement("lab-status");
  age.level = "stale";
  const time = element("time", "measured-at");
  const line = element("p", "measurement-line");
  const head = element("div", "results-head", verdict, age, time, line);
  const parts = { figures: figures(), bar: latencyBar(), words: sentences(), glitches: glitchList(), timing: timing() };
  const main = element("section", "results", head, parts.words.element, parts.figures.element, parts.bar.element);
  main.setAttribute("aria-label", t("Measurement"));
  const wide = element("div", "results-wide", parts.glitches.element, parts.timing.element);
  const places = [main, wide];
  return {
    main,
    wide,
    update: ({ report, isStale, isOrphaned, isReplaced }) => {
      for (const place of places) {
        setHidden(place, report === null);
        place.classList.toggle("outdated", isStale || isOrphaned || isReplaced);
      }
      if (report === null) return;
      verdict.level = report.verdict.level;
      verdict.text = verdictWords(report.verdict.level);
      age.hidden = !isStale && !isOrphaned && !isReplaced;
      age.text = isReplaced
        ? t("Previous run")
        : isOrphaned
          ? t("Measured before, of {0}", fileName(report.config.file))
          : t("Out of date: the file has changed since");
      time.dateTime = report.startedAt;
      setText(time, measuredAt(report.startedAt));
      setText(line, measurementLine(report));
      // A run that never had a stream has no figures: the error says it all.
      const hasFigures = report.stream !== null;
      setHidden(parts.figures.element, !hasFigures);
      setHidden(parts.timing.element, !hasFigures);
      for (const part of Object.values(parts)) part.update(report);
    },
  };
}

function measuredAt(startedAt: string): string {
  const date = new Date(startedAt);
  if (Number.isNaN(date.getTime())) return startedAt;
  return date.toLocaleString(t("en-GB"), { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
