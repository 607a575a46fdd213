import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { artifacts, inRoot } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {string} [note] what was covered, in a few words
 * @property {string} [output] shown in full when something failed
 */

/**
 * Runs mocha on some files and counts what it ran.
 * @param {string} name of the layer
 * @param {string} pattern below the repository
 * @param {{log: string, env?: NodeJS.ProcessEnv, timeoutMs: number}} options
 * @returns {Promise<Outcome>}
 */
export async function runMocha(name, pattern, { log, env = {}, timeoutMs }) {
  const file = join(artifacts, `result-${name}.json`);
  rmSync(file, { force: true });
  const mocha = inRoot("node_modules", "mocha", "bin", "mocha.js");
  const { code, output } = await run(process.execPath, [mocha, "--no-color", pattern], {
    log, timeoutMs, env: { ...process.env, ...env, FLEXLAB_TEST_RESULT: file },
  });
  return { ...countsOf(file, code), output };
}

/**
 * What our reporter wrote; a run that died before it wrote anything is one failure.
 * @param {string} file
 * @param {number} code the exit code of the runner
 */
export function countsOf(file, code) {
  try {
    const { passes, failures } = JSON.parse(readFileSync(file, "utf8"));
    // A runner that fails without a failing test, in a hook of the whole run for example, has failed all the same.
    return { passed: Number(passes), failed: Math.max(Number(failures), code === 0 ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
