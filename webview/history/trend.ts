import { t } from "@vscode/l10n";
import type { PanelRun } from "../../extension/editor/panelProtocol.ts";
import { element, setAttribute, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import { verdictWords } from "../results/sentences.ts";
import { svg } from "../svg.ts";
import { decimal, NOT_MEASURED } from "../units.ts";
import { runTime } from "./runTime.ts";
import { heightOf, scaleOf, trendSentence } from "./trendScale.ts";
import type { TrendScale } from "./trendScale.ts";

const HEIGHT = 100;

/**
 * The round trips of the runs, the oldest on the left: measured through, reported dashed, and the glitches of each below.
 * `choose` hears the start of the run whose column was clicked; by keyboard the list below does the same.
 */
export function trend(choose: (startedAt: string) => void): Part<readonly PanelRun[]> {
  const reported = svg("path", { class: "trend-reported" });
  const measured = svg("path", { class: "trend-measured" });
  const picture = svg("svg", { viewBox: `0 0 1000 ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  picture.append(reported, measured);
  const points = element("div", "trend-points");
  const plot = element("div", "trend-plot", points);
  plot.prepend(picture);
  plot.setAttribute("role", "img");
  const top = element("span");
  const bottom = element("span");
  const scale = element("div", "trend-scale", top, bottom);
  const glitches = element("div", "trend-glitches");
  const legend = element(
    "div",
    "legend",
    item("wave-swatch measured", t("measured round trip")),
    item("wave-swatch expected", t("reported")),
  );
  for (const part of [scale, glitches, legend]) part.setAttribute("aria-hidden", "true");
  const box = element("div", "trend", scale, plot, element("span", "trend-name", t("Glitches")), glitches, legend);
  let shown = "";
  return {
    element: box,
    update: (runs) => {
      setHidden(box, runs.length < 2);
      // Nothing moves under the pointer while a state comes that has the same runs.
      const now = JSON.stringify(runs);
      if (now === shown) return;
      shown = now;
      const inTime = runs.toReversed();
      const range = scaleOf(inTime);
      measured.setAttribute("d", lineOf(inTime.map(({ roundTripMs }) => roundTripMs), range));
      reported.setAttribute("d", lineOf(inTime.map(({ reportedMs }) => reportedMs), range));
      setText(top, `${decimal(range.top, 1)} ms`);
      setText(bottom, `${decimal(range.bottom, 1)} ms`);
      setAttribute(plot, "aria-label", trendSentence(inTime));
      points.replaceChildren(...inTime.map((run, index) => pointOf(run, (index + 0.5) / inTime.length, range, choose)));
      glitches.replaceChildren(...inTime.map(({ glitches: count }) => element("span", count === null || count === 0 ? "none" : "", glitchText(count))));
    },
  };
}

/** Runs without a value leave a gap. */
function lineOf(values: readonly (number | null)[], range: TrendScale): string {
  let isOpen = false;
  return values
    .map((value, index) => {
      if (value === null) {
        isOpen = false;
        return "";
      }
      const command = isOpen ? "L" : "M";
      isOpen = true;
      return `${command}${(((index + 0.5) / values.length) * 1000).toFixed(1)} ${(heightOf(value, range) * HEIGHT).toFixed(1)}`;
    })
    .join("");
}

/** A run: its sign says by its shape how the test ended; one without a round trip stands at the foot. */
function pointOf(run: PanelRun, place: number, range: TrendScale, choose: (startedAt: string) => void): HTMLElement {
  const sign = document.createElement("lab-status");
  sign.level = run.level;
  sign.text = "";
  const point = element("div", "trend-point", sign);
  point.style.left = `${(place * 100).toFixed(2)}%`;
  point.style.top = `${run.roundTripMs === null ? 100 : (heightOf(run.roundTripMs, range) * 100).toFixed(2)}%`;
  point.title = [runTime(run.startedAt), verdictWords(run.level), run.roundTripMs === null ? NOT_MEASURED : `${decimal(run.roundTripMs, 2)} ms`, run.sentence].join("\n");
  point.addEventListener("click", () => { choose(run.startedAt); });
  return point;
}

function glitchText(count: number | null): string {
  return count === null ? NOT_MEASURED : count > 99 ? "99+" : decimal(count, 0);
}

function item(swatch: string, text: string): HTMLElement {
  return element("span", "legend-item", element("span", swatch), text);
}
