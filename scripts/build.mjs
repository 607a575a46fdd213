// Bundles the extension, the audio process, the command line and the panel's page into dist/.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, context } from "esbuild";
import { tellBudgets } from "./lib/budgets.mjs";
import { commonJsChunks } from "./lib/chunks.mjs";
import { inRoot, stampOf } from "./lib/paths.mjs";

const options = process.argv.slice(2);
if (options.includes("--help")) {
  console.log("Usage: node scripts/build.mjs [--minify] [--watch]");
  process.exit(0);
}
const minify = options.includes("--minify");

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: inRoot(),
  bundle: true,
  minify,
  // Names stay readable in stack traces of users.
  keepNames: minify,
  sourcemap: minify ? false : "linked",
  // Licences stand in one file of their own, written below.
  legalComments: "none",
  // Everything that loads these files reads UTF-8; escapes would only make them longer.
  charset: "utf8",
  metafile: true,
  logLevel: "warning",
  // Its other half reads files and loads from the network; here the sentences are handed over.
  alias: { "@vscode/l10n": inRoot("node_modules", "@vscode", "l10n", "dist", "browser.js") },
};

/**
 * The schema as the bundles need it: what it says to other editors alone stays out.
 * @param {any} node
 * @returns {any}
 */
function leanSchema(node) {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return node;
  const dropped = ["$schema", "$id", "title", "examples", "additionalProperties", "not", "markdownEnumDescriptions", "enumDescriptions", "errorMessage", "patternErrorMessage"];
  if ("markdownDescription" in node) dropped.push("description");
  if (node.type === "object") dropped.push("type");
  // A property may be called like a keyword; those are below `properties`.
  return Object.fromEntries(Object.entries(node).flatMap(([name, value]) => {
    if (name === "properties" || name === "definitions") return [[name, Object.fromEntries(Object.entries(value).map(([one, part]) => [one, leanSchema(part)]))]];
    return dropped.includes(name) ? [] : [[name, leanSchema(value)]];
  }));
}

/** @type {import("esbuild").Plugin} */
const lean = {
  name: "lean-schema",
  setup: (build) => build.onLoad({ filter: /[\\/]flexasio\.schema\.json$/ }, ({ path }) => ({
    contents: JSON.stringify(leanSchema(JSON.parse(readFileSync(path, "utf8")))), loader: "json",
  })),
};

/** @type {import("esbuild").BuildOptions} */
const inNode = { ...common, platform: "node", format: "cjs", target: "node20", external: ["vscode"], outExtension: { ".js": ".cjs" } };

/** @type {import("esbuild").BuildOptions[]} */
const bundles = [
  {
    ...inNode,
    entryPoints: { extension: "extension/editor/extension.ts" },
    outdir: "dist",
    keepNames: false,
    plugins: [lean, commonJsChunks({ minify, sourcemap: !minify, host: "node" })],
  },
  {
    ...common,
    platform: "browser",
    target: "es2022",
    external: ["vscode"],
    keepNames: false,
    entryPoints: { extension: "extension/editor/extensionWeb.ts" },
    outdir: "dist/web",
    plugins: [lean, commonJsChunks({ minify, sourcemap: !minify, host: "web" })],
  },
  { ...inNode, entryPoints: { audioProcess: "extension/audio/audioProcess.ts" }, outdir: "dist" },
  { ...inNode, entryPoints: { cli: "extension/cli/cli.ts" }, outdir: "dist", banner: { js: "#!/usr/bin/env node" } },
  {
    ...common,
    platform: "browser",
    format: "iife",
    target: "es2022",
    entryPoints: { panel: "webview/panel.ts" },
    loader: { ".ttf": "file" },
    assetNames: "[name]",
    outdir: "dist/webview",
  },
];

/**
 * The licences of everything that ended up inside the bundles and the addon.
 * @param {readonly import("esbuild").BuildResult[]} results
 */
function notices(results) {
  /** @type {Map<string, string>} */
  const folders = new Map();
  for (const input of results.flatMap((result) => Object.keys(result.metafile?.inputs ?? {}))) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name !== undefined) folders.set(name, inRoot("node_modules", name));
  }
  folders.set("PortAudio", inRoot("vendor", "portaudio", "source"));
  folders.set("node-addon-api", inRoot("node_modules", "node-addon-api"));
  const parts = [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, folder]) => {
    if (!existsSync(folder)) return [];
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return file === undefined ? [] : [`${name}\n${"-".repeat(name.length)}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`];
  });
  return `FlexLab contains the following software of others.\n\n${parts.join("\n\n")}`;
}

// What stands in dist/ is no longer what the set-up left there; it builds anew when it is asked next.
rmSync(stampOf("bundles"), { force: true });

if (options.includes("--watch")) {
  for (const bundle of bundles) await (await context({ ...bundle, logLevel: "info" })).watch();
  console.log("Watching; Ctrl-C ends.");
} else {
  for (const name of existsSync(inRoot("dist")) ? readdirSync(inRoot("dist"), { recursive: true, encoding: "utf8" }) : []) {
    if (name.endsWith(".map")) rmSync(inRoot("dist", name));
  }
  try {
    const results = await Promise.all(bundles.map((bundle) => build(bundle)));
    writeFileSync(inRoot("dist", "THIRD-PARTY-NOTICES.txt"), notices(results));
    if (minify && !tellBudgets(results.flatMap(({ metafile }) => metafile ?? []))) process.exit(1);
  } catch {
    // esbuild has said what and where.
    process.exit(1);
  }
}
