import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { root } from "./paths.mjs";

/** A failure that is told to the user as it stands: what went wrong, the way out, where to read more. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {{hint?: string, log?: string, tail?: string}} [more]
   */
  constructor(message, more = {}) {
    super(message);
    this.hint = more.hint ?? "";
    this.log = more.log ?? "";
    this.tail = more.tail ?? "";
  }
}

/** Every process that was started and has not ended, each the leader of a group of its own.
 * @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Starts a program as the leader of its own process group, so that stopping it stops all that it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 */
export function start(command, args, options) {
  const child = spawn(command, args, { cwd: root, ...options, detached: process.platform !== "win32" });
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone already.
  }
}

/**
 * Ends a child and everything it started: a request first, then force after `graceMs`.
 * @param {import("node:child_process").ChildProcess} child
 */
export async function stop(child, graceMs = 5000) {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    signalGroup(child, "SIGTERM");
    const timer = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
    await ended;
    clearTimeout(timer);
  }
  // The leader is gone; what it left behind in its group must not outlive it.
  signalGroup(child, "SIGKILL");
}

process.once("exit", () => {
  for (const child of running) signalGroup(child, "SIGKILL");
});

let ending = false;
/** Whether a signal has told this program to end: what its children do from then on is no news. */
export const isEnding = () => ending;

/**
 * Makes Ctrl-C and a polite kill end this program with everything it started; a second one does it by force.
 * @param {number} [code] the exit code after Ctrl-C
 */
export function endOnSignals(code = 130) {
  for (const [signal, exitCode] of /** @type {const} */ ([["SIGINT", code], ["SIGTERM", 143], ["SIGHUP", 129]])) {
    process.on(signal, () => {
      if (ending) process.exit(exitCode);
      ending = true;
      process.stdout.write("\n");
      void Promise.all([...running].map((child) => stop(child, 3000))).finally(() => process.exit(exitCode));
    });
  }
}

/**
 * Runs a program to its end. Its output goes to the log file, to this terminal (`show`), or both.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, log?: string, show?: boolean, timeoutMs?: number}} [options]
 * @returns {Promise<{code: number, output: string}>} output: standard output and error as they came
 */
export function run(command, args, options = {}) {
  const { cwd = root, env = process.env, log, show = false, timeoutMs } = options;
  /** @type {import("node:fs").WriteStream | null} */
  let file = null;
  if (log !== undefined) {
    mkdirSync(dirname(log), { recursive: true });
    file = createWriteStream(log, { flags: "a" });
    file.write(`$ ${[command, ...args].join(" ")}\n`);
  }
  return new Promise((resolve, reject) => {
    const child = start(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const timer = timeoutMs === undefined ? null : setTimeout(() => {
      output += `\nStopped after ${timeoutMs / 1000} s without an end.\n`;
      signalGroup(child, "SIGKILL");
    }, timeoutMs);
    let output = "";
    /** @param {string} text */
    const take = (text) => {
      output += text;
      file?.write(text);
      if (show) process.stdout.write(text);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", take);
    }
    child.once("error", (error) => {
      if (timer) clearTimeout(timer);
      file?.end();
      reject(new Failure(`${command} could not be started: ${error.message}`));
    });
    child.once("close", (code, signal) => {
      if (timer) clearTimeout(timer);
      if (signal) take(`\n${command} ended by ${signal}\n`);
      const result = { code: code ?? 128, output };
      if (file) file.end(() => resolve(result));
      else resolve(result);
    });
  });
}

/**
 * As `run`, and an exit code other than 0 is a Failure that carries the end of the output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2] & {what?: string, hint?: string}} [options]
 */
export async function mustRun(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const tail = result.output.trimEnd().split("\n").slice(-25).join("\n");
    throw new Failure(options.what ?? `${command} failed with exit code ${result.code}.`, {
      hint: options.hint ?? "",
      log: options.log ?? "",
      tail: options.show ? "" : tail,
    });
  }
  return result;
}
