import type { LabError, SampleType } from "../audio/contract.ts";

/** What a test run found: the document `flexlab test --json` prints. A value that was not measured is null, never 0. */
export interface Report {
  readonly schema: "flexlab-report/1";
  readonly startedAt: string;
  readonly flexlab: string;
  readonly config: { readonly file: string; readonly sha256: string };
  readonly environment: {
    readonly os: string;
    readonly portaudio: string | null;
    readonly node: string;
    readonly realtime: boolean | null;
  };
  readonly backend: string | null;
  readonly mode: "shared" | "exclusive" | null;
  readonly devices: { readonly input: ReportDevice | null; readonly output: ReportDevice | null };
  readonly opened: boolean;
  readonly error: Omit<LabError, "host"> & { readonly host?: string | null } | null;
  readonly stream: {
    readonly sampleRate: number;
    readonly bufferFrames: number;
    readonly inputSampleType: SampleType | null;
    readonly outputSampleType: SampleType | null;
  } | null;
  readonly latency: {
    readonly reportedInputFrames: number | null;
    readonly reportedOutputFrames: number | null;
    readonly reportedRoundTripFrames: number | null;
    readonly measuredRoundTripFrames: number | null;
    readonly uncertaintyFrames: number | null;
    readonly method: "position" | "phase" | null;
    readonly verdict: LatencyVerdict | null;
  };
  readonly glitches: { readonly count: number | null; readonly events: readonly GlitchEvent[] };
  readonly integrity: {
    readonly bitPerfect: boolean | null;
    readonly exactFraction: number | null;
    readonly effectiveBits: number | null;
    readonly gainDb: readonly (number | null)[] | null;
    readonly inverted: readonly (boolean | null)[] | null;
    readonly resampled: { readonly detected: boolean | null; readonly innerSampleRate: number | null };
    readonly channelMatrix: readonly (readonly number[])[] | null;
  };
  readonly drift: { readonly ppm: number | null; readonly uncertaintyPpm: number | null };
  readonly timing: {
    readonly callbacks: number;
    readonly openMs: number | null;
    readonly startMs: number | null;
    readonly firstCallbackMs: number | null;
    readonly intervalMs: Percentiles;
    readonly durationUs: Percentiles;
  };
  readonly cpu: { readonly percentOfCore: number | null };
  readonly verdict: { readonly level: "pass" | "warn" | "fail"; readonly sentences: readonly string[] };
}

export interface ReportDevice {
  readonly name: string;
  readonly channels: number;
}

export type LatencyVerdict = "exact" | "good" | "fair" | "misleading" | "invalid";

export type GlitchKind = "dropped" | "inserted" | "repeated" | "zeroed" | "corrupted" | "reordered" | "stalled";

export interface GlitchEvent {
  readonly direction: "input" | "output";
  /** null: all channels of the direction at once. */
  readonly channel: number | null;
  /** Position in the recorded input of the first bad frame. */
  readonly frame: number;
  readonly lengthFrames: number;
  readonly kind: GlitchKind;
  /** Change of the round trip across it: lost frames negative, added positive, damaged in place 0. */
  readonly deltaFrames: number;
}

/** p99 needs 1 000 values, p99.9 needs 10 000; else null. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}
