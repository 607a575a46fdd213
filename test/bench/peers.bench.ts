import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { checkConfig } from "../../extension/config/checkConfig.ts";
import type { ConfigDocument } from "../../extension/config/configDocument.ts";
import { parseConfig } from "../../extension/config/parseConfig.ts";
import { asYaml, configText } from "./configText.ts";
import { processorTime, timesOf } from "./times.ts";
import type { Times } from "./times.ts";

/**
 * From a keystroke (the text has changed) to the findings, beside two others that do the same: the TOML library behind
 * Even Better TOML, with our schema (without one it panics on documents that are right), and the YAML language service
 * with our schema, on the same configuration written line by line in YAML. One process, one run, turn by turn, each the
 * same keys at the same places.
 *
 * The arguments name the package.json of the folder where they are installed, and our schema. Prints one JSON document.
 */
interface Taplo {
  lint(text: string, options: object): Promise<{ readonly errors: readonly unknown[] }>;
}

interface YamlLibrary {
  readonly getLanguageService: (parameters: object) => {
    configure(settings: object): void;
    doValidation(document: unknown, isKubernetes: boolean): Promise<readonly unknown[]>;
  };
}

const [, , peers = "", schemaFile = ""] = process.argv;
const load = createRequire(peers);
const { $id: _, ...schema } = JSON.parse(readFileSync(schemaFile, "utf8")) as Record<string, unknown>;
const SCHEMA = "file:///flexasio.schema.json";

async function taplo(): Promise<(text: string) => Promise<number>> {
  const { Taplo } = load("@taplo/lib") as { Taplo: { initialize(environment: object): Promise<Taplo> } };
  const bytes = new TextEncoder().encode(JSON.stringify(schema));
  const one = await Taplo.initialize({
    cwd: () => "/", envVar: () => undefined, envVars: () => [], findConfigFile: () => undefined, glob: () => [], isAbsolute: () => true,
    now: () => new Date(), readFile: () => Promise.resolve(bytes), writeFile: () => Promise.resolve(), urlToFilePath: (url: string) => url.replace("file://", ""),
    sleep: () => Promise.resolve(), stdErrAtty: () => false, stdin: () => undefined, stdout: () => undefined, stderr: () => undefined, fetch: {},
  });
  const options = { config: { schema: { enabled: true, path: SCHEMA, url: SCHEMA } } };
  return async (text) => (await one.lint(text, options)).errors.length;
}

function yaml(): (text: string) => Promise<number> {
  const { getLanguageService } = load("yaml-language-server") as YamlLibrary;
  const { TextDocument } = load("vscode-languageserver-textdocument") as { TextDocument: { create(uri: string, language: string, version: number, text: string): unknown } };
  const service = getLanguageService({
    schemaRequestService: () => Promise.resolve(JSON.stringify(schema)),
    workspaceContext: { resolveRelativePath: (path: string) => path },
    telemetry: { send: () => undefined, sendError: () => undefined, sendTrack: () => undefined },
  });
  service.configure({ validate: true, schemas: [{ uri: SCHEMA, fileMatch: ["*.yaml"], schema }], yamlVersion: "1.2" });
  let version = 0;
  return async (text) => (await service.doValidation(TextDocument.create("file:///flexasio.yaml", "yaml", ++version, text), false)).length;
}

/** As the editor does it: the version before is at hand. */
function flexlab(): (text: string) => number {
  let document: ConfigDocument | null = null;
  return (text) => {
    document = parseConfig(text, document);
    return checkConfig(document).length;
  };
}

interface Contestant {
  readonly name: string;
  readonly check: (text: string) => Promise<number> | number;
  readonly write: (toml: string) => string;
}

const KEYS_IN_A_ROW = 20;

/** Places in the middle of words, all over the text, the same in every run of this benchmark. */
function placesIn(text: string): (index: number) => number {
  const inWords = [...text.matchAll(/(?<=[A-Za-z])(?=[A-Za-z])/g)].map(({ index }) => index);
  let state = 1;
  const places: number[] = [];
  return (index) => {
    while (places.length <= index) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      places.push(inWords[Math.floor((state / 2 ** 32) * inWords.length)] ?? 0);
    }
    return places[index] ?? 0;
  };
}

interface Result extends Times {
  readonly name: string;
  readonly lines: number;
  readonly findings: number;
  /** How many times longer than FlexLab it takes, each at its fastest. */
  readonly ratio: number;
  /** The same of the processor time of all runs, with what the engine does beside them (compiling, collecting). */
  readonly cpuRatio: number;
}

async function compare(contestants: readonly Contestant[], lines: number, runs: number): Promise<Result[]> {
  const text = configText(lines);
  const times = contestants.map((): number[] => []);
  const findings = contestants.map(() => 0);
  const cpu = contestants.map((): number[] => []);
  const placeOf = placesIn(text);
  const rounds = Math.ceil(Math.min(200, runs) / KEYS_IN_A_ROW);
  /** The text after one more letter of a word that is typed into another one; every row is at another place. */
  const textAfter = (run: number): string => {
    const place = placeOf(rounds + Math.floor(run / KEYS_IN_A_ROW));
    const letters = 1 + (((run % KEYS_IN_A_ROW) + KEYS_IN_A_ROW) % KEYS_IN_A_ROW);
    return text.slice(0, place) + "typewritten-by-hands".slice(0, letters) + text.slice(place);
  };
  const strike = async (index: number, { check, write }: Contestant, run: number): Promise<void> => {
    const typed = write(textAfter(run));
    const before = processorTime();
    const start = performance.now();
    findings[index] = await check(typed);
    if (run >= 0) {
      times[index]?.push(performance.now() - start);
      cpu[index]?.push(processorTime() - before);
    }
  };
  // A person types several keys in a row into one of them; the first rounds do not count.
  for (let round = -rounds * KEYS_IN_A_ROW; round < runs; round += KEYS_IN_A_ROW) {
    for (const [index, contestant] of contestants.entries()) {
      for (let run = round; run < round + KEYS_IN_A_ROW; run++) {
        await strike(index, contestant, run);
      }
    }
  }
  const all = contestants.map((_, index) => timesOf(times[index] ?? [], cpu[index] ?? []));
  return contestants.map(({ name }, index) => {
    const own = all[index] ?? timesOf([], []);
    const against = (part: "min" | "cpu"): number => Number((own[part] / (all[0]?.[part] ?? NaN)).toFixed(1));
    return { name, lines, findings: findings[index] ?? 0, ...own, ratio: against("min"), cpuRatio: against("cpu") };
  });
}

async function main(): Promise<void> {
  const contestants: readonly Contestant[] = [
    { name: "FlexLab", check: flexlab(), write: (toml) => toml },
    { name: "@taplo/lib", check: await taplo(), write: (toml) => toml },
    { name: "yaml-language-server", check: yaml(), write: asYaml },
  ];
  const results = [...(await compare(contestants, 100, 600)), ...(await compare(contestants, 1000, 40))];
  process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
  process.exit(0); // one of them leaves a timer behind
}

void main();
