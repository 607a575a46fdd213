import type { LabError } from "../../audio/contract.ts";
import type { TextEdit } from "../../config/text.ts";
import type { Report } from "../report.ts";

/** The search for the smallest buffer and suggested latency that hold: the document `flexlab tune --json` prints. */
export interface Tuning {
  readonly schema: "flexlab-tuning/1";
  readonly startedAt: string;
  readonly flexlab: string;
  readonly config: Report["config"];
  readonly environment: { readonly os: string; readonly portaudio: string | null; readonly node: string };
  /** False: it was cancelled; nothing is proposed then. */
  readonly complete: boolean;
  /** Why nothing was found. */
  readonly error: LabError | null;
  /** Threads of this machine that were kept busy meanwhile. */
  readonly loadThreads: number;
  readonly trials: readonly Trial[];
  readonly result: TuningResult | null;
  /** Against the text that was tuned; empty: it says so already, or there is no result. */
  readonly edits: readonly TextEdit[];
  /** The edits as a unified diff. */
  readonly diff: string;
}

export interface Trial {
  readonly step: "buffer" | "latency" | "proof";
  readonly bufferFrames: number;
  /** null: what the file says, or the driver's default of three buffers. */
  readonly suggestedLatencySeconds: number | null;
  /** Of sound that was judged. */
  readonly seconds: number;
  readonly held: boolean;
  readonly glitches: number | null;
  readonly roundTripFrames: number | null;
  /** Why it did not hold, in a sentence; null: it did. */
  readonly why: string | null;
}

export interface TuningResult {
  readonly bufferFrames: number;
  readonly suggestedLatencySeconds: number | null;
  readonly sampleRate: number;
  readonly roundTripFrames: number;
  /** Before tuning, as the file stood; null: it could not be measured. */
  readonly roundTripFramesBefore: number | null;
  readonly proofMinutes: number;
  /** With 95 % confidence there are fewer glitches a minute than this: 3 / minutes without one. */
  readonly glitchesPerMinuteBelow: number;
}
