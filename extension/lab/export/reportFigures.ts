import { t } from "@vscode/l10n";
import { qualityRows } from "../full/qualityRows.ts";
import { formatDb, formatFrames, formatLatency, formatMs, formatNumber, formatPpm, movesText } from "../formatFrames.ts";
import { integrityRows } from "../integrityRows.ts";
import type { Report } from "../report.ts";
import { clockRows, timingRows } from "../timingRows.ts";

/** A figure of a report with a stable key for machines, and words and text for people. */
export interface Figure {
  readonly key: string;
  readonly name: string;
  readonly text: string;
}

/** The figures that were measured, in the order in which people ask for them. */
export function reportFigures(report: Report): readonly Figure[] {
  const { stream, latency: l, glitches: g, integrity: i, drift, timing, environment, devices, cpu } = report;
  const figures: Figure[] = [];
  const add = (key: string, name: string, text: string | null): void => {
    if (text !== null) figures.push({ key, name, text });
  };
  const frames = (value: number | null): string | null => (value === null || stream === null ? null : formatLatency(value, stream.sampleRate));
  const device = (d: Report["devices"]["input"]): string | null => (d === null ? null : t("{0}, {1} channels", d.name, d.channels));
  const { driver } = report;
  add("driver", t("driver"), driver === undefined ? null : `${driver.ownName ?? driver.name}${driver.version === null ? "" : ` ${driver.version}`}`);
  add("backend", t("backend"), report.backend === null ? null : report.mode === null ? report.backend : `${report.backend} (${report.mode})`);
  add("output", t("output"), device(devices.output));
  add("input", t("input"), device(devices.input));
  add("stream", t("stream"), stream === null ? null : `${stream.sampleRate} Hz, ${formatFrames(stream.bufferFrames)}, ${stream.inputSampleType ?? "–"} / ${stream.outputSampleType ?? "–"}`);
  const plusMinus = l.uncertaintyFrames === null ? "" : l.uncertaintyFrames === 0 ? t(", exact") : `, ± ${formatFrames(Number(l.uncertaintyFrames.toPrecision(2)))}`;
  add("roundTrip", t("round trip, measured"), l.measuredRoundTripFrames === null ? null : `${frames(l.measuredRoundTripFrames) ?? ""}${plusMinus}`);
  add("moves", t("round trip, over time"), l.movesFrames == null ? null : movesText(l.movesFrames));
  add("secondMethod", t("second method (phase)"), l.secondMethod == null ? null : l.secondMethod.agrees ? t("agrees within {0} frame", Number(Math.max(Math.abs(l.secondMethod.differenceFrames), 1e-6).toPrecision(1))) : t("differs by {0}", formatFrames(Number(l.secondMethod.differenceFrames.toPrecision(2)))));
  add("reportedRoundTrip", t("round trip, reported"), l.reportedRoundTripFrames === null ? null : `${frames(l.reportedRoundTripFrames) ?? ""}${l.verdict === null ? "" : `: ${l.verdict}`}`);
  add("glitches", t("glitches"), g.count === null ? null : String(g.count));
  add("bitPerfect", t("bit-perfect"), i.bitPerfect === null ? null : i.bitPerfect ? t("yes") : t("no"));
  add("effectiveBits", t("effective bits"), i.effectiveBits === null ? null : String(i.effectiveBits));
  add("gain", t("level"), i.gainDb === null ? null : i.gainDb.map((gain, c) => (gain === null ? "–" : `${formatDb(gain)}${i.inverted?.[c] === true ? ` ${t("inverted")}` : ""}`)).join(", "));
  add("resampled", t("resampled"), i.resampled.detected === null ? null : !i.resampled.detected ? t("no") : i.resampled.innerSampleRate === null ? t("yes") : t("to {0} Hz", i.resampled.innerSampleRate));
  add("drift", t("drift, input against output"), drift.ppm === null ? null : formatPpm(drift.ppm, drift.uncertaintyPpm));
  figures.push(...integrityRows(report), ...clockRows(report), ...qualityRows(report));
  const spread = (p: Report["timing"]["intervalMs"], unit: string): string | null =>
    p.p50 === null ? null : [`p50 ${round(p.p50)}`, ...(p.p99 === null ? [] : [`p99 ${round(p.p99)}`]), ...(p.p999 === null ? [] : [`p99.9 ${round(p.p999)}`]), `max ${round(p.max ?? p.p50)}`].join(", ") + ` ${unit}`;
  add("interval", t("callback interval"), spread(timing.intervalMs, "ms"));
  add("duration", t("callback duration"), spread(timing.durationUs, "µs"));
  figures.push(...timingRows(report).filter(({ key }) => key !== "intervals"));
  add("startUp", t("open, start, first callback"), timing.openMs === null ? null : [timing.openMs, timing.startMs, timing.firstCallbackMs].map((ms) => (ms === null ? "–" : formatMs(ms))).join(", "));
  add("cpu", t("audio thread, part of a core"), cpu.percentOfCore === null ? null : `${formatNumber(cpu.percentOfCore, 2)} %`);
  add("environment", t("measured with"), `FlexLab ${report.flexlab}, ${environment.portaudio ?? "PortAudio –"}, Node ${environment.node}, ${environment.os}, ${report.startedAt}`);
  return figures;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}
