// npm test: sets everything up, then runs every layer of tests and tells how many ran.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runInHost } from "./lib/inHost.mjs";
import { lint } from "./lib/lint.mjs";
import { runMocha } from "./lib/mocha.mjs";
import { buildTests, configVerdict, runTests, testBuild } from "./lib/native.mjs";
import { artifacts, inRoot, logs } from "./lib/paths.mjs";
import { endOnSignals, Failure, run } from "./lib/run.mjs";
import { checkNode, setup } from "./lib/setup.mjs";
import { buildWindows, wine32Folder, windowsNode } from "./lib/windows.mjs";
import { missingForWine } from "./lib/system.mjs";
import { main, runSteps, seconds, tellFailure } from "./lib/steps.mjs";

/** @typedef {import("./lib/mocha.mjs").Outcome} Outcome */
/** @typedef {{name: string, about: string, needs: readonly import("./lib/steps.mjs").Step[], run: (log: string) => Promise<Outcome>, lacks?: () => readonly string[]}} Layer `lacks`: what this machine would have to have, and the set-up does not ask for */

const MINUTE = 60_000;
const system = setup.system("test");
const { npm, portaudio, addon, bundles, vsix, host, install } = setup;
const asan = buildTests("address");
const tsan = buildTests("thread");
const wineSystem = setup.system("wine");
const wine32System = setup.system("wine32");
const windowsX64 = buildWindows("x86_64");
const windows = [windowsX64, buildWindows("i686")];
/** What of the tests' needs the quick ones have. */
const quickNeeds = ["g++-mingw-w64-x86-64-posix", "wine", "wine64"];

/**
 * @param {string} name
 * @param {string} about
 * @param {string} pattern
 * @param {readonly import("./lib/steps.mjs").Step[]} needs
 * @param {{minutes?: number, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Layer}
 */
const mochaLayer = (name, about, pattern, needs, { minutes = 20, env = {} } = {}) => ({
  name, about, needs, run: (log) => runMocha(name, pattern, { log, env, timeoutMs: minutes * MINUTE }),
});

/** @param {string} log @returns {Promise<Outcome>} */
async function types(log) {
  const projects = [".", "webview", "scripts"];
  const results = [];
  for (const project of projects) {
    results.push(await run(process.execPath, [inRoot("node_modules", "typescript", "bin", "tsc"), "-p", inRoot(project)], { log }));
  }
  const failed = results.filter(({ code }) => code !== 0);
  return { passed: results.length - failed.length, failed: failed.length, note: `projects: ${projects.join(", ")}`, output: failed.map(({ output }) => output).join("\n") };
}

/** Only run when it is named.
 * @type {readonly Layer[]} */
const onDemand = [
  mochaLayer("wine", "the driver for Windows in an ASIO host, and the lab in Node.js for Windows, under Wine", "test/wine/**/*.test.ts", [wineSystem, npm, portaudio, bundles, windowsNode, ...windows]),
  mochaLayer("wine32", "the same for the 32-bit driver, under Wine 10 on an emulated machine", "test/wine32/**/*.test.ts", [wine32System, npm, portaudio, ...windows, wine32Folder], { minutes: 90 }),
  mochaLayer("wine10", "WASAPI loopback, which needs Wine 10, in the Debian of that machine", "test/wine10/**/*.test.ts", [wine32System, npm, portaudio, bundles, windowsNode, ...windows.slice(0, 1), wine32Folder]),
];

/** In the order in which they run: what fails fastest comes first. @type {readonly Layer[]} */
const layers = [
  { name: "lint", about: "ESLint, clang-format, clang-tidy", needs: [system, npm, portaudio, asan], run: (log) => lint(log, testBuild("address")) },
  { name: "types", about: "TypeScript in every project", needs: [npm], run: types },
  mochaLayer("unit", "pure logic, in Node", "test/unit/**/*.test.ts", [npm]),
  mochaLayer("conformance", "the TOML reader, on toml-test's files and the specification", "test/conformance/**/*.test.ts", [system, npm]),
  mochaLayer("property", "generated scenarios and texts", "test/property/**/*.test.ts", [system, npm, portaudio, addon, bundles]),
  mochaLayer("process", "the audio process and the command line, for real", "test/process/**/*.test.ts", [system, npm, portaudio, addon, bundles]),
  mochaLayer("webview", "the panel's page, in a browser", "test/webview/**/*.test.ts", [system, npm, portaudio, bundles]),
  { name: "native", about: "C++ with the address and undefined-behaviour sanitizers", needs: [system, npm, portaudio, asan], run: (log) => runTests("address", log) },
  { name: "threads", about: "C++ with the thread sanitizer", needs: [system, npm, portaudio, tsan], run: (log) => runTests("thread", log) },
  mochaLayer("corpus", "the driver's reader against the editor's", "test/native-corpus/**/*.test.ts", [system, npm, portaudio, asan], { env: { FLEXLAB_CONFIG_VERDICT: configVerdict } }),
  mochaLayer("jack", "a real JACK server with loopback", "test/jack/**/*.test.ts", [system, npm, portaudio, addon, bundles]),
  mochaLayer("alsa", "ALSA without a sound card: files, and a sound server", "test/alsa/**/*.test.ts", [system, npm, portaudio, addon, bundles]),
  { ...mochaLayer("windows", "the driver for Windows, quickly, under Wine; where Wine and its cross-compilers are", "test/wine/quick.test.ts", [system, npm, portaudio, windowsX64]), lacks: () => missingForWine().filter((name) => quickNeeds.includes(name)) },
  { name: "host", about: "inside the extension host of a real VS Code", needs: [system, npm, portaudio, addon, bundles, host], run: runInHost },
  mochaLayer("e2e", "the packed extension in a real workbench", "test/e2e/**/*.test.ts", [system, npm, portaudio, addon, bundles, vsix, host, install], { minutes: 40 }),
];

const help = `Usage: npm test -- [options]

Sets up whatever is missing, runs all layers of tests and says how many ran.

  --only a,b   only these layers
  --help       this text

Layers:
${layers.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join("\n")}
Only when named:
${onDemand.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join("\n")}

Logs, results and screenshots are kept in artifacts/.`;

function chosen() {
  let values;
  try {
    values = parseArgs({ options: { only: { type: "string" }, help: { type: "boolean", default: false } } }).values;
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), { hint: "npm test -- --help lists the options." });
  }
  if (values.help) return null;
  if (values.only === undefined) return layers;
  const names = values.only.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const all = [...layers, ...onDemand];
  const unknown = names.filter((name) => !all.some((layer) => layer.name === name));
  if (unknown.length > 0 || names.length === 0) {
    throw new Failure(`No such layer: ${unknown.join(", ") || "none was named"}.`, { hint: `Layers: ${all.map(({ name }) => name).join(", ")}` });
  }
  return all.filter(({ name }) => names.includes(name));
}

/** @param {Layer} layer */
async function runLayer(layer) {
  const started = Date.now();
  const log = join(logs, `test-${layer.name}.log`);
  process.stdout.write(`${layer.name.padEnd(10)} … `);
  /** @type {Outcome} */
  let outcome;
  try {
    outcome = await layer.run(log);
  } catch (error) {
    outcome = { passed: 0, failed: 1, output: error instanceof Failure ? tellFailure(error) : String(error instanceof Error ? error.stack : error) };
  }
  // A layer that ran nothing proves nothing.
  if (outcome.passed + outcome.failed === 0) outcome = { ...outcome, failed: 1, output: `${outcome.output ?? ""}\nNo test ran.` };
  const { passed, failed, note } = outcome;
  console.log(`${passed} passed, ${failed} failed   ${seconds(Date.now() - started)}${note ? `   (${note})` : ""}`);
  if (failed > 0) console.log(`\n${(outcome.output ?? "").trimEnd().replace(/^/gm, "    ")}\n\n    Full log: ${log}\n`);
  return { passed, failed };
}

await main(async () => {
  const selection = chosen();
  if (selection === null) {
    console.log(help);
    return 0;
  }
  checkNode();
  endOnSignals();
  mkdirSync(artifacts, { recursive: true });
  const order = [system, wineSystem, wine32System, npm, portaudio, addon, bundles, vsix, host, install, asan, tsan, windowsNode, ...windows, wine32Folder];
  /** @type {Map<import("./lib/steps.mjs").Step, Failure>} */
  const broken = new Map();
  const lacking = new Map(selection.map((layer) => [layer, layer.lacks?.() ?? []]));
  const able = selection.filter((layer) => lacking.get(layer)?.length === 0);
  await runSteps(order.filter((step) => able.some(({ needs }) => needs.includes(step))), (step, failure) => {
    // Without these nothing can run; what else fails is the failure of the layers that need it.
    if (step === system || step === wineSystem || step === wine32System || step === npm) throw failure;
    broken.set(step, failure);
  });
  console.log("");
  let passed = 0;
  let failed = 0;
  for (const layer of selection) {
    if (!able.includes(layer)) {
      console.log(`${layer.name.padEnd(10)} … not run: this machine has no ${lacking.get(layer)?.join(", ")}   (npm test -- --only wine installs what the Windows side needs)`);
      continue;
    }
    const missing = layer.needs.map((step) => broken.get(step)).find((failure) => failure !== undefined);
    const outcome = await runLayer(missing === undefined ? layer : { ...layer, run: () => Promise.reject(missing) });
    passed += outcome.passed;
    failed += outcome.failed;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
});
