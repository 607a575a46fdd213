import type { LabError } from "../../audio/contract.ts";
import type { GlitchEvent } from "../report.ts";

/** The detector held against injected faults: the document `flexlab selftest --json` prints. */
export interface SelfTest {
  readonly schema: "flexlab-selftest/1";
  readonly startedAt: string;
  readonly flexlab: string;
  readonly environment: { readonly os: string; readonly node: string };
  /** The same seed and number of faults give the same faults. */
  readonly seed: number;
  /** Every injected fault was reported once, exactly, nothing else was, and every round trip was right. */
  readonly proved: boolean;
  readonly complete: boolean;
  readonly injected: number;
  /** Of the injected ones, exactly as injected. */
  readonly found: number;
  readonly rounds: readonly RoundResult[];
}

export interface RoundResult {
  readonly title: string;
  readonly proved: boolean;
  readonly error: LabError | null;
  readonly injected: readonly GlitchEvent[];
  readonly missing: readonly GlitchEvent[];
  readonly unexpected: readonly GlitchEvent[];
  readonly roundTrip: { readonly trueFrames: number; readonly measuredFrames: number | null };
}
