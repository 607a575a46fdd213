import { t } from "@vscode/l10n";
import type { Report } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import { decimal, frameCount, numberLanguage, signedDecimal, toMilliseconds } from "../units.ts";

interface Segment {
  readonly kind: "output" | "input" | "measured" | "missing" | "over";
  readonly from: number;
  readonly to: number;
}

export interface LatencyDrawing {
  /** Milliseconds at the right end. */
  readonly span: number;
  readonly ticks: readonly number[];
  readonly reported: readonly Segment[];
  readonly measured: readonly Segment[];
  readonly reportedText: string;
  readonly measuredText: string;
  /** The whole drawing in one sentence. */
  readonly description: string;
}

/** Reported against measured on one scale in milliseconds; null when there is nothing to draw. */
export function latencyDrawing(report: Report): LatencyDrawing | null {
  const rate = report.stream?.sampleRate;
  const { reportedInputFrames, reportedOutputFrames, reportedRoundTripFrames, measuredRoundTripFrames } = report.latency;
  if (rate === undefined || (measuredRoundTripFrames === null && reportedRoundTripFrames === null)) return null;
  const inMs = (frames: number): number => Math.max(0, toMilliseconds(frames, rate));
  const reportedMs = reportedRoundTripFrames === null ? null : inMs(reportedRoundTripFrames);
  const measuredMs = measuredRoundTripFrames === null ? null : inMs(measuredRoundTripFrames);
  const longest = Math.max(reportedMs ?? 0, measuredMs ?? 0, 0.01);
  const step = tickStep(longest);
  // A little room stays at the right, and the scale ends at a tick.
  const steps = Math.ceil((longest * 1.01) / step);
  const span = steps * step;
  const reported: Segment[] = [];
  if (reportedMs !== null) {
    const outputMs = reportedOutputFrames === null ? 0 : Math.min(inMs(reportedOutputFrames), reportedMs);
    if (reportedOutputFrames !== null && outputMs > 0) reported.push({ kind: "output", from: 0, to: outputMs });
    if (reportedInputFrames !== null || outputMs === 0) reported.push({ kind: "input", from: outputMs, to: reportedMs });
  }
  const measured: Segment[] = [];
  if (measuredMs !== null) {
    const told = reportedMs === null ? measuredMs : Math.min(measuredMs, reportedMs);
    measured.push({ kind: "measured", from: 0, to: told });
    if (reportedMs !== null && measuredMs > reportedMs) measured.push({ kind: "missing", from: reportedMs, to: measuredMs });
    if (reportedMs !== null && measuredMs < reportedMs) measured.push({ kind: "over", from: measuredMs, to: reportedMs });
  }
  return {
    span,
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
    reported,
    measured,
    reportedText: reportedMs === null ? t("not reported") : `${decimal(reportedMs, 2)} ms`,
    measuredText: measuredMs === null ? t("not measured") : `${decimal(measuredMs, 2)} ms`,
    description: describe(reportedMs, measuredMs, reportedOutputFrames, reportedInputFrames),
  };
}

function describe(
  reportedMs: number | null,
  measuredMs: number | null,
  outputFrames: number | null,
  inputFrames: number | null,
): string {
  const parts: string[] = [];
  if (reportedMs !== null) {
    const halves =
      outputFrames === null || inputFrames === null
        ? ""
        : ` (${t("output {0}, input {1} frames", frameCount(outputFrames), frameCount(inputFrames))})`;
    parts.push(t("The driver reports {0} ms", decimal(reportedMs, 2)) + halves);
  }
  if (measuredMs !== null) parts.push(t("the measured round trip is {0} ms", decimal(measuredMs, 2)));
  if (reportedMs !== null && measuredMs !== null) parts.push(t("a difference of {0} ms", signedDecimal(measuredMs - reportedMs, 2)));
  return `${parts.join(", ")}.`;
}

/** The step of 1, 2 or 5 · 10^n that cuts the span into three to six. */
function tickStep(span: number): number {
  const raw = span / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= raw) ?? 10;
  return factor * power;
}

export function latencyBar(): Part<Report> {
  const reportedTrack = element("div", "track");
  const measuredTrack = element("div", "track");
  const reportedValue = element("span", "bar-value");
  const measuredValue = element("span", "bar-value");
  const axis = element("div", "axis");
  const drawing = element(
    "div",
    "bars",
    element("div", "bar-row", element("span", "bar-label", t("Reported")), reportedTrack, reportedValue),
    element("div", "bar-row", element("span", "bar-label", t("Measured")), measuredTrack, measuredValue),
    element("div", "bar-row", axis),
  );
  drawing.setAttribute("role", "img");
  const legend = element(
    "div",
    "legend",
    swatch("output", t("output")),
    swatch("input", t("input")),
    swatch("measured", t("measured")),
    swatch("missing", t("beyond the report")),
    swatch("over", t("reported, not there")),
  );
  legend.setAttribute("aria-hidden", "true");
  const box = element("section", "latency-bar", element("h2", "", t("Latency, reported and real")), drawing, legend);
  let drawn = "";
  return {
    element: box,
    update: (report) => {
      const state = latencyDrawing(report);
      setHidden(box, state === null);
      if (state === null) return;
      const signature = JSON.stringify(state);
      if (signature === drawn) return;
      drawn = signature;
      setText(reportedValue, state.reportedText);
      setText(measuredValue, state.measuredText);
      drawing.setAttribute("aria-label", state.description);
      reportedTrack.replaceChildren(...state.reported.map((segment) => bar(segment, state.span)));
      measuredTrack.replaceChildren(...state.measured.map((segment) => bar(segment, state.span)));
      const kinds = new Set([...state.reported, ...state.measured].map((segment) => segment.kind));
      for (const item of legend.children) {
        if (item instanceof HTMLElement) item.hidden = !kinds.has(item.dataset["kind"] as Segment["kind"]);
      }
      axis.replaceChildren(
        ...state.ticks.map((tick, index) => {
          const isLast = index === state.ticks.length - 1;
          const label = element("span", "tick", isLast ? `${trim(tick)} ms` : trim(tick));
          label.style.left = `${(tick / state.span) * 100}%`;
          return label;
        }),
      );
    },
  };
}

function trim(tick: number): string {
  return tick.toLocaleString(numberLanguage(), { maximumFractionDigits: 3 });
}

function bar(segment: Segment, span: number): HTMLElement {
  const node = element("div", `segment ${segment.kind}`);
  node.style.left = `${(segment.from / span) * 100}%`;
  node.style.width = `${((segment.to - segment.from) / span) * 100}%`;
  return node;
}

function swatch(kind: Segment["kind"], text: string): HTMLElement {
  const item = element("span", "legend-item", element("span", `swatch segment ${kind}`), text);
  item.dataset["kind"] = kind;
  return item;
}
