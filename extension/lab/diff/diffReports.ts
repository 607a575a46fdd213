import { t } from "@vscode/l10n";
import type { Report } from "../report.ts";
import { circumstances } from "./circumstances.ts";
import type { Circumstance } from "./circumstances.ts";
import { rateChangeProbability } from "./rateChangeProbability.ts";

/** What changed between two reports: the document `flexlab diff --json` prints. */
export interface ReportDiff {
  readonly schema: "flexlab-diff/1";
  readonly before: { readonly file: string; readonly startedAt: string };
  readonly after: { readonly file: string; readonly startedAt: string };
  /** What was different about the runs: file, backend, devices, rate, buffer, machine. */
  readonly circumstances: readonly Circumstance[];
  /** All figures that both or one of the reports have, changed or not. */
  readonly figures: readonly FigureChange[];
  readonly verdict: "worse" | "better" | "mixed" | "changed" | "same";
}

export interface FigureChange {
  readonly figure: string;
  readonly unit: "ms" | "frames" | "per minute" | "dB" | "bits" | "ppm" | "µs" | "%" | null;
  readonly before: number | string | boolean | null;
  readonly after: number | string | boolean | null;
  /** A difference up to this may be chance; null: the figure has none, any change is one. */
  readonly noise: number | null;
  /** More than noise. */
  readonly significant: boolean;
  readonly judged: "better" | "worse" | "neutral" | "same";
  /** What the noise was taken from. */
  readonly basis: string;
}

/** Chance below which a change of the glitch rate is called one. */
const CHANCE = 0.05;
/** Callbacks that follow each other are not independent: as if there were a ninth of them. */
const CLUMPING = 3;

/** Figure by figure, with what noise alone could do to each of them. */
export function diffReports(before: Report, after: Report): ReportDiff {
  const figures = [
    ...verdicts(before, after),
    ...latency(before, after),
    ...glitches(before, after),
    ...integrity(before, after),
    ...drift(before, after),
    ...timing(before, after),
  ];
  const counts = (judged: FigureChange["judged"]): number => figures.filter((f) => f.significant && f.judged === judged).length;
  const [worse, better] = [counts("worse"), counts("better")];
  const verdict = worse > 0 ? (better > 0 ? "mixed" : "worse") : better > 0 ? "better" : figures.some((f) => f.significant) ? "changed" : "same";
  return {
    schema: "flexlab-diff/1",
    before: { file: fileOf(before), startedAt: before.startedAt },
    after: { file: fileOf(after), startedAt: after.startedAt },
    circumstances: circumstances(before, after),
    figures,
    verdict,
  };
}

const fileOf = ({ config, driver }: Report): string => config?.file ?? driver?.name ?? "";

interface Numbers {
  readonly figure: string;
  readonly unit: FigureChange["unit"];
  readonly before: number | null;
  readonly after: number | null;
  readonly noise: number | null;
  readonly basis: string;
  readonly wanted: "low" | "high" | "any";
}

function compareNumbers({ figure, unit, before, after, noise, basis, wanted }: Numbers): readonly FigureChange[] {
  if (before === null && after === null) return [];
  if (before === null || after === null) return [{ figure, unit, before, after, noise, significant: true, judged: "neutral", basis }];
  const change = after - before;
  const significant = Math.abs(change) > (noise ?? 0);
  const direction = wanted === "any" ? "neutral" : change < 0 === (wanted === "low") ? "better" : "worse";
  return [{ figure, unit, before, after, noise, significant, judged: significant ? direction : "same", basis }];
}

function verdicts(before: Report, after: Report): readonly FigureChange[] {
  const order = ["fail", "warn", "pass"];
  const [a, b] = [order.indexOf(before.verdict.level), order.indexOf(after.verdict.level)];
  // Pass or fail may hang on one glitch; the figures below judge that. A run that did not end well is another matter.
  const broke = (before.error === null) !== (after.error === null);
  const judged = a === b ? "same" : !broke ? "neutral" : b > a ? "better" : "worse";
  return [
    { figure: t("verdict"), unit: null, before: before.verdict.level, after: after.verdict.level, noise: null, significant: a !== b, judged, basis: "" },
  ];
}

function latency(before: Report, after: Report): readonly FigureChange[] {
  const ms = ({ stream }: Report, frames: number | null): number | null => (stream === null || frames === null ? null : (frames / stream.sampleRate) * 1000);
  const uncertainty = (r: Report): number => ms(r, r.latency.uncertaintyFrames) ?? 0;
  const error = (r: Report): number | null => {
    const { measuredRoundTripFrames: measured, reportedRoundTripFrames: reported, verdict } = r.latency;
    return measured === null || reported === null || verdict === "invalid" ? null : Math.abs(ms(r, reported - measured) ?? 0);
  };
  const noise = Math.hypot(uncertainty(before), uncertainty(after));
  const basis = t("uncertainty of both measurements");
  const measuredMs = (r: Report): number | null => ms(r, r.latency.measuredRoundTripFrames);
  const reportedMs = (r: Report): number | null => ms(r, r.latency.reportedRoundTripFrames);
  return [
    ...compareNumbers({ figure: t("round trip"), unit: "ms", before: measuredMs(before), after: measuredMs(after), noise, basis, wanted: "low" }),
    ...compareNumbers({ figure: t("reported round trip"), unit: "ms", before: reportedMs(before), after: reportedMs(after), noise: null, basis: "", wanted: "any" }),
    ...compareNumbers({ figure: t("error of the report"), unit: "ms", before: error(before), after: error(after), noise, basis, wanted: "low" }),
  ];
}

function glitches(before: Report, after: Report): readonly FigureChange[] {
  const minutes = ({ timing: { callbacks }, stream }: Report): number => (stream === null ? 0 : (callbacks * stream.bufferFrames) / stream.sampleRate / 60);
  const [a, b] = [before.glitches.count, after.glitches.count];
  if (a === null || b === null || minutes(before) === 0 || minutes(after) === 0) return [];
  const perMinute = [a / minutes(before), b / minutes(after)] as const;
  const chance = rateChangeProbability(a, minutes(before), b, minutes(after));
  const significant = chance < CHANCE;
  return [
    {
      figure: t("glitches"),
      unit: "per minute",
      before: perMinute[0],
      after: perMinute[1],
      noise: null,
      significant,
      judged: significant ? (perMinute[1] < perMinute[0] ? "better" : "worse") : "same",
      basis: t("chance of such a difference at an equal rate: {0}", chance.toPrecision(2)),
    },
  ];
}

function integrity(before: Report, after: Report): readonly FigureChange[] {
  const [a, b] = [before.integrity, after.integrity];
  const changes: FigureChange[] = [];
  if (a.bitPerfect !== b.bitPerfect) {
    const judged = a.bitPerfect === null || b.bitPerfect === null ? "neutral" : b.bitPerfect ? "better" : "worse";
    changes.push({ figure: t("bit-perfect"), unit: null, before: a.bitPerfect, after: b.bitPerfect, noise: null, significant: true, judged, basis: "" });
  }
  if (a.resampled.innerSampleRate !== b.resampled.innerSampleRate) {
    const rates = { before: a.resampled.innerSampleRate, after: b.resampled.innerSampleRate };
    changes.push({ figure: t("inner sample rate"), unit: null, ...rates, noise: null, significant: true, judged: "neutral", basis: "" });
  }
  const level = ({ gainDb }: Report["integrity"]): number | null => gainDb?.find((gain) => gain !== null) ?? null;
  return [
    ...changes,
    ...compareNumbers({ figure: t("effective bits"), unit: "bits", before: a.effectiveBits, after: b.effectiveBits, noise: 0.25, basis: t("spread of the estimate from noise"), wanted: "high" }),
    ...compareNumbers({ figure: t("level"), unit: "dB", before: level(a), after: level(b), noise: 0.01, basis: t("spread of the fit"), wanted: "any" }),
  ];
}

function drift(before: Report, after: Report): readonly FigureChange[] {
  const noise = Math.hypot(before.drift.uncertaintyPpm ?? 0, after.drift.uncertaintyPpm ?? 0);
  const basis = t("uncertainty of both measurements");
  return compareNumbers({ figure: t("drift"), unit: "ppm", before: before.drift.ppm, after: after.drift.ppm, noise, basis, wanted: "any" });
}

function timing(before: Report, after: Report): readonly FigureChange[] {
  const spread = (p: Report["timing"]["intervalMs"]): number => ((p.p99 ?? p.max ?? p.p50 ?? 0) - (p.p50 ?? 0)) / 2.33;
  /** Standard errors of a median and of a 99th percentile of a bell curve, in deviations. */
  const errors = { p50: 1.25, p99: 3.73 } as const;
  const noiseOf = (key: "p50" | "p99", a: Report["timing"]["intervalMs"], b: Report["timing"]["intervalMs"]): number => {
    const one = (p: Report["timing"]["intervalMs"], n: number): number => (errors[key] * spread(p) * CLUMPING) / Math.sqrt(Math.max(1, n));
    const fromSpread = 2 * Math.hypot(one(a, before.timing.callbacks), one(b, after.timing.callbacks));
    return Math.max(fromSpread, 0.1 * Math.max(a[key] ?? 0, b[key] ?? 0));
  };
  const basis = t("spread of the callbacks, a tenth at least");
  const [a, b] = [before.timing, after.timing];
  const rows = (["p50", "p99"] as const).flatMap((key) => [
    ...compareNumbers({ figure: t("callback interval, {0}", key), unit: "ms", before: a.intervalMs[key], after: b.intervalMs[key], noise: noiseOf(key, a.intervalMs, b.intervalMs), basis, wanted: "any" }),
    ...compareNumbers({ figure: t("callback duration, {0}", key), unit: "µs", before: a.durationUs[key], after: b.durationUs[key], noise: noiseOf(key, a.durationUs, b.durationUs), basis, wanted: "low" }),
  ]);
  const startUp = ({ openMs, startMs, firstCallbackMs }: Report["timing"]): number | null => (openMs === null || startMs === null ? null : openMs + Math.max(startMs, firstCallbackMs ?? 0));
  const once = t("a single value: it has to double or halve");
  const single = (figure: string, unit: "ms" | "%", one: number | null, other: number | null): readonly FigureChange[] =>
    compareNumbers({ figure, unit, before: one, after: other, noise: 0.5 * Math.max(one ?? 0, other ?? 0), basis: once, wanted: "low" });
  return [
    ...rows,
    ...single(t("start-up"), "ms", startUp(a), startUp(b)),
    ...single(t("audio thread, part of a core"), "%", before.cpu.percentOfCore, after.cpu.percentOfCore),
  ];
}
