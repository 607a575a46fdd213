import type { LabError } from "../audio/contract.ts";
import type { Comparison, ComparisonEntry } from "../lab/compare/comparison.ts";
import { samplesOf } from "../lab/compare/renderComparison.ts";
import type { DryRun } from "../lab/dryrun/dryRunResult.ts";
import type { SelfTest } from "../lab/selftest/selfTestResult.ts";
import type { Tuning } from "../lab/tune/tuning.ts";
import type { CompareRow, CompareTable, DryRunTable, RunTable, SelfTestTable, TuneTable } from "./runTables.ts";

export function begun(startedAt: string, decidedBy: string): RunTable {
  return { startedAt, status: "running", error: null, decidedBy };
}

interface Ended {
  readonly complete: boolean;
  readonly error: LabError | null;
  readonly startedAt: string;
}

function endOf({ complete, error, startedAt }: Ended, decidedBy: string): RunTable {
  const cancelled = !complete && (error === null || error.code === "cancelled");
  return { startedAt, status: cancelled ? "cancelled" : "ended", error: cancelled ? null : error, decidedBy };
}

export function compareRow({ backend, mode, shortName, configured, report, seen, remarks }: ComparisonEntry): CompareRow {
  const { stream, latency, glitches, opened, error, verdict } = report;
  const ms = (frames: number | null): number | null => (stream === null || frames === null ? null : (frames / stream.sampleRate) * 1000);
  return {
    name: shortName,
    backend,
    mode,
    configured,
    opened,
    level: verdict.level,
    roundTripMs: ms(latency.measuredRoundTripFrames),
    roundTripFrames: latency.measuredRoundTripFrames,
    reportedMs: latency.verdict === "invalid" ? null : ms(latency.reportedRoundTripFrames),
    latency: latency.verdict,
    samples: samplesOf(report),
    glitches: glitches.count,
    startUpMs: seen.startUpMs,
    error: error === null ? null : { ...error, host: error.host ?? null },
    remarks,
  };
}

export function compareTable(comparison: Comparison, decidedBy: string): CompareTable {
  const rows = comparison.entries.map((entry) => compareRow(entry));
  return { ...endOf(comparison, decidedBy), rows, ways: rows.length, notHere: comparison.notHere };
}

export function tuneTable(tuning: Tuning, decidedBy: string): TuneTable {
  return { ...endOf(tuning, decidedBy), trials: tuning.trials, result: tuning.result, diff: tuning.diff };
}

export function dryRunTable(run: DryRun, decidedBy: string): DryRunTable {
  return { ...endOf(run, decidedBy), cells: run.cells };
}

export function selfTestTable(result: SelfTest): SelfTestTable {
  const { rounds, seed, proved, complete } = result;
  return { ...endOf({ ...result, error: null }, ""), rounds, seed, proved: complete ? proved : null };
}
