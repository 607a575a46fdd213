import type { Bursts } from "../analysis/callbackTiming.ts";
import type { GlitchEvent } from "../analysis/glitch.ts";
import type { HistogramBucket } from "../analysis/logHistogram.ts";
import type { ClockRate } from "../analysis/systemClock.ts";
import type { UntilSlip } from "../analysis/untilSlip.ts";
import type { LatencyVerdict } from "../analysis/judgeLatency.ts";
import type { SecondMethod } from "../analysis/pathAnalysis.ts";
import type { Percentiles } from "../analysis/percentiles.ts";
import type { ResamplingGrade } from "../analysis/resamplingGrade.ts";
import type { Dither } from "../analysis/rounding.ts";
import type { Routing } from "../analysis/routing.ts";
import type { Distortion, FrequencyResponse, Loudness, Noise } from "../analysis/soundQuality.ts";
import type { LabError, SampleType } from "../audio/contract.ts";
import type { RoundTripBudget } from "./roundTripBudget.ts";

export type { GlitchEvent, GlitchKind } from "../analysis/glitch.ts";
export type { LatencyVerdict } from "../analysis/judgeLatency.ts";
export type { Percentiles } from "../analysis/percentiles.ts";

/** What a test run found: the document `flexlab test --json` prints. A value that was not measured is null, never 0. */
export interface Report {
  readonly schema: "flexlab-report/1";
  readonly startedAt: string;
  readonly flexlab: string;
  /** null: the driver has a configuration of its own, see `driver`. */
  readonly config: { readonly file: string; readonly sha256: string } | null;
  /** Of a test of another driver than the one that FlexLab is made with; absent: that one. */
  readonly driver?: ReportDriver;
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
    /** The same by the other method, where both apply; null or absent: only one does. */
    readonly secondMethod?: SecondMethod | null;
    /** Of a round trip that moves by itself: the least and the most, and what is measured is the mean; null or absent: it does not. */
    readonly movesFrames?: readonly [least: number, most: number] | null;
    /** Where the measured round trip goes; null or absent: nothing came back. */
    readonly budget?: RoundTripBudget | null;
  };
  readonly glitches: { readonly count: number | null; readonly events: readonly GlitchEvent[] };
  readonly integrity: {
    readonly bitPerfect: boolean | null;
    readonly exactFraction: number | null;
    readonly effectiveBits: number | null;
    readonly gainDb: readonly (number | null)[] | null;
    readonly inverted: readonly (boolean | null)[] | null;
    readonly resampled: {
      readonly detected: boolean | null;
      readonly innerSampleRate: number | null;
      readonly quality?: ResamplingGrade | null;
    };
    /** See PathAnalysis; absent in reports of older versions. */
    readonly dither?: Dither | null;
    readonly dc?: readonly (number | null)[] | null;
    readonly routing?: Routing | null;
    readonly channelMatrix: readonly (readonly number[])[] | null;
  };
  readonly drift: {
    readonly ppm: number | null;
    readonly uncertaintyPpm: number | null;
    /** Of two clocks; null or absent: drift is not known. */
    readonly untilSlip?: UntilSlip | null;
    /** The device against the clock of the system; null or absent: less than 10 s without a stall. */
    readonly systemClock?: ClockRate | null;
  };
  readonly timing: {
    readonly callbacks: number;
    readonly openMs: number | null;
    readonly startMs: number | null;
    readonly firstCallbackMs: number | null;
    readonly intervalMs: Percentiles;
    readonly durationUs: Percentiles;
    /** See CallbackTiming. Absent in reports of older versions; null: no callbacks. */
    readonly deadlineUse?: Percentiles;
    readonly lateCallbacks?: number | null;
    readonly overlongCallbacks?: number | null;
    readonly bursts?: Bursts | null;
    readonly intervalHistogramMs?: readonly HistogramBucket[];
    readonly durationHistogramUs?: readonly HistogramBucket[];
  };
  /** Of a full test; absent: not asked for, null: nothing came back that it could be measured on. */
  readonly quality?: SoundQuality | null;
  readonly cpu: { readonly percentOfCore: number | null };
  readonly verdict: { readonly level: "pass" | "warn" | "fail"; readonly sentences: readonly string[] };
}

/** Each part is null when it could not be measured; `problems` says why. */
export interface SoundQuality {
  readonly response: FrequencyResponse | null;
  readonly distortion: Distortion | null;
  /** Absent in reports of older versions. */
  readonly loudness?: Loudness | null;
  readonly noise: Noise | null;
  readonly problems: readonly string[];
}

/** An installed ASIO driver. */
export interface ReportDriver {
  /** In the list that music programs show. */
  readonly name: string;
  readonly clsid: string | null;
  readonly dll: string | null;
  /** What it says of itself; null: it did not come so far. */
  readonly ownName: string | null;
  readonly version: number | null;
}

export interface ReportDevice {
  readonly name: string;
  readonly channels: number;
}
