import { contestantOf } from "./contestants.ts";
import type { ContestantName } from "./contestants.ts";
import { processorTime } from "./times.ts";

/** Some keys typed one after the other at one place of a TOML text. */
export interface Row {
  readonly text: string;
  readonly place: number;
  readonly typed: string;
}

export interface RowTimes {
  /** Of each key, in milliseconds. */
  readonly keys: readonly number[];
  /** Processor time of all keys together, in milliseconds. */
  readonly cpu: number;
  /** Found after the last key. */
  readonly findings: number;
}

/** Serves the benchmark of peers from a process of its own: types rows of keys and tells how long each took. */
export async function typeRows(name: ContestantName, peers: string, schemaFile: string): Promise<void> {
  const { check, write } = await contestantOf(name, peers, schemaFile);
  const typeRow = async ({ text, place, typed }: Row): Promise<RowTimes> => {
    const versions = [...typed].map((_, index) => write(text.slice(0, place) + typed.slice(0, index + 1) + text.slice(place)));
    const keys: number[] = [];
    let findings = 0;
    const before = processorTime();
    for (const version of versions) {
      const start = performance.now();
      findings = await check(version);
      keys.push(performance.now() - start);
    }
    return { keys, cpu: processorTime() - before, findings };
  };
  process.on("message", (row: Row) => {
    void typeRow(row).then((times) => process.send?.(times));
  });
  // One of the libraries leaves a timer behind.
  process.on("disconnect", () => process.exit(0));
}
