import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Start } from "./places.ts";

let runs = 0;

/** Runs a program to its end. Helpers that Wine leaves running keep a pipe open: output goes to a file in `folder`, and
 * the end is the end of the process. */
export async function runToEnd({ program, args, env }: Start, { folder, seconds = 30 }: { folder: string; seconds?: number }): Promise<{ code: number; out: string }> {
  const file = join(folder, `out-${String(++runs)}`);
  const target = openSync(file, "w");
  const child = spawn(program, args, { env, cwd: folder, stdio: ["ignore", target, target] });
  const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
  const [code, signal] = await once(child, "exit") as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  closeSync(target);
  const out = readFileSync(file, "utf8");
  rmSync(file);
  if (signal !== null) throw new Error(`${program} ${args.join(" ")} was still running after ${String(seconds)} s:\n${out}`);
  return { code: code ?? -1, out };
}
