import { t } from "@vscode/l10n";
import type { GlitchEvent, LatencyVerdict, Report } from "../../extension/editor/panelProtocol.ts";
import type { StatusLevel } from "../kit/labStatus.ts";
import { glitchWord } from "./glitchWord.ts";
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
} from "../units.ts";

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

/** Stands where nothing has been measured yet. */
export const NO_FIGURE: Figure = { value: NOT_MEASURED, unit: "", detail: "", grade: null };

export function latencyWord(verdict: LatencyVerdict): string {
  return latencyGrade(verdict).text;
}

function latencyGrade(verdict: LatencyVerdict): Grade {
  switch (verdict) {
    case "exact":
      return { level: "pass", text: t("Exact") };
    case "good":
      return { level: "pass", text: t("Good") };
    case "fair":
      return { level: "warn", text: t("Fair") };
    case "misleading":
      return { level: "fail", text: t("Misleading") };
    case "invalid":
      return { level: "fail", text: t("Invalid") };
  }
}

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
      detail: difference === null ? t("not measured") : t("{0} frames", signedFrameCount(difference)),
      grade: verdict === null ? null : latencyGrade(verdict),
    },
    glitches: glitchFigure(report),
    signal: signalFigure(report),
    buffer: bufferFigure(report),
    callback: callbackFigure(report),
  };
}

function latencyFigure(frames: number | null, rate: number | null, uncertainty: string, grade: Grade | null): Figure {
  if (frames === null) return { value: NOT_MEASURED, unit: "", detail: t("not measured"), grade };
  return {
    value: millisecondText(frames, rate, decimal, frameCount),
    unit: latencyUnit(rate),
    detail: t("{0} frames", frameCount(frames) + uncertainty),
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
  return rate === null ? t("frames") : "ms";
}

function glitchFigure(report: Report): Figure {
  const { count, events } = report.glitches;
  if (count === null) return { value: NOT_MEASURED, unit: "", detail: t("not measured"), grade: null };
  if (count === 0) return { value: "0", unit: "", detail: t("nothing lost or damaged"), grade: { level: "pass", text: t("None") } };
  const kinds = new Map<GlitchEvent["kind"], number>();
  for (const event of events) kinds.set(event.kind, (kinds.get(event.kind) ?? 0) + 1);
  return {
    value: decimal(count, 0),
    unit: "",
    detail: [...kinds].map(([kind, times]) => `${decimal(times, 0)} ${glitchWord(kind)}`).join(", "),
    grade: { level: "fail", text: t("Found") },
  };
}

function signalFigure(report: Report): Figure {
  const { bitPerfect, exactFraction, effectiveBits } = report.integrity;
  if (bitPerfect === null && effectiveBits === null) {
    return { value: NOT_MEASURED, unit: "", detail: t("not measured"), grade: null };
  }
  const exact = exactFraction === null ? "" : t("{0} of samples exact", percentText(exactFraction));
  return {
    value: effectiveBits === null ? NOT_MEASURED : decimal(effectiveBits, Number.isInteger(effectiveBits) ? 0 : 1),
    unit: effectiveBits === null ? "" : t("bits"),
    detail: exact === "" ? t("as recorded") : exact,
    grade:
      bitPerfect === null
        ? null
        : bitPerfect
          ? { level: "pass", text: t("Bit-perfect") }
          : { level: "warn", text: t("Altered") },
  };
}

function bufferFigure(report: Report): Figure {
  const { stream } = report;
  if (stream === null) return { value: NOT_MEASURED, unit: "", detail: t("no stream"), grade: null };
  const milliseconds = toMilliseconds(stream.bufferFrames, stream.sampleRate);
  return {
    value: frameCount(stream.bufferFrames),
    unit: stream.bufferFrames === 1 ? t("frame") : t("frames"),
    detail: t("{0} ms at {1}", decimal(milliseconds, 2), sampleRateText(stream.sampleRate)),
    grade: null,
  };
}

function callbackFigure(report: Report): Figure {
  const { max } = report.timing.intervalMs;
  const { stream } = report;
  if (max === null || stream === null) return { value: NOT_MEASURED, unit: "", detail: t("not measured"), grade: null };
  const period = toMilliseconds(stream.bufferFrames, stream.sampleRate);
  return {
    value: decimal(max, 2),
    unit: "ms",
    detail: t("period {0} ms", decimal(period, 2)),
    grade: null,
  };
}

/** One line that says what was measured: `Virtual · shared · 48 kHz · 480 frames · Float32`. */
export function measurementLine(report: Report): string {
  const { stream, devices } = report;
  const parts = [report.backend, modeWord(report.mode)];
  if (stream !== null) {
    parts.push(sampleRateText(stream.sampleRate), framesWithUnit(stream.bufferFrames));
    const types = new Set([stream.inputSampleType, stream.outputSampleType].filter((type) => type !== null));
    const [first = "", second] = [...types];
    parts.push(second === undefined ? first : t("{0} in, {1} out", first, second));
  }
  const names = [devices.output?.name, devices.input?.name].filter((name) => name !== undefined);
  parts.push(new Set(names).size > 1 ? names.join(" → ") : (names[0] ?? null));
  return parts.filter((part) => part !== null && part !== "").join(" · ");
}

function modeWord(mode: Report["mode"]): string | null {
  return mode === null ? null : mode === "exclusive" ? t("exclusive") : t("shared");
}
