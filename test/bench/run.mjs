// npm run bench: runs every benchmark and writes one table and artifacts/bench.json.
// npm run bench -- --only parsing,peers: these parts alone.
//
// Figures, never tests: nothing here passes or fails, but a benchmark that breaks is told at the end.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { runInHost } from "../../scripts/lib/inHost.mjs";
import { benchBuild, benchProgram, buildBench } from "../../scripts/lib/native.mjs";
import { addonFile, artifacts, inRoot, logs, vsixFile } from "../../scripts/lib/paths.mjs";
import { endOnSignals, Failure, mustRun } from "../../scripts/lib/run.mjs";
import { checkNode, setup } from "../../scripts/lib/setup.mjs";
import { main, runSteps } from "../../scripts/lib/steps.mjs";
import { buildWindows, buildWindowsBench, windowsDriver, windowsMachines, windowsNode } from "../../scripts/lib/windows.mjs";

/** @typedef {{name: string, value: number | string, unit: string}} Figure */

const log = join(logs, "bench.log");

/** One JSON object a line, {"name", "value", "unit"}. @param {string} output @returns {Figure[]} */
function figuresIn(output) {
  return output.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      const figure = JSON.parse(line);
      return typeof figure.name === "string" && "value" in figure ? [{ unit: "", ...figure }] : [];
    } catch {
      return [];
    }
  });
}

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * @param {string} name of a file in this folder that prints one JSON document
 * @param {readonly string[]} [args]
 * @returns {Promise<any>}
 */
async function document(name, args = []) {
  const { output } = await mustRun(process.execPath, ["--import", "tsx", inRoot("test", "bench", name), ...args], { log });
  return JSON.parse(output);
}

/**
 * The same, bundled as the extension is, so that the code that is measured is the code that is shipped.
 * @param {string} name @param {readonly string[]} [args] @returns {Promise<any>}
 */
async function bundled(name, args = []) {
  const outfile = join(artifacts, "bench", name.replace(/\.ts$/, ".cjs"));
  await build({ entryPoints: [inRoot("test", "bench", name)], outfile, bundle: true, minify: true, platform: "node", format: "cjs", target: "node20", logLevel: "error" });
  const { output } = await mustRun(process.execPath, [outfile, ...args], { log });
  return JSON.parse(output);
}

/** @returns {Promise<Figure[]>} */
async function parsing() {
  /** @type {{timings: {name: string, p50: number, p99: number, cpu: number, cpuP99: number, budget: number}[], nasty: {name: string, growth: number}[]}} */
  const { timings, nasty } = await bundled("parse.bench.ts");
  return [
    ...timings.flatMap(({ name, p50, p99, cpu, cpuP99, budget }) => [
      { name: `${name}, median`, value: p50, unit: "ms" },
      { name: `${name}, 99th percentile (budget ${budget} ms)`, value: p99, unit: "ms" },
      { name: `${name}, processor time on average`, value: cpu, unit: "ms" },
      { name: `${name}, processor time, 99th percentile`, value: cpuP99, unit: "ms" },
    ]),
    ...nasty.map(({ name, growth }) => ({ name: `time for a text twice as long: ${name}`, value: growth, unit: "x" })),
  ];
}

/** From keystroke to diagnostics, beside others; they are installed into a folder of their own. @returns {Promise<Figure[]>} */
async function peers() {
  const folder = inRoot("test", "bench", "peers");
  await mustRun("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { log, cwd: folder, what: "What to compare with could not be installed." });
  /** @type {{results: {name: string, lines: number, min: number, p50: number, p99: number, cpu: number, ratio: number, medianRatio: number, cpuRatio: number}[]}} */
  const { results } = await bundled("peers.bench.ts", [join(folder, "package.json"), inRoot("extension", "config", "flexasio.schema.json")]);
  return results.flatMap(({ name, lines, min, p50, p99, cpu, ratio, medianRatio, cpuRatio }) => [
    { name: `keystroke to diagnostics, ${lines} lines, ${name}, fastest`, value: min, unit: "ms" },
    { name: `keystroke to diagnostics, ${lines} lines, ${name}, median`, value: p50, unit: "ms" },
    { name: `keystroke to diagnostics, ${lines} lines, ${name}, 99th percentile`, value: p99, unit: "ms" },
    { name: `keystroke to diagnostics, ${lines} lines, ${name}, processor time on average`, value: cpu, unit: "ms" },
    ...(ratio === 1 ? [] : [
      { name: `keystroke to diagnostics, ${lines} lines, ${name} against FlexLab, each at its fastest`, value: ratio, unit: "x" },
      { name: `keystroke to diagnostics, ${lines} lines, ${name} against FlexLab, half of the keys`, value: medianRatio, unit: "x" },
      { name: `keystroke to diagnostics, ${lines} lines, ${name} against FlexLab, processor time of all`, value: cpuRatio, unit: "x" },
    ]),
  ]);
}

/** @returns {Promise<Figure[]>} */
async function analysis() {
  /** @type {{results: {name: string, timesRealTime: number, firstCpuMilliseconds: number}[]}} */
  const { results } = await bundled("analysis.bench.ts");
  return results.flatMap(({ name, timesRealTime, firstCpuMilliseconds }) => [
    { name: `analysis of ${name}`, value: timesRealTime, unit: "x real time" },
    { name: `analysis of ${name}, the first one`, value: firstCpuMilliseconds, unit: "ms of processor time" },
  ]);
}

/** @returns {Promise<Figure[]>} */
async function panel() {
  /** @typedef {{framesPerSecond: number, script: number, thread: number, renderer: number, compositor: number}} Costs */
  /** @type {{bytes: number, channels: number, frameBytes: number, paint: {first: number, whole: number}, floor: Costs, stream: Costs}} */
  const { bytes, channels, frameBytes, paint, floor, stream } = await document("panel.bench.ts");
  const many = `the panel with ${channels} channels each way`;
  const core = "% of a core";
  return [
    { name: "the panel's page code (budget 350)", value: Math.round(bytes / 1000), unit: "kB" },
    { name: "the panel's first paint after open, median (budget 200 ms)", value: rounded(paint.first), unit: "ms" },
    { name: "the whole panel, painted, median", value: rounded(paint.whole), unit: "ms" },
    { name: `${many}, frames drawn`, value: rounded(stream.framesPerSecond), unit: "per second" },
    { name: `${many}, its code`, value: rounded(stream.script), unit: core },
    { name: `${many}, the thread of its code, with layout and drawing`, value: rounded(stream.thread), unit: core },
    { name: `${many}, the process of the page`, value: rounded(stream.renderer), unit: core },
    { name: `${many}, the process that puts the picture together`, value: rounded(stream.compositor), unit: core },
    { name: "a single dot that moves as often, the process of the page", value: rounded(floor.renderer), unit: core },
    { name: "a single dot that moves as often, the process that puts the picture together", value: rounded(floor.compositor), unit: core },
    { name: `${many}, a message (budget 4096)`, value: frameBytes, unit: "bytes" },
  ];
}

/** The same from end to end, in a real workbench. @returns {Promise<Figure[]>} */
async function liveStream() {
  await runSteps([setup.install]);
  /** @typedef {{messagesPerSecond: number, picturesPerSecond: number, percent: Record<"audio" | "extensionHost" | "server" | "renderers" | "gpu", number>}} Costs */
  /** @type {{channels: number, opening: Record<"panel" | "markdownPreview", {pageBegins: number, firstPaint: number}>, watched: Costs, unread: Costs}} */
  const { channels, opening: { panel, markdownPreview }, watched, unread } = await document("liveStream.bench.ts");
  const many = `a stream of ${channels} channels each way in the workbench`;
  const core = "% of a core";
  const processes = /** @type {const} */ ({
    audio: "the audio process",
    extensionHost: "the extension host",
    server: "VS Code's server",
    renderers: "the pages of VS Code and the panel",
    gpu: "the process that puts the picture together",
  });
  /** @param {string} name @param {Costs} costs @returns {Figure[]} */
  const parts = (name, { percent }) => [
    ...Object.entries(processes).map(([key, process]) => ({ name: `${name}, ${process}`, value: rounded(percent[/** @type {keyof typeof processes} */ (key)]), unit: core })),
    { name: `${name}, all of them`, value: rounded(Object.values(percent).reduce((sum, value) => sum + value, 0)), unit: core },
  ];
  return [
    { name: "the panel in the workbench, from the command until VS Code loads its page, median", value: rounded(panel.pageBegins), unit: "ms" },
    { name: "the panel in the workbench, from there to its first paint", value: rounded(panel.firstPaint - panel.pageBegins), unit: "ms" },
    { name: "VS Code's own Markdown preview, from the command until VS Code loads its page, median", value: rounded(markdownPreview.pageBegins), unit: "ms" },
    { name: "VS Code's own Markdown preview, from there to its first paint", value: rounded(markdownPreview.firstPaint - markdownPreview.pageBegins), unit: "ms" },
    { name: `${many}, messages to the panel`, value: rounded(watched.messagesPerSecond), unit: "per second" },
    { name: `${many}, pictures of the display`, value: rounded(watched.picturesPerSecond), unit: "per second" },
    ...parts(many, watched),
    ...parts("the same, all messages left unread and a single dot moved", unread),
  ];
}

/** @param {number} value */
const rounded = (value) => Number(value.toFixed(1));

/** @returns {Promise<Figure[]>} */
async function native() {
  await runSteps([buildBench]);
  return figuresIn((await mustRun(benchProgram, [], { log, cwd: benchBuild })).output);
}

/** From the command to the document, with the shortest useful recording. @returns {Promise<Figure[]>} */
async function commandLine() {
  const cli = inRoot("dist", "cli.cjs");
  const example = inRoot("examples", "FlexASIO.toml");
  const times = [];
  let added = 0;
  for (let i = 0; i < 5; i += 1) {
    const started = performance.now();
    const { output } = await mustRun(process.execPath, [cli, "test", example, "--seconds", "0.5", "--json"], { log });
    times.push(performance.now() - started);
    const report = JSON.parse(output.slice(output.indexOf("{")));
    // The Virtual cable's own round trip is what it reports; what the driver adds is the rest.
    added = report.latency.measuredRoundTripFrames - report.latency.reportedRoundTripFrames;
  }
  const started = performance.now();
  await mustRun(process.execPath, [cli, "check", "--driver", "flexlab", example], { log });
  const checked = performance.now() - started;
  /** @type {{results: {name: string, median: number, p95: number, budget: number}[]}} */
  const { results } = await document("roundTrip.bench.ts", [inRoot("dist", "audioProcess.cjs"), cli, example]);
  return [
    ...results.flatMap(({ name, median, p95, budget }) => [
      { name: `${name}, median`, value: median, unit: "ms" },
      { name: `${name}, 95th percentile (budget ${budget} ms)`, value: p95, unit: "ms" },
    ]),
    { name: "flexlab test, from command to result (0.5 s of sound)", value: Math.round(median(times)), unit: "ms" },
    { name: "flexlab check, from command to result", value: Math.round(checked), unit: "ms" },
    { name: "latency added by the driver", value: added, unit: "frames" },
  ];
}

/** The driver for Windows under Wine, in one run of it; needs what the tests under Wine need. @returns {Promise<Figure[]>} */
async function wine() {
  await runSteps([setup.system("wine"), windowsNode, buildWindows("x86_64"), buildWindowsBench]);
  /** @type {{output: string, added: number, roundTrip: number, notices: number[]}} */
  const { output, added, roundTrip, notices } = await document("wine.bench.ts");
  return [
    // Wine's clock counts in steps of 100 ns: too coarse for how many times as long.
    ...figuresIn(output).filter(({ unit }) => unit !== "times").map(({ name, ...rest }) => ({ name: `under Wine: ${name}`, ...rest })),
    { name: `under Wine: latency added by FlexLab.dll, of a round trip of ${roundTrip} frames`, value: added, unit: "frames" },
    { name: "under Wine: from a saved change to the request to begin anew, median", value: median(notices), unit: "ms" },
    { name: `under Wine: the same, longest of ${notices.length} (budget 300 ms)`, value: Math.max(...notices), unit: "ms" },
    ...windowsMachines.map((machine) => inRoot(windowsDriver(machine))).filter((file) => existsSync(file)).map((file) => ({
      name: `size of ${basename(dirname(file))}/FlexLab.dll`, value: Math.round(statSync(file).size / 1000), unit: "kB",
    })),
  ];
}

/** @returns {Promise<Figure[]>} */
function sizes() {
  const files = {
    "extension.cjs": inRoot("dist", "extension.cjs"), "audioProcess.cjs": inRoot("dist", "audioProcess.cjs"), "cli.cjs": inRoot("dist", "cli.cjs"),
    "panel.js": inRoot("dist", "webview", "panel.js"), "panel.css": inRoot("dist", "webview", "panel.css"),
    "flexlab.node": addonFile, "flexlab.vsix": vsixFile,
  };
  return Promise.resolve(Object.entries(files).map(([name, file]) => ({ name: `size of ${name}`, value: Math.round(statSync(file).size / 1000), unit: "kB" })));
}

/** @returns {Promise<Figure[]>} */
async function activation() {
  const file = join(artifacts, "bench-host.jsonl");
  writeFileSync(file, "");
  const { failed, output } = await runInHost(join(logs, "bench-host.log"), { folder: "test/bench/host", env: { FLEXLAB_BENCH_RESULT: file } });
  if (failed > 0) throw new Error(output);
  return figuresIn(readFileSync(file, "utf8"));
}

/** @type {Record<string, () => Promise<Figure[]>>} */
const parts = { native, parsing, peers, analysis, panel, liveStream, commandLine, activation, sizes, wine };

/** The parts that are named, in their order. @returns {[string, () => Promise<Figure[]>][]} */
function chosen() {
  const all = Object.entries(parts);
  const hint = `npm run bench -- --only a,b runs some parts: ${Object.keys(parts).join(", ")}.`;
  let only;
  try {
    ({ only } = parseArgs({ options: { only: { type: "string" } } }).values);
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), { hint });
  }
  if (only === undefined) return all;
  const names = only.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new Failure(`No such part: ${unknown.join(", ") || "none was named"}.`, { hint });
  return all.filter(([name]) => names.includes(name));
}

await main(async () => {
  const selection = chosen();
  checkNode();
  endOnSignals();
  mkdirSync(artifacts, { recursive: true });
  await runSteps([setup.system("test"), setup.npm, setup.portaudio, setup.addon, setup.bundles, setup.vsix, setup.host]);
  /** @type {Figure[]} */
  const figures = [];
  const problems = [];
  for (const [name, part] of selection) {
    console.log(`Measuring: ${name} …`);
    try {
      figures.push(...(await part()));
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version, load: loadavg()[0] };
  writeFileSync(join(artifacts, "bench.json"), `${JSON.stringify({ machine, figures, problems }, null, 2)}\n`);
  const width = Math.max(...figures.map(({ name }) => name.length));
  console.log(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load?.toFixed(1) ?? "?"}\n`);
  for (const { name, value, unit } of figures) console.log(`${name.padEnd(width)}  ${String(value).padStart(10)} ${unit}`);
  for (const problem of problems) console.error(`\nNot measured: ${problem}`);
  console.log(`\nAlso in artifacts/bench.json.`);
  return problems.length === 0 ? 0 : 1;
});
