import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { checkConfig } from "../../extension/config/checkConfig.ts";
import type { ConfigDocument } from "../../extension/config/configDocument.ts";
import { parseConfig } from "../../extension/config/parseConfig.ts";
import { asYaml } from "./configText.ts";

interface Taplo {
  lint(text: string, options: object): Promise<{ readonly errors: readonly unknown[] }>;
}

interface YamlLibrary {
  readonly getLanguageService: (parameters: object) => {
    configure(settings: object): void;
    doValidation(document: unknown, isKubernetes: boolean): Promise<readonly unknown[]>;
  };
}

export interface Contestant {
  /** From a changed text to the number of its findings. */
  readonly check: (text: string) => Promise<number> | number;
  /** The configuration in its own language. */
  readonly write: (toml: string) => string;
}

/** FlexLab comes first: the others are told against it. */
export const contestantNames = ["FlexLab", "@taplo/lib", "yaml-language-server"] as const;
export type ContestantName = (typeof contestantNames)[number];

const SCHEMA = "file:///flexasio.schema.json";

/** `peers`: a file in the folder where the others are installed; `schemaFile`: the schema that all of them check with. */
export async function contestantOf(name: ContestantName, peers: string, schemaFile: string): Promise<Contestant> {
  const load = createRequire(peers);
  const { $id: _, ...schema } = JSON.parse(readFileSync(schemaFile, "utf8")) as Record<string, unknown>;
  switch (name) {
    case "FlexLab":
      return { check: flexlab(), write: (toml) => toml };
    case "@taplo/lib":
      return { check: await taplo(load, schema), write: (toml) => toml };
    case "yaml-language-server":
      return { check: yaml(load, schema), write: asYaml };
  }
}

/** As the editor does it: the version before is at hand. */
function flexlab(): Contestant["check"] {
  let document: ConfigDocument | null = null;
  return (text) => {
    document = parseConfig(text, document);
    return checkConfig(document).length;
  };
}

async function taplo(load: NodeJS.Require, schema: object): Promise<Contestant["check"]> {
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

function yaml(load: NodeJS.Require, schema: object): Contestant["check"] {
  const { getLanguageService } = load("yaml-language-server") as YamlLibrary;
  const { TextDocument } = load("vscode-languageserver-textdocument") as {
    TextDocument: { create(uri: string, language: string, version: number, text: string): unknown };
  };
  const service = getLanguageService({
    schemaRequestService: () => Promise.resolve(JSON.stringify(schema)),
    workspaceContext: { resolveRelativePath: (path: string) => path },
    telemetry: { send: () => undefined, sendError: () => undefined, sendTrack: () => undefined },
  });
  service.configure({ validate: true, schemas: [{ uri: SCHEMA, fileMatch: ["*.yaml"], schema }], yamlVersion: "1.2" });
  let version = 0;
  return async (text) => (await service.doValidation(TextDocument.create("file:///flexasio.yaml", "yaml", ++version, text), false)).length;
}
