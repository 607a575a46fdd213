import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { cliPath } from "./realClient.ts";

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the real command line, with nothing in its environment that would change what it does. */
export function startCli(args: readonly string[], { cwd, env = {} }: CliOptions = {}): ChildProcessWithoutNullStreams {
  const { FLEXLAB_SCENARIO: _scenario, NO_COLOR: _noColor, FORCE_COLOR: _forceColor, ...clean } = process.env;
  return spawn(process.execPath, [cliPath, ...args], { cwd, env: { ...clean, ...env } });
}

export async function endOf(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close") as Promise<[number | null]>]);
  return { code, out, err };
}

export async function runCli(args: readonly string[], options: CliOptions & { readonly input?: string | Uint8Array } = {}): Promise<Ended> {
  const child = startCli(args, options);
  child.stdin.on("error", () => undefined); // A command that reads nothing may end before we have written.
  child.stdin.end(options.input ?? "");
  return endOf(child);
}
