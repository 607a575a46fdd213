/** One value that an option can have here, before it is text. In the order in which they are offered. */
export interface ValueChoice {
  readonly value: string | number | boolean;
  /** Shown in place of the value, when that would be hard to read. */
  readonly label?: string;
  readonly description: string;
  readonly detail: string;
  readonly documentation: string;
  /** What the value is now, or nearly surely meant. */
  readonly preselect?: boolean;
}
