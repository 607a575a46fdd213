import { diffReports } from "../lab/diff/diffReports.ts";
import type { Report } from "../lab/report.ts";
import type { PanelHistory, PanelRun, RunPair } from "./panelProtocol.ts";

/** Comparing is asked for with every state, and changes with few of them. */
const compared = new WeakMap<Report, { readonly before: Report; readonly diff: PanelHistory["diff"] }>();

/** `runs`: the newest first. `chosen`: the two that the user wants beside each other; null: the last and the one before. */
export function panelHistory(runs: readonly Report[], chosen: RunPair | null): PanelHistory {
  const find = (startedAt: string | undefined): Report | null => runs.find((run) => run.startedAt === startedAt) ?? null;
  const [wantedBefore, wantedAfter] = [find(chosen?.before), find(chosen?.after)];
  const isChosen = wantedBefore !== null && wantedAfter !== null;
  const [after, before] = isChosen ? [wantedAfter, wantedBefore] : [runs[0] ?? null, runs[1] ?? null];
  return {
    runs: runs.map(panelRun),
    pair: before === null || after === null ? null : { before: before.startedAt, after: after.startedAt },
    isChosen,
    diff: before === null || after === null ? null : diffOf(before, after),
  };
}

function diffOf(before: Report, after: Report): PanelHistory["diff"] {
  const known = compared.get(after);
  if (known?.before === before) return known.diff;
  const { circumstances, figures, verdict } = diffReports(before, after);
  const diff = { circumstances, figures, verdict };
  compared.set(after, { before, diff });
  return diff;
}

function panelRun({ startedAt, verdict, error, backend, mode, stream, latency, glitches }: Report): PanelRun {
  const ms = (frames: number | null): number | null => (frames === null || stream === null ? null : (frames / stream.sampleRate) * 1000);
  return {
    startedAt,
    level: verdict.level,
    sentence: error?.message ?? verdict.sentences[0] ?? "",
    backend,
    mode,
    sampleRate: stream?.sampleRate ?? null,
    bufferFrames: stream?.bufferFrames ?? null,
    roundTripMs: ms(latency.measuredRoundTripFrames),
    reportedMs: latency.verdict === "invalid" ? null : ms(latency.reportedRoundTripFrames),
    glitches: glitches.count,
  };
}
