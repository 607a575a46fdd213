import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { checkConfig } from "../../extension/config/checkConfig.ts";
import { parseConfig } from "../../extension/config/parseConfig.ts";
import { asYaml, configText } from "./configText.ts";
import { processorTime, timesOf } from "./times.ts";
import type { Times } from "./times.ts";

/**
 * From a keystroke (the text has changed) to the findings, beside two others that do the same: the TOML library behind
 * Even Better TOML, with our schema (without one it panics on documents that are right), and the YAML language service
 * with our schema, on the same configuration written line by line in YAML. One process, one run, turn by turn.
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

interface Contestant {
  readonly name: string;
  readonly check: (text: string) => Promise<number> | number;
  readonly write: (toml: string) => string;
}

const KEYS_IN_A_ROW = 20;

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
  const cpu = contestants.map(() => 0);
  const strike = async (index: number, { check, write }: Contestant, run: number): Promise<void> => {
    // The key that was struck: a digit of a number in the seventh line.
    const typed = write(text.replace("channels = 2", `channels = ${String(1 + (Math.abs(run) % 9))}`));
    const before = processorTime();
    const start = performance.now();
    findings[index] = await check(typed);
    if (run >= 0) {
      times[index]?.push(performance.now() - start);
      cpu[index] = (cpu[index] ?? 0) + processorTime() - before;
    }
  };
  // A person types several keys in a row into one of them; the first rounds do not count.
  for (let round = -Math.min(200, runs); round < runs; round += KEYS_IN_A_ROW) {
    for (const [index, contestant] of contestants.entries()) {
      for (let run = round; run < round + KEYS_IN_A_ROW; run++) {
        await strike(index, contestant, run);
      }
    }
  }
  const all = contestants.map((_, index) => timesOf(times[index] ?? [], cpu[index] ?? NaN));
  return contestants.map(({ name }, index) => {
    const own = all[index] ?? timesOf([], NaN);
    const against = (part: "min" | "cpu"): number => Number((own[part] / (all[0]?.[part] ?? NaN)).toFixed(1));
    return { name, lines, findings: findings[index] ?? 0, ...own, ratio: against("min"), cpuRatio: against("cpu") };
  });
}

async function main(): Promise<void> {
  const contestants: readonly Contestant[] = [
    { name: "FlexLab", check: (text) => checkConfig(parseConfig(text)).length, write: (toml) => toml },
    { name: "@taplo/lib", check: await taplo(), write: (toml) => toml },
    { name: "yaml-language-server", check: yaml(), write: asYaml },
  ];
  const results = [...(await compare(contestants, 100, 300)), ...(await compare(contestants, 1000, 40))];
  process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
  process.exit(0); // one of them leaves a timer behind
}

void main();
