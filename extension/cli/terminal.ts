import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { UsageError } from "./usageError.ts";

/** What a command may touch of the world around it. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  /** Results. */
  out(text: string): void;
  /** Messages and progress. */
  err(text: string): void;
  /** What goes on inside, a line at a time; told on standard error where FLEXLAB_VERBOSE is set. */
  log(line: string): void;
  readonly outLook: Look;
  readonly errLook: Look;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** The bytes of a file, or of standard input for `-`. Rejects with UsageError. */
  read(file: string): Promise<Uint8Array>;
  /** Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** How a text may be laid out for where it goes. */
export interface Look {
  readonly color: boolean;
  readonly width: number;
}

/** A configuration is a page of text; what is larger than this is something else. */
const MAX_BYTES = 4 * 1024 * 1024;
const WIDTH_UNKNOWN = 100;

export function processTerminal(interrupted: AbortSignal): Terminal {
  const { env, stdout, stderr } = process;
  // A reader that has seen enough (`flexlab devices | head -1`) is no failure of ours.
  for (const stream of [stdout, stderr]) stream.on("error", () => undefined);
  const logs = env["FLEXLAB_VERBOSE"] !== undefined && env["FLEXLAB_VERBOSE"] !== "";
  const log = (line: string): void => { if (logs) stderr.write(`${line}\n`); };
  return {
    env,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    log,
    outLook: look(stdout, env),
    errLook: look(stderr, env),
    outIsTerminal: stdout.isTTY && env["TERM"] !== "dumb",
    errIsTerminal: stderr.isTTY && env["TERM"] !== "dumb",
    read: async (file) => {
      log(`reading ${name(file)}`);
      return readAll(file, interrupted);
    },
    interrupted,
  };
}

function look(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Look {
  const noColor = env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "";
  return {
    color: stream.isTTY && !noColor && env["TERM"] !== "dumb",
    width: stream.isTTY ? Math.max(40, stream.columns) : WIDTH_UNKNOWN,
  };
}

async function readAll(file: string, signal: AbortSignal): Promise<Uint8Array> {
  const source: Readable = file === "-" ? process.stdin : createReadStream(file);
  const destroy = (): void => { source.destroy(new Error("interrupted")); };
  signal.addEventListener("abort", destroy, { once: true });
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source) {
      const bytes = Buffer.from(chunk as Uint8Array);
      chunks.push(bytes);
      size += bytes.length;
      if (size > MAX_BYTES) break;
    }
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    signal.removeEventListener("abort", destroy);
  }
  if (size > MAX_BYTES) {
    throw new UsageError("unreadable-file", `${name(file)} is larger than ${String(MAX_BYTES / 1024 / 1024)} MiB; that is no configuration.`);
  }
  return Buffer.concat(chunks);
}

function unreadable(file: string, error: unknown): UsageError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Readonly<Record<string, readonly [message: string, hint: string]>> = {
    ENOENT: ["does not exist", "Check the name and the folder you are in."],
    EISDIR: ["is a folder, not a file", "Name the FlexASIO.toml in it."],
    ENOTDIR: ["does not exist: a part of the path is not a folder", ""],
    EACCES: ["may not be read by you", "Check the permissions of the file."],
    ELOOP: ["is a symbolic link that leads nowhere", ""],
  };
  const [message, hint] = reasons[code] ?? [`cannot be read: ${error instanceof Error ? error.message : String(error)}`, ""];
  return new UsageError("unreadable-file", `${name(file)} ${message}.`, hint);
}

function name(file: string): string {
  return file === "-" ? "Standard input" : file;
}
