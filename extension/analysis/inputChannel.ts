import type { Term } from "./playedSignal.ts";

export type Samples = Float32Array | Float64Array;

/** An input channel in which what was played has been found. */
export interface CarryingChannel {
  readonly channel: number;
  readonly samples: Samples;
  /** What it is made of, the largest part first; never empty. */
  readonly terms: readonly Term[];
  /** Root mean square of what is left when the terms are taken away, outside damage. */
  readonly residual: number;
  /** A sample further than this from what is expected is damaged. 0: the channel is exact. */
  readonly tolerance: number;
  /** What is left is noise or a small change of the signal, more than rounding makes. */
  readonly noisy: boolean;
  /** What one frame within tolerance proves: minus the logarithm (base 2) of the chance that a wrong frame is. */
  readonly evidence: number;
}

/** Bits of evidence below which single frames of a channel cannot be judged. */
export const LEAST_EVIDENCE = 2;
