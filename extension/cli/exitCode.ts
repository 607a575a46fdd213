/** What the command leaves to the shell. */
export const EXIT = {
  fine: 0,
  /** The file has errors, or the test failed. */
  failed: 1,
  /** Wrong usage, or a file that cannot be read. */
  usage: 2,
  /** The audio process failed. */
  audioProcess: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
