import type { LatencyVerdict, Report } from "../extension/editor/panelProtocol.ts";
import type { StatusLevel } from "./kit/labStatus.ts";
import { element, setText } from "./dom.ts";
import type { Part } from "./dom.ts";
import {
  decimal,
  frameCount,
  framesWithUnit,
  NOT_MEASURED,
  percentText,
  sampleRateText,
  signedDecimal,
  signedFrameCount,
  toMilliseconds,
} from "./units.ts";

interface Grade {
  readonly level: StatusLevel;
  readonly text: string;
}

/** One figure in words: ready to be shown. */
export interface Figure {
  readonly value: string;
  readonly unit: string;
  readonly detail: string;
  readonly grade: Grade | null;
}

export interface FigureSet {
  readonly measured: Figure;
  readonly reported: Figure;
  readonly difference: Figure;
  readonly glitches: Figure;
  readonly signal: Figure;
  readonly buffer: Figure;
  readonly callback: Figure;
}

const verdicts: Readonly<Record<LatencyVerdict, Grade>> = {
  exact: { level: "pass", text: "Exact" },
  good: { level: "pass", text: "Good" },
  fair: { level: "warn", text: "Fair" },
  misleading: { level: "fail", text: "Misleading" },
  invalid: { level: "fail", text: "Invalid" },
};

/** The figures of a report, pure. */
export function figuresOf(report: Report): FigureSet {
  const rate = report.stream?.sampleRate ?? null;
  const { measuredRoundTripFrames: measured, reportedRoundTripFrames: reported, uncertaintyFrames, verdict } =
    report.latency;
  const uncertainty = measured === null || uncertaintyFrames === null ? "" : ` ± ${frameCount(uncertaintyFrames)}`;
  const difference = measured === null || reported === null ? null : measured - reported;
  return {
    measured: latencyFigure(measured, rate, uncertainty, null),
    reported: latencyFigure(reported, rate, "", null),
    difference: {
      value: difference === null ? NOT_MEASURED : millisecondText(difference, rate, signedDecimal, signedFrameCount),
      unit: difference === null ? "" : latencyUnit(rate),
      detail: difference === null ? "not measured" : `${signedFrameCount(difference)} frames`,
      grade: verdict === null ? null : verdicts[verdict],
    },
    glitches: glitchFigure(report),
    signal: signalFigure(report),
    buffer: bufferFigure(report),
    callback: callbackFigure(report),
  };
}

function latencyFigure(frames: number | null, rate: number | null, uncertainty: string, grade: Grade | null): Figure {
  if (frames === null) return { value: NOT_MEASURED, unit: "", detail: "not measured", grade };
  return {
    value: millisecondText(frames, rate, decimal, frameCount),
    unit: latencyUnit(rate),
    detail: `${frameCount(frames)}${uncertainty} frames`,
    grade,
  };
}

/** Without a sample rate there are no milliseconds: frames are then all there is. */
function millisecondText(
  frames: number,
  rate: number | null,
  inMilliseconds: (value: number, digits: number) => string,
  inFrames: (frames: number) => string,
): string {
  return rate === null ? inFrames(frames) : inMilliseconds(toMilliseconds(frames, rate), 2);
}

function latencyUnit(rate: number | null): string {
  return rate === null ? "frames" : "ms";
}

function glitchFigure(report: Report): Figure {
  const { count, events } = report.glitches;
  if (count === null) return { value: NOT_MEASURED, unit: "", detail: "not measured", grade: null };
  if (count === 0) return { value: "0", unit: "", detail: "nothing lost or damaged", grade: { level: "pass", text: "None" } };
  const kinds = new Map<string, number>();
  for (const event of events) kinds.set(event.kind, (kinds.get(event.kind) ?? 0) + 1);
  return {
    value: decimal(count, 0),
    unit: "",
    detail: [...kinds].map(([kind, times]) => `${decimal(times, 0)} ${kind}`).join(", "),
    grade: { level: "fail", text: "Found" },
  };
}

function signalFigure(report: Report): Figure {
  const { bitPerfect, exactFraction, effectiveBits } = report.integrity;
  if (bitPerfect === null && effectiveBits === null) {
    return { value: NOT_MEASURED, unit: "", detail: "not measured", grade: null };
  }
  const exact = exactFraction === null ? "" : `${percentText(exactFraction)} of samples exact`;
  return {
    value: effectiveBits === null ? NOT_MEASURED : decimal(effectiveBits, Number.isInteger(effectiveBits) ? 0 : 1),
    unit: effectiveBits === null ? "" : "bits",
    detail: exact === "" ? "as recorded" : exact,
    grade:
      bitPerfect === null
        ? null
        : bitPerfect
          ? { level: "pass", text: "Bit-perfect" }
          : { level: "warn", text: "Altered" },
  };
}

function bufferFigure(report: Report): Figure {
  const { stream } = report;
  if (stream === null) return { value: NOT_MEASURED, unit: "", detail: "no stream", grade: null };
  const milliseconds = toMilliseconds(stream.bufferFrames, stream.sampleRate);
  return {
    value: frameCount(stream.bufferFrames),
    unit: stream.bufferFrames === 1 ? "frame" : "frames",
    detail: `${decimal(milliseconds, 2)} ms at ${sampleRateText(stream.sampleRate)}`,
    grade: null,
  };
}

function callbackFigure(report: Report): Figure {
  const { max } = report.timing.intervalMs;
  const { stream } = report;
  if (max === null || stream === null) return { value: NOT_MEASURED, unit: "", detail: "not measured", grade: null };
  const period = toMilliseconds(stream.bufferFrames, stream.sampleRate);
  return {
    value: decimal(max, 2),
    unit: "ms",
    detail: `period ${decimal(period, 2)} ms`,
    grade: null,
  };
}

/** The big figures: round trip first, readable from across the room. */
export function figures(): Part<Report> {
  const measured = figure("Round trip, measured", "figure hero");
  const reported = figure("Driver reports", "figure second");
  const difference = figure("Difference", "figure second");
  const glitches = figure("Glitches", "figure");
  const signal = figure("Signal", "figure");
  const buffer = figure("Buffer", "figure");
  const callback = figure("Longest interval", "figure");
  const box = element(
    "dl",
    "figures",
    measured.element,
    reported.element,
    difference.element,
    glitches.element,
    signal.element,
    buffer.element,
    callback.element,
  );
  return {
    element: box,
    update: (report) => {
      const set = figuresOf(report);
      measured.update(set.measured);
      reported.update(set.reported);
      difference.update(set.difference);
      glitches.update(set.glitches);
      signal.update(set.signal);
      buffer.update(set.buffer);
      callback.update(set.callback);
    },
  };
}

function figure(label: string, className: string): Part<Figure> {
  const value = element("span", "figure-value");
  const unit = element("span", "figure-unit");
  const detail = element("span", "figure-detail");
  const status = document.createElement("lab-status");
  const box = element(
    "div",
    className,
    element("dt", "figure-label", label),
    element("dd", "figure-body", element("span", "figure-number", value, unit), detail, status),
  );
  return {
    element: box,
    update: (state) => {
      setText(value, state.value);
      setText(unit, state.unit);
      setText(detail, state.detail);
      status.hidden = state.grade === null;
      if (state.grade !== null) {
        status.level = state.grade.level;
        status.text = state.grade.text;
      }
    },
  };
}

/** One line that says what was measured: `Virtual · shared · 48 kHz · 480 frames · Float32`. */
export function measurementLine(report: Report): string {
  const { stream, devices } = report;
  const parts = [report.backend, report.mode];
  if (stream !== null) {
    parts.push(sampleRateText(stream.sampleRate), framesWithUnit(stream.bufferFrames));
    const types = new Set([stream.inputSampleType, stream.outputSampleType].filter((type) => type !== null));
    parts.push([...types].join(" in, ") + (types.size > 1 ? " out" : ""));
  }
  const names = [devices.output?.name, devices.input?.name].filter((name) => name !== undefined);
  parts.push(new Set(names).size > 1 ? names.join(" → ") : (names[0] ?? null));
  return parts.filter((part) => part !== null && part !== "").join(" · ");
}
