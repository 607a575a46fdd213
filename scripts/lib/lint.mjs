import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, relative } from "node:path";
import { artifacts, inRoot, root } from "./paths.mjs";
import { run } from "./run.mjs";
import { filesBelow } from "./steps.mjs";

/** @typedef {{name: string, files: number, ok: boolean, output: string}} Check */

/** @param {string} log @returns {Promise<Check>} */
async function eslint(log) {
  const report = join(artifacts, "eslint.json");
  const { code, output } = await run(process.execPath, [
    inRoot("node_modules", "eslint", "bin", "eslint.js"), ".", "--max-warnings", "0", "--format", "json", "--output-file", report,
  ], { log });
  if (code > 1) return { name: "ESLint", files: 0, ok: false, output };
  /** @type {{filePath: string, messages: {line: number, column: number, message: string, ruleId: string | null}[]}[]} */
  const results = JSON.parse(readFileSync(report, "utf8"));
  const problems = results.flatMap(({ filePath, messages }) => messages.map(({ line, column, message, ruleId }) =>
    `${relative(root, filePath)}:${line}:${column}  ${message}  ${ruleId ?? ""}`));
  return { name: "ESLint", files: results.length, ok: code === 0, output: problems.join("\n") };
}

const ours = () => [...filesBelow(inRoot("native")), ...filesBelow(inRoot("test", "native")), ...filesBelow(inRoot("test", "bench", "native"))]
  .filter((file) => /\.(cpp|h)$/.test(file));

/** @param {string} log @returns {Promise<Check>} */
async function clangFormat(log) {
  const files = ours();
  const { code, output } = await run("clang-format", ["--dry-run", "-Werror", "--style=file", ...files], { log });
  return { name: "clang-format", files: files.length, ok: code === 0, output };
}

/**
 * It takes seconds a file, so a file that passed is not looked at again until it, a header or the rules change.
 * @param {string} log
 * @param {string} buildFolder holds compile_commands.json
 * @returns {Promise<Check>}
 */
async function clangTidy(log, buildFolder) {
  /** @type {{file: string}[]} */
  const commands = JSON.parse(readFileSync(join(buildFolder, "compile_commands.json"), "utf8"));
  const built = new Set(commands.map(({ file }) => file));
  const shared = createHash("sha256");
  for (const file of [inRoot(".clang-tidy"), ...ours().filter((name) => name.endsWith(".h"))]) shared.update(readFileSync(file));
  const passed = join(artifacts, "stamps", "clang-tidy");
  mkdirSync(passed, { recursive: true });
  const files = ours()
    .filter((file) => file.endsWith(".cpp") && built.has(file) && !file.startsWith(inRoot("test")))
    .map((file) => ({ file, stamp: join(passed, shared.copy().update(file).update(readFileSync(file)).digest("hex")) }));
  const queue = files.filter(({ stamp }) => !existsSync(stamp));
  /** @type {string[]} */
  const problems = [];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { code, output } = await run("clang-tidy", ["-p", buildFolder, "--quiet", "--warnings-as-errors=*", "--extra-arg=-Wno-unknown-warning-option", next.file], { log });
      if (code === 0) writeFileSync(next.stamp, "");
      else problems.push(output);
    }
  };
  await Promise.all(cpus().map(worker));
  return { name: "clang-tidy", files: files.length, ok: problems.length === 0, output: problems.join("\n") };
}

/**
 * Every linter over all of our files; each is one check, and a linter that found no file to look at has failed.
 * @param {string} log
 * @param {string} buildFolder
 * @returns {Promise<import("./mocha.mjs").Outcome>}
 */
export async function lint(log, buildFolder) {
  const checks = [await eslint(log), await clangFormat(log), await clangTidy(log, buildFolder)];
  const failed = checks.filter(({ ok, files }) => !ok || files === 0);
  return {
    passed: checks.length - failed.length,
    failed: failed.length,
    note: checks.map(({ name, files }) => `${name}: ${files} files`).join(", "),
    output: failed.map(({ name, files, output }) => `${name} (${files} files)\n${output}`).join("\n\n"),
  };
}
