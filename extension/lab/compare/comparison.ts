import type { BackendFacts, BackendMode } from "../../backends/backendFacts.ts";
import type { LabError } from "../../audio/contract.ts";
import type { Report } from "../report.ts";

/** All ways that sound can take on this machine, one after the other: the document `flexlab compare --json` prints. */
export interface Comparison {
  readonly schema: "flexlab-comparison/1";
  readonly startedAt: string;
  readonly flexlab: string;
  readonly config: Report["config"];
  readonly environment: { readonly os: string; readonly portaudio: string | null; readonly node: string };
  /** False: it was cancelled, and some ways were not tried. */
  readonly complete: boolean;
  /** Why nothing could be compared: the devices could not be listed, or no backend of the wanted names is here. */
  readonly error: LabError | null;
  readonly entries: readonly ComparisonEntry[];
  /** Known backends that this machine does not have. */
  readonly notHere: readonly string[];
}

/** One backend in one of its modes. */
export interface ComparisonEntry {
  readonly backend: string;
  /** Of backends that have both; null otherwise. */
  readonly mode: BackendMode | null;
  readonly shortName: string;
  /** It is what the file itself asks for. */
  readonly configured: boolean;
  /** The options that were changed to get here; value null: the option was left out. */
  readonly changes: readonly OptionChange[];
  /** Null: this backend is in no book. */
  readonly documented: Documented | null;
  readonly seen: Seen;
  readonly remarks: readonly Remark[];
  readonly report: Report;
}

export interface OptionChange {
  readonly table: "top" | "input" | "output";
  readonly key: string;
  readonly value: string | boolean | null;
}

/** What the documentation of FlexASIO and PortAudio says; see backends/backendFacts. Times in milliseconds. */
export interface Documented {
  readonly mixes: boolean;
  readonly converts: BackendFacts["converts"];
  readonly exclusive: boolean;
  readonly latencyReport: BackendFacts["latencyReport"];
  readonly unreportedMs: number | null;
  readonly floorMs: number | null;
}

/** What was found out by trying. Null: not tried, or the trial told nothing. */
export interface Seen {
  /** Asked for another sample rate, what happened. */
  readonly otherRate: OtherRate | null;
  /** Asked for a second stream from another process while one runs. */
  readonly secondStream: "opens" | "refused" | null;
  /** The second stream was heard in the first one's recording. */
  readonly mixes: boolean | null;
  /** Reported minus measured round trip. */
  readonly reportErrorMs: number | null;
  /** From the call that opens to the first buffer. */
  readonly startUpMs: number | null;
}

export interface OtherRate {
  readonly sampleRate: number;
  /** `untouched`: the samples came back unchanged, so the device itself runs at that rate. */
  readonly outcome: "converted" | "untouched" | "refused" | "unclear";
}

/** One property, as documented and as seen. */
export interface Remark {
  readonly topic: "mixing" | "conversion" | "exclusivity" | "reported latency" | "lowest latency";
  readonly documented: string;
  readonly seen: string;
  readonly agrees: boolean;
}
