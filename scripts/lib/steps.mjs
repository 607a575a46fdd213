import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { inRoot, logs, root, stampOf } from "./paths.mjs";
import { Failure } from "./run.mjs";

/**
 * @typedef {object} Step
 * @property {string} id names its stamp and its log
 * @property {string} title what the user reads while it runs
 * @property {readonly string[]} [inputs] files and folders below the repository that decide its outcome
 * @property {string} [version] what else decides it: versions, options, the machine
 * @property {readonly string[]} [outputs] what exists when it is done
 * @property {() => boolean} [isDone] asked instead of a stamp
 * @property {(log: string) => Promise<void>} run
 */

const ignored = /^(build.*|prebuilds|node_modules|source)$/;

/**
 * @param {string} path
 * @returns {string[]} the files below it, sorted, without what is built there
 */
export function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !(entry.isDirectory() && ignored.test(entry.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

/** @param {Step} step */
function hashInputs(step) {
  const hash = createHash("sha256").update(`${step.id}\0${step.version ?? ""}\0${process.platform}-${process.arch}\0`);
  for (const input of step.inputs ?? []) {
    for (const file of filesBelow(inRoot(input))) {
      hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

/** @param {Step} step */
function isUpToDate(step) {
  if (step.isDone) return step.isDone();
  if (!(step.outputs ?? []).every((output) => existsSync(inRoot(output)))) return false;
  return existsSync(stampOf(step.id)) && readFileSync(stampOf(step.id), "utf8") === hashInputs(step);
}

const terminal = process.stdout.isTTY;

/** @param {number} ms */
export const seconds = (ms) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/**
 * Tells a Failure in full: what went wrong, the end of the output, the way out and where to read more.
 * @param {Failure} failure
 */
export function tellFailure({ message, tail, hint, log }) {
  return [message, tail && `\n${tail.replace(/^/gm, "    ")}\n`, hint, log && `Full log: ${log}`].filter(Boolean).join("\n");
}

/**
 * Runs the steps in order, skips those that are up to date and says how far it is.
 * @param {readonly Step[]} steps
 * @param {(step: Step, failure: Failure) => void} [onFailure] goes on with the next step; without it a failure ends all
 */
export async function runSteps(steps, onFailure) {
  for (const [index, step] of steps.entries()) {
    const line = `[${index + 1}/${steps.length}] ${step.title} … `;
    if (isUpToDate(step)) {
      console.log(`${line}up to date`);
      continue;
    }
    const started = Date.now();
    const elapsed = () => seconds(Date.now() - started);
    process.stdout.write(line);
    const ticking = terminal ? setInterval(() => process.stdout.write(`\r${line}${elapsed()}  `), 1000) : null;
    const log = join(logs, `${step.id}.log`);
    rmSync(log, { force: true });
    try {
      await step.run(log);
    } catch (error) {
      process.stdout.write(terminal ? `\r${line}failed after ${elapsed()}\n` : `failed after ${elapsed()}\n`);
      if (!(error instanceof Failure)) throw error;
      if (error.log === "" && existsSync(log)) error.log = log;
      if (onFailure === undefined) throw error;
      onFailure(step, error);
      continue;
    } finally {
      if (ticking) clearInterval(ticking);
    }
    process.stdout.write(terminal ? `\r${line}${elapsed()}  \n` : `${elapsed()}\n`);
    if (!step.isDone) {
      mkdirSync(dirname(stampOf(step.id)), { recursive: true });
      // Taken after the step: what it wrote into its own inputs belongs to the state that it leaves.
      writeFileSync(stampOf(step.id), hashInputs(step));
    }
  }
}

/**
 * The whole of a script: tells a Failure plainly, anything else with its stack.
 * @param {() => Promise<number>} body gives the exit code
 */
export async function main(body) {
  try {
    process.exit(await body());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`\n${tellFailure(error)}`);
    process.exit(1);
  }
}
