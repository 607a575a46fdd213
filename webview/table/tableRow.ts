import type { StatusLevel } from "../kit/labStatus.ts";

export interface Cell {
  readonly text: string;
  /** By which the column is sorted; null: not known, always at the end. */
  readonly sort: number | string | null;
  /** A sign of its own shape before the text. */
  readonly level?: StatusLevel;
  /** The text is a button; this goes on where it ends, so that the two stand alone. */
  readonly action?: string;
}

export interface Row {
  /** The same row keeps its key from one state to the next. */
  readonly key: string;
  /** One per column. */
  readonly cells: readonly Cell[];
  /** Stands below the row; empty: nothing. */
  readonly note: string;
  /** What is shown on demand, a line each. */
  readonly details: readonly string[];
  /** It stands out: the best one, or the file's own. */
  readonly isMarked: boolean;
}
