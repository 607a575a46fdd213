import type { WineLab } from "../wineLab.ts";

/** What a suite runs in. */
export interface Around {
  /** The lab of the run. */
  readonly start: () => Promise<WineLab>;
  /** How many times as long as on this machine's own processor it may take. */
  readonly patience: number;
  /** Whether this Wine hands samples on as they are: Wine 10 turns everything down by 0.00007 dB. */
  readonly isTransparent: boolean;
}
