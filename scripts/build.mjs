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
  metafile: true,
  logLevel: "warning",
};

/** @type {import("esbuild").BuildOptions} */
const inNode = { ...common, platform: "node", format: "cjs", target: "node20", external: ["vscode"], outExtension: { ".js": ".cjs" } };

/** @type {import("esbuild").BuildOptions[]} */
const bundles = [
  {
    ...inNode,
    entryPoints: { extension: "extension/editor/extension.ts" },
    outdir: "dist",
    plugins: [commonJsChunks({ minify, sourcemap: !minify })],
  },
  {
    ...common,
    platform: "browser",
    format: "cjs",
    target: "es2022",
    external: ["vscode"],
    entryPoints: { extension: "extension/editor/extensionWeb.ts" },
    outdir: "dist/web",
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
    if (minify) tellBudgets(results.flatMap(({ metafile }) => metafile ?? []));
  } catch {
    // esbuild has said what and where.
    process.exit(1);
  }
}
