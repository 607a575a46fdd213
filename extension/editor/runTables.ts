import type { LabError, SampleType } from "../audio/contract.ts";
import type { Remark } from "../lab/compare/comparison.ts";
import type { DryRunCell } from "../lab/dryrun/dryRunResult.ts";
import type { GlitchEvent, LatencyVerdict, Report } from "../lab/report.ts";
import type { RoundResult } from "../lab/selftest/selfTestResult.ts";
import type { Trial, TuningResult } from "../lab/tune/tuning.ts";

/** The runs of the lab that fill a table, in the order of their tabs. */
export const RUN_KINDS = ["compare", "tune", "dryRun", "selfTest"] as const;

export type RunKind = (typeof RUN_KINDS)[number];

/** How long tuning may prove what it found, in minutes. */
export const PROOF_MINUTES = [0.5, 2, 10] as const;

/** A run as it is asked for. */
export type RunRequest =
  | { readonly run: "compare" }
  | { readonly run: "tune"; readonly proofMinutes: number }
  /** `all`: every backend of this machine; else the file's own in all its modes. */
  | { readonly run: "dryRun"; readonly all: boolean }
  | { readonly run: "selfTest" };

/** A row whose setting the user wants in the file. `row`: its place in the table that was filled. */
export type RowWish = { readonly run: "compare" | "dryRun"; readonly row: number } | { readonly run: "tune" };

export interface RunTable {
  readonly startedAt: string;
  /** `ended`: to its end, whatever it found. */
  readonly status: "running" | "ended" | "cancelled";
  /** Why nothing could be tried or found. */
  readonly error: LabError | null;
  /** What decides it: `decidingKey` of the configuration that was run; empty: the file decides nothing. */
  readonly decidedBy: string;
}

export interface CompareTable extends RunTable {
  readonly rows: readonly CompareRow[];
  /** How many rows there will be; null: not known yet. */
  readonly ways: number | null;
  /** Known backends that this machine does not have. */
  readonly notHere: readonly string[];
}

/** One way of the sound. What was not measured is null. */
export interface CompareRow {
  readonly name: string;
  readonly backend: string;
  readonly mode: "shared" | "exclusive" | null;
  /** It is what the file asks for. */
  readonly configured: boolean;
  readonly opened: boolean;
  readonly level: Report["verdict"]["level"];
  readonly roundTripMs: number | null;
  readonly roundTripFrames: number | null;
  readonly reportedMs: number | null;
  readonly latency: LatencyVerdict | null;
  /** What became of the samples, in words. */
  readonly samples: string;
  readonly glitches: number | null;
  readonly startUpMs: number | null;
  readonly error: LabError | null;
  /** The books beside what was seen. */
  readonly remarks: readonly Remark[];
}

export interface TuneTable extends RunTable {
  readonly trials: readonly Trial[];
  readonly result: TuningResult | null;
  /** Of the file's text; empty: it says so already. */
  readonly diff: string;
}

export interface DryRunTable extends RunTable {
  readonly cells: readonly DryRunCell[];
}

export interface SelfTestTable extends RunTable {
  readonly rounds: readonly RoundResult[];
  readonly seed: number | null;
  /** null: it has not come to its end. */
  readonly proved: boolean | null;
}

/** What the lab has filled for one file; null: it was not run. */
export interface RunTables {
  readonly compare: CompareTable | null;
  readonly tune: TuneTable | null;
  readonly dryRun: DryRunTable | null;
  readonly selfTest: SelfTestTable | null;
}

export type { DryRunCell, GlitchEvent, Remark, RoundResult, SampleType, Trial, TuningResult };

export const NO_TABLES: RunTables = { compare: null, tune: null, dryRun: null, selfTest: null };
