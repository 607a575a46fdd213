import type { LabError, SampleType } from "../../audio/contract.ts";
import type { BackendMode } from "../../backends/backendFacts.ts";
import type { Report } from "../report.ts";

/** What opens and what does not: the document `flexlab dry-run --json` prints. */
export interface DryRun {
  readonly schema: "flexlab-dry-run/1";
  readonly startedAt: string;
  readonly flexlab: string;
  readonly config: Report["config"];
  readonly environment: { readonly os: string; readonly node: string };
  /** False: it was cancelled, and some combinations were not tried. */
  readonly complete: boolean;
  /** Why nothing could be tried. */
  readonly error: LabError | null;
  readonly cells: readonly DryRunCell[];
}

/** One combination, opened for a moment. */
export interface DryRunCell {
  readonly backend: string;
  readonly mode: BackendMode | null;
  readonly sampleRate: number;
  readonly sampleType: SampleType;
  /** In each direction; null: what the file says, or all that the device has. */
  readonly channels: number | null;
  readonly opens: boolean;
  readonly error: LabError | null;
}
