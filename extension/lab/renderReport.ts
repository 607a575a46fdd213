import { t } from "@vscode/l10n";
import { numberText } from "../config/numberText.ts";
import { describeGlitch } from "./describeGlitches.ts";
import { qualityRows } from "./full/qualityRows.ts";
import { formatDb, formatFrames, formatMs, formatNumber, formatPpm, formatRate, framesToMs, movesText, signedFrames } from "./formatFrames.ts";
import type { Report } from "./report.ts";
import { integrityRows } from "./integrityRows.ts";
import { painter, wrap } from "./terminalText.ts";
import { testedName } from "./testedName.ts";
import type { Painter } from "./terminalText.ts";
import { clockRows, spread, timingRows } from "./timingRows.ts";

export interface RenderOptions {
  /** Escape sequences for colour; without it the text is plain. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const NARROWEST = 40;
const WIDEST = 100;
const LABEL = 12;
/** Glitches told one by one; the JSON report holds them all. */
const SHOWN_GLITCHES = 12;

/** A report for the terminal: the verdict first, then the figures it rests on. Ends with a line break. */
export function renderReport(report: Report, options: RenderOptions): string {
  const width = Math.max(NARROWEST, Math.min(WIDEST, options.width)) - 1;
  const paint = painter(options.color);
  const lines = [
    ...header(report, width, paint),
    ...verdict(report, width, paint),
    ...latency(report, width, paint),
    ...glitches(report, width, paint),
    ...integrity(report, paint),
    ...quality(report, paint),
    ...timing(report, paint),
  ];
  return `${lines.join("\n")}\n`;
}

function header(report: Report, width: number, paint: Painter): string[] {
  const { stream, devices } = report;
  const badge = { pass: t("PASS"), warn: t("WARN"), fail: t("FAIL") }[report.verdict.level];
  const name = testedName(report);
  const title = name.length > width - 16 ? `…${name.slice(name.length - (width - 17))}` : name;
  const gap = Math.max(1, width - title.length - badge.length - 2);
  const lines = ["", `${paint.bold(title)}${" ".repeat(gap)}${paint.badge(report.verdict.level, ` ${badge} `)}`];
  const facts: string[] = [];
  if (report.backend !== null) facts.push(report.mode === null ? report.backend : `${report.backend} (${report.mode})`);
  if (devices.output !== null && devices.output.name === devices.input?.name) facts.push(devices.output.name);
  else {
    if (devices.output !== null) facts.push(t("out {0}", devices.output.name));
    if (devices.input !== null) facts.push(t("in {0}", devices.input.name));
  }
  if (stream !== null) {
    facts.push(formatRate(stream.sampleRate), t("buffer {0}", formatFrames(stream.bufferFrames)));
    const types = new Set([stream.outputSampleType, stream.inputSampleType].filter((type) => type !== null));
    facts.push([...types].join(" → "));
  }
  if (facts.length > 0) lines.push(...wrap(facts.join(" · "), width, "").map(paint.dim));
  lines.push("");
  return lines;
}

function verdict(report: Report, width: number, paint: Painter): string[] {
  // The gravest sentence comes first, so the level of the whole run is its own.
  const mark = { pass: "✔", warn: "!", fail: "✘" }[report.verdict.level];
  return report.verdict.sentences.flatMap((sentence, i) => {
    const [first = "", ...rest] = wrap(sentence, width - 4, "");
    const bullet = i === 0 ? paint.level(report.verdict.level, mark) : paint.dim("·");
    return [`  ${bullet} ${i === 0 ? paint.bold(first) : first}`, ...rest.map((line) => `    ${line}`)];
  });
}

/** Two bars on one scale: what the driver says, and what is. */
function latency({ latency: l, stream }: Report, width: number, paint: Painter): string[] {
  if (stream === null || (l.measuredRoundTripFrames === null && l.reportedRoundTripFrames === null)) return [];
  const believable = l.verdict === "invalid" ? null : l.reportedRoundTripFrames;
  const longest = Math.max(l.measuredRoundTripFrames ?? 0, believable ?? 0, 1);
  const room = Math.max(8, Math.min(40, width - LABEL - 34));
  const bar = (frames: number): string => "█".repeat(Math.max(frames > 0 ? 1 : 0, Math.round((frames / longest) * room))).padEnd(room);
  const row = (label: string, frames: number, note: string, tint: (text: string) => string): string =>
    `  ${label.padEnd(LABEL)}${tint(bar(frames))}  ${framesToMs(frames, stream.sampleRate).padStart(9)}  ${formatFrames(frames).padStart(12)}${note}`;
  const lines = ["", paint.heading(t("Latency"))];
  if (l.measuredRoundTripFrames !== null) {
    const note =
      l.uncertaintyFrames !== null && l.uncertaintyFrames > 0 ? `  ± ${numberText(Number(l.uncertaintyFrames.toPrecision(2)))}` : "";
    lines.push(row(t("measured"), l.measuredRoundTripFrames, note, paint.accent));
    if (l.movesFrames != null) lines.push(`  ${"".padEnd(LABEL)}${paint.dim(movesText(l.movesFrames))}`);
    if (l.secondMethod?.agrees === true) {
      const within = Math.max(Math.abs(l.secondMethod.differenceFrames), 1e-6).toPrecision(1);
      lines.push(`  ${"".padEnd(LABEL)}${paint.dim(t("a second method (phase) agrees within {0} frame", Number(within)))}`);
    }
  } else lines.push(`  ${t("measured").padEnd(LABEL)}${paint.dim(t("nothing came back"))}`);
  if (l.reportedRoundTripFrames !== null) {
    lines.push(
      believable === null
        ? `  ${t("reported").padEnd(LABEL)}${paint.level("warn", t("{0} frames, impossible", String(l.reportedRoundTripFrames)))}`
        : row(t("reported"), believable, "", paint.dim),
    );
    const sides = t("in {0} + out {1} frames reported", String(l.reportedInputFrames ?? "–"), String(l.reportedOutputFrames ?? "–"));
    const grade = l.verdict === null ? "" : `, ${l.verdict}`;
    lines.push(`  ${"".padEnd(LABEL)}${paint.dim(`${sides}${grade}`)}`);
  }
  return lines;
}

function glitches({ glitches: g, stream, timing: times }: Report, width: number, paint: Painter): string[] {
  if (stream === null || g.events.length === 0) return [];
  const total = Math.max(times.callbacks * stream.bufferFrames, ...g.events.slice(-1).map((e) => e.frame + 1));
  const ends = ["0 s", `${formatNumber(total / stream.sampleRate, 1)} s`] as const;
  const room = Math.max(10, width - 6 - ends[0].length - ends[1].length);
  const strip = new Array<number>(room).fill(0);
  for (const event of g.events) {
    const cell = Math.min(room - 1, Math.floor((event.frame / total) * room));
    strip[cell] = (strip[cell] ?? 0) + 1;
  }
  const drawn = strip
    .map((count) => (count === 0 ? paint.dim("─") : paint.level("fail", count === 1 ? "╿" : count < 10 ? "┃" : "█")))
    .join("");
  const lines = ["", paint.heading(t("Glitches")), `  ${paint.dim(ends[0])} ${drawn} ${paint.dim(ends[1])}`];
  for (const event of g.events.slice(0, SHOWN_GLITCHES)) {
    const delta =
      event.deltaFrames === 0 ? "" : `, ${t("round trip {0}", signedFrames(event.deltaFrames))}`;
    lines.push(`  ${describeGlitch(event, stream.sampleRate)} ${paint.dim(`(${t("frame {0}", String(event.frame))}${delta})`)}`);
  }
  const hidden = g.events.length - SHOWN_GLITCHES;
  if (hidden > 0) lines.push(paint.dim(`  ${t("and {0} more: --json lists them all", hidden)}`));
  return lines;
}

function integrity(report: Report, paint: Painter): string[] {
  const { integrity: i, drift, stream } = report;
  if (stream === null) return [];
  const rows: [string, string][] = [];
  if (i.bitPerfect !== null) rows.push([t("bit-perfect"), i.bitPerfect ? t("yes") : t("no")]);
  if (i.exactFraction !== null) rows.push([t("exact"), percent(i.exactFraction)]);
  if (i.effectiveBits !== null) rows.push([t("bits"), `${i.effectiveBits}`]);
  if (i.gainDb?.some((gain) => gain !== null) === true) {
    rows.push([t("gain"), shorten(i.gainDb.map((gain, c) => (gain === null ? "–" : `${formatDb(gain)}${i.inverted?.[c] === true ? ` ${t("inverted")}` : ""}`)))]);
  }
  if (i.resampled.detected === true) {
    rows.push([t("resampled"), i.resampled.innerSampleRate === null ? t("yes") : t("to {0}", formatRate(i.resampled.innerSampleRate))]);
  }
  if (drift.ppm !== null && (i.bitPerfect === null || drift.ppm !== 0)) {
    rows.push([t("drift"), formatPpm(drift.ppm, drift.uncertaintyPpm)]);
  }
  rows.push(...integrityRows(report).map(({ name, text }): [string, string] => [name, text]));
  rows.push(...clockRows(report).map(({ name, text }): [string, string] => [name, text]));
  return rows.length === 0 ? [] : ["", paint.heading(t("Samples")), ...table(rows)];
}

function quality(report: Report, paint: Painter): string[] {
  const rows = qualityRows(report).map(({ name, text }) => [name, text] as const);
  return rows.length === 0 ? [] : ["", paint.heading(t("Response, noise, distortion")), ...table(rows)];
}

function timing(report: Report, paint: Painter): string[] {
  const { timing: times, cpu, stream } = report;
  if (stream === null || times.callbacks === 0) return [];
  const rows: [string, string][] = [
    [t("callbacks"), t("{0}, one per {1} of sound", String(times.callbacks), framesToMs(stream.bufferFrames, stream.sampleRate))],
    [t("interval"), spread(times.intervalMs, formatMs)],
    [t("duration"), spread(times.durationUs, (us) => `${formatNumber(us, 1)} µs`)],
    ...timingRows(report).map(({ name, text }): [string, string] => [name, text]),
  ];
  const start = [
    times.openMs === null ? null : t("open {0}", formatMs(times.openMs)),
    times.startMs === null ? null : t("start {0}", formatMs(times.startMs)),
    times.firstCallbackMs === null ? null : t("first callback {0}", formatMs(times.firstCallbackMs)),
  ].filter((text) => text !== null);
  if (start.length > 0) rows.push([t("start-up"), start.join(", ")]);
  if (cpu.percentOfCore !== null) rows.push([t("audio thread"), t("{0} % of a core", formatNumber(cpu.percentOfCore, 2))]);
  return ["", paint.heading(t("Timing")), ...table(rows)];
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(LABEL, ...rows.map(([label]) => label.length)) + 1;
  return rows.map(([label, value]) => `  ${label.padEnd(width)}${value}`);
}

/** Never rounds up to a hundred: 99.9999 % is not all. */
function percent(fraction: number): string {
  if (fraction === 1) return "100 %";
  return `${(Math.floor(fraction * 1e6) / 1e4).toString()} %`;
}

function shorten(values: readonly string[]): string {
  if (values.length > 1 && values.every((value) => value === values[0])) return t("{0} on all {1} channels", values[0] ?? "", values.length);
  return values.length <= 8 ? values.join(", ") : `${values.slice(0, 8).join(", ")}, …`;
}
