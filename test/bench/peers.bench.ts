import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { configText } from "./configText.ts";
import { contestantNames } from "./contestants.ts";
import type { ContestantName } from "./contestants.ts";
import { typeRows } from "./typeRows.ts";
import type { Row, RowTimes } from "./typeRows.ts";
import { timesOf } from "./times.ts";
import type { Times } from "./times.ts";

/**
 * From a keystroke (the text has changed) to the findings, beside two others that do the same: the TOML library behind
 * Even Better TOML, with our schema (without one it panics on documents that are right), and the YAML language service
 * with our schema, on the same configuration written line by line in YAML. One run, turn by turn, each the same keys at
 * the same places; each in a process of its own, so that nobody pays for what another leaves behind.
 *
 * The arguments name the package.json of the folder where they are installed, and our schema. Prints one JSON document.
 */
interface Result extends Times {
  readonly name: string;
  readonly lines: number;
  readonly findings: number;
  /** How many times longer than FlexLab it takes, each at its fastest. */
  readonly ratio: number;
  /** The same of half of the keys: the median. */
  readonly medianRatio: number;
  /** The same of the processor time of all keys, with what the engine does beside them (compiling, collecting). */
  readonly cpuRatio: number;
}

const KEYS_IN_A_ROW = 20;

/** Places in the middle of words, all over the text, the same in every run of this benchmark. */
function placesIn(text: string, count: number): readonly number[] {
  const inWords = [...text.matchAll(/(?<=[A-Za-z])(?=[A-Za-z])/g)].map(({ index }) => index);
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return inWords[Math.floor((state / 2 ** 32) * inWords.length)] ?? 0;
  });
}

async function answer(child: ChildProcess, row: Row): Promise<RowTimes> {
  const answered = once(child, "message");
  child.send(row);
  const [times] = (await answered) as [RowTimes];
  return times;
}

/** A person types several keys in a row at one place, then at another; the first half of the rows does not count. */
async function compare(children: ReadonlyMap<ContestantName, ChildProcess>, lines: number, rows: number): Promise<Result[]> {
  const text = configText(lines);
  const measured = new Map(contestantNames.map((name): [ContestantName, RowTimes[]] => [name, []]));
  for (const [index, place] of placesIn(text, 2 * rows).entries()) {
    for (const [name, child] of children) {
      const times = await answer(child, { text, place, typed: "typewritten-by-hands".slice(0, KEYS_IN_A_ROW) });
      if (index >= rows) measured.get(name)?.push(times);
    }
  }
  const all = [...measured].map(([name, own]) => ({
    name,
    findings: own.at(-1)?.findings ?? 0,
    times: timesOf(own.flatMap(({ keys }) => keys), own.map(({ cpu }) => cpu / KEYS_IN_A_ROW)),
  }));
  return all.map(({ name, findings, times }) => {
    const against = (part: "min" | "p50" | "cpu"): number => Number((times[part] / (all[0]?.times[part] ?? NaN)).toFixed(1));
    return { name, lines, findings, ...times, ratio: against("min"), medianRatio: against("p50"), cpuRatio: against("cpu") };
  });
}

async function main(peers: string, schemaFile: string): Promise<void> {
  const children = new Map(contestantNames.map((name) => [name, fork(__filename, [peers, schemaFile, name])]));
  const results = [...(await compare(children, 100, 250)), ...(await compare(children, 1000, 25))];
  for (const child of children.values()) child.disconnect();
  process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
}

const [, , peersArgument = "", schemaArgument = "", contestant] = process.argv;
if (contestant === undefined) void main(peersArgument, schemaArgument);
else void typeRows(contestant as ContestantName, peersArgument, schemaArgument);
