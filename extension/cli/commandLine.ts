import { parseArgs, type ParseArgsConfig } from "node:util";
import { suggest } from "../config/suggest.ts";
import { UsageError } from "./usageError.ts";

/** What the user asked for, checked. */
export type Command =
  | { readonly name: "help"; readonly of: CommandName | null }
  | { readonly name: "version" }
  | (Common & { readonly name: "devices"; readonly backend: string | null })
  | (Common & { readonly name: "watch" })
  | (Common & { readonly name: "check"; readonly file: string; readonly live: boolean; readonly driver: Driver | null; readonly fix: boolean })
  | (Common & { readonly name: "explain"; readonly file: string })
  | (Common & {
      readonly name: "test";
      /** "" where a driver of the machine is tested. */
      readonly file: string;
      /** The name of that driver; null: ours, with the file. */
      readonly asio: string | null;
      readonly seconds: number | null;
      readonly rate: number | null;
      readonly buffer: number | null;
      /** null: for the terminal. */
      readonly format: ReportFormat | null;
      /** null: standard output. */
      readonly output: string | null;
      /** The folder for recordings of what came back around glitches; null: none are written. */
      readonly wav: string | null;
      readonly sweepBuffers: boolean;
      readonly full: boolean;
    })
  | (Common & {
      readonly name: "compare";
      readonly file: string;
      readonly seconds: number | null;
      readonly rate: number | null;
      readonly buffer: number | null;
      readonly backends: readonly string[] | null;
    })
  | (Common & {
      readonly name: "tune";
      readonly file: string;
      readonly write: boolean;
      /** Of each trial. */
      readonly seconds: number | null;
      readonly minutes: number | null;
      readonly rate: number | null;
      readonly load: number | null;
    })
  | (Common & { readonly name: "dry-run"; readonly file: string; readonly backends: readonly string[] | null })
  | (Common & { readonly name: "selftest"; readonly faults: number | null; readonly seed: number | null })
  | (Common & { readonly name: "diff"; readonly before: string; readonly after: string });

interface Common {
  readonly json: boolean;
  /** Path of the scenario of the Virtual backend, as given. */
  readonly scenario: string | null;
}

export type Driver = "flexasio" | "flexlab";

export const REPORT_FORMATS = ["json", "markdown", "csv", "html"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const COMMANDS = ["devices", "check", "explain", "test", "watch", "compare", "tune", "dry-run", "selftest", "diff"] as const;
export type CommandName = (typeof COMMANDS)[number];

type Options = NonNullable<ParseArgsConfig["options"]>;

const COMMON: Options = { json: { type: "boolean" }, scenario: { type: "string" }, help: { type: "boolean", short: "h" } };
const OPTIONS: Readonly<Record<CommandName, Options>> = {
  devices: { ...COMMON, backend: { type: "string" } },
  check: { ...COMMON, live: { type: "boolean" }, driver: { type: "string" }, fix: { type: "boolean" } },
  explain: COMMON,
  watch: COMMON,
  test: {
    ...COMMON,
    asio: { type: "string" },
    seconds: { type: "string" },
    rate: { type: "string" },
    buffer: { type: "string" },
    format: { type: "string" },
    output: { type: "string", short: "o" },
    wav: { type: "string" },
    "sweep-buffers": { type: "boolean" },
    full: { type: "boolean" },
  },
  compare: {
    ...COMMON,
    seconds: { type: "string" },
    rate: { type: "string" },
    buffer: { type: "string" },
    backends: { type: "string" },
  },
  tune: {
    ...COMMON,
    write: { type: "boolean" },
    seconds: { type: "string" },
    minutes: { type: "string" },
    rate: { type: "string" },
    load: { type: "string" },
  },
  "dry-run": { ...COMMON, backends: { type: "string" } },
  selftest: { ...COMMON, faults: { type: "string" }, seed: { type: "string" } },
  diff: COMMON,
};

const MAX_SECONDS = 3600;
const MAX_RATE = 1_000_000;
const MAX_BUFFER = 1_048_576;
const MAX_MINUTES = 24 * 60;
const MAX_LOAD = 256;
const MAX_FAULTS = 500;

/**
 * Reads the arguments after `flexlab`.
 * @throws UsageError that says what is wrong with them.
 */
export function parseCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const [first, ...rest] = args;
  if (first === undefined) throw new UsageError("usage", "Say what to do.", usageHint(null));
  if (first === "--version" || first === "-V") return { name: "version" };
  if (first === "--help" || first === "-h") return { name: "help", of: null };
  if (first === "help") return { name: "help", of: rest[0] === undefined ? null : commandName(rest[0]) };
  const name = commandName(first);
  const { values, positionals } = parseOptions(name, rest);
  if (values["help"] === true) return { name: "help", of: name };
  const text = (option: string): string | null => {
    const value = values[option];
    return typeof value === "string" ? value : null;
  };
  const common: Common = {
    json: values["json"] === true,
    scenario: text("scenario") ?? (env["FLEXLAB_SCENARIO"] === "" ? null : (env["FLEXLAB_SCENARIO"] ?? null)),
  };
  if (name === "devices") {
    takeFiles(name, positionals, 0);
    return { name, ...common, backend: text("backend") };
  }
  if (name === "watch") {
    takeFiles(name, positionals, 0);
    return { name, ...common };
  }
  if (name === "selftest") {
    takeFiles(name, positionals, 0);
    const faults = number("--faults", text("faults"), { over: 0, to: MAX_FAULTS, whole: true });
    return { name, ...common, faults, seed: number("--seed", text("seed"), { over: 0, to: 2 ** 31 - 1, whole: true }) };
  }
  if (name === "diff") {
    const [before = "", after = ""] = takeFiles(name, positionals, 2);
    return { name, ...common, before, after };
  }
  const asio = name === "test" ? text("asio") : null;
  if (asio !== null) checkAsio(asio, positionals, text("scenario"));
  const file = asio === null ? (takeFiles(name, positionals, 1)[0] ?? "") : "";
  const stream = {
    seconds: number("--seconds", text("seconds"), { over: 0, to: MAX_SECONDS, whole: false }),
    rate: number("--rate", text("rate"), { over: 0, to: MAX_RATE, whole: false }),
    buffer: number("--buffer", text("buffer"), { over: 0, to: MAX_BUFFER, whole: true }),
  };
  switch (name) {
    case "check":
      return { name, ...common, file, live: values["live"] === true, driver: driver(text("driver")), fix: values["fix"] === true };
    case "explain":
      return { name, ...common, file };
    case "test":
      return {
        name,
        ...common,
        file,
        asio,
        ...stream,
        format: common.json ? "json" : format(text("format")),
        output: text("output"),
        wav: text("wav"),
        sweepBuffers: values["sweep-buffers"] === true,
        full: values["full"] === true,
      };
    case "compare":
      return { name, ...common, file, ...stream, backends: list(text("backends")) };
    case "tune":
      return {
        name,
        ...common,
        file,
        write: values["write"] === true,
        seconds: stream.seconds,
        rate: stream.rate,
        minutes: number("--minutes", text("minutes"), { over: 0, to: MAX_MINUTES, whole: false }),
        load: number("--load", text("load"), { over: 0, to: MAX_LOAD, whole: true }),
      };
    case "dry-run":
      return { name, ...common, file, backends: list(text("backends")) };
  }
}

function commandName(word: string): CommandName {
  const known = COMMANDS.find((name) => name === word);
  if (known !== undefined) return known;
  if (word.startsWith("-")) {
    throw new UsageError("usage", `Name a command before the option ${word}.`, usageHint(null));
  }
  const meant = suggest(word, COMMANDS);
  throw new UsageError(
    "usage",
    `There is no command \`${word}\`.`,
    meant === null ? usageHint(null) : `Did you mean \`flexlab ${meant}\`?`,
  );
}

function parseOptions(
  name: CommandName,
  args: readonly string[],
): { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] } {
  const options = OPTIONS[name];
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw explainParseError(error, name, args, Object.keys(options));
  }
}

function explainParseError(error: unknown, name: CommandName, args: readonly string[], known: readonly string[]): Error {
  if (!(error instanceof Error) || !("code" in error)) return new Error(String(error), { cause: error });
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS[name], allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const long = token.rawName.startsWith("--") ? token.name : null;
    if (!known.includes(token.name)) {
      const meant = long === null ? null : suggest(long, known);
      return new UsageError(
        "usage",
        `\`flexlab ${name}\` has no option ${token.rawName}.`,
        meant === null ? usageHint(name) : `Did you mean --${meant}?`,
      );
    }
    const takesValue = OPTIONS[name][token.name]?.type === "string";
    if (!takesValue && token.value !== undefined) {
      return new UsageError("usage", `The option ${token.rawName} takes no value.`, usageHint(name));
    }
    if (takesValue && (token.value === undefined || (!token.inlineValue && token.value.startsWith("-")))) {
      return new UsageError("usage", `The option ${token.rawName} needs a value.`, usageHint(name));
    }
  }
  return new UsageError("usage", error.message, usageHint(name));
}

function takeFiles(name: CommandName, positionals: readonly string[], count: 0 | 1 | 2): readonly string[] {
  const extra = positionals[count];
  if (extra !== undefined) {
    throw new UsageError(
      "usage",
      count === 0
        ? `\`flexlab ${name}\` takes no file: \`${extra}\`.`
        : `\`flexlab ${name}\` takes ${count === 1 ? "one file" : "two files"}, not also \`${extra}\`.`,
      usageHint(name),
    );
  }
  if (positionals.length < count && count === 2) {
    throw new UsageError("usage", `\`flexlab ${name}\` needs two files.`, `For example: flexlab ${name} before.json after.json`);
  }
  if (positionals.length < count) {
    throw new UsageError("usage", `\`flexlab ${name}\` needs a file.`, `For example: flexlab ${name} FlexASIO.toml`);
  }
  return positionals;
}

/** A driver of the machine has a configuration of its own. */
function checkAsio(asio: string, files: readonly string[], scenario: string | null): void {
  const [file] = files;
  if (asio.trim() === "") throw new UsageError("usage", "The option --asio needs the name of a driver.", "flexlab devices lists them.");
  if (file !== undefined) {
    throw new UsageError("usage", `Name a file or --asio, not both: the driver has a configuration of its own, so \`${file}\` would not be read.`, usageHint("test"));
  }
  if (scenario !== null) throw new UsageError("usage", "--scenario does not go with --asio: it is for the driver inside FlexLab.", usageHint("test"));
}

function format(value: string | null): ReportFormat | null {
  const known = REPORT_FORMATS.find((name) => name === value);
  if (known !== undefined || value === null) return known ?? null;
  throw new UsageError("usage", `There is no format \`${value}\`.`, `Formats: ${REPORT_FORMATS.join(", ")}.`);
}

/** Names between commas; null: the option was not given. */
function list(value: string | null): readonly string[] | null {
  return value?.split(",").map((name) => name.trim()).filter((name) => name !== "") ?? null;
}

function driver(value: string | null): Driver | null {
  if (value === null || value === "flexasio" || value === "flexlab") return value;
  throw new UsageError("usage", `There is no driver \`${value}\`.`, "Drivers: flexasio, flexlab.");
}

function number(
  option: string,
  text: string | null,
  limits: { readonly over: number; readonly to: number; readonly whole: boolean },
): number | null {
  if (text === null) return null;
  const value = /^\+?[0-9]*\.?[0-9]+(e[+-]?[0-9]+)?$/i.test(text) ? Number(text) : NaN;
  if (value > limits.over && value <= limits.to && (!limits.whole || Number.isInteger(value))) return value;
  throw new UsageError(
    "usage",
    `${option} takes a ${limits.whole ? "whole " : ""}number above ${String(limits.over)} and up to ${String(limits.to)}, not \`${text}\`.`,
  );
}

function usageHint(name: CommandName | null): string {
  return name === null ? "See: flexlab --help" : `See: flexlab ${name} --help`;
}
