/** Where a search for the smallest buffer and latency is. */
export interface TuneProgress {
  readonly step: "buffer" | "latency" | "proof";
  /** Trials of this step that are over. */
  readonly done: number;
  /** Of the trial that runs, 0 to 1; null: it has not begun to play. */
  readonly fraction: number | null;
  readonly trialSeconds: number;
  readonly proofSeconds: number;
}

/** What halving eight sizes and four latencies takes, as a rule; the proof comes once. */
const USUAL_TRIALS = { buffer: 4, latency: 3, proof: 1 } as const;
/** Opening the device and analysing what came back, for each trial. */
const AROUND_SECONDS = 0.3;

/** About how long a search still takes: nobody knows how many trials it needs, but how many it needs as a rule. */
export function tuneSecondsLeft({ step, done, fraction, trialSeconds, proofSeconds }: TuneProgress): number {
  const trial = trialSeconds + AROUND_SECONDS;
  const running = (1 - (fraction ?? 0)) * (step === "proof" ? proofSeconds : trial);
  const ofThisStep = Math.max(0, USUAL_TRIALS[step] - done - 1) * trial;
  switch (step) {
    case "buffer":
      return running + ofThisStep + USUAL_TRIALS.latency * trial + proofSeconds;
    case "latency":
      return running + ofThisStep + proofSeconds;
    case "proof":
      return running;
  }
}
