import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { hostFolder } from "./paths.mjs";
import { Failure, mustRun, run } from "./run.mjs";

/** VS Code in the browser, and the Node.js that it demands. Both come from npm; a real VS Code 1.139.1. */
export const CODE_SERVER = "4.139.1";
export const NODE = "24.21.0";

export const codeServer = join(hostFolder, "node_modules", "code-server");
export const entry = join(codeServer, "out", "node", "entry.js");
const ownNode = join(hostFolder, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
const nodeIsRight = process.versions.node.startsWith("24.");

/** The Node.js that runs the workbench: this one when its version is right, else the one from npm. */
export const hostNode = () => (nodeIsRight ? process.execPath : ownNode);

/** What is left out of the installed workbench: nothing of it is needed here, and it is half of the size. */
const pruned = [
  ["lib/vscode/node_modules/@github", /^copilot-sdk-/],
  ["lib/vscode/node_modules/@microsoft", /^mxc-sdk$/],
  ["lib/vscode/extensions", /^(copilot|mermaid-markdown-features)$/],
  ["lib/vscode/node_modules/@vscode/ripgrep-universal/bin", new RegExp(`^(?!${process.platform}-${process.arch}$)`)],
  ["lib/vscode/node_modules/node-pty/prebuilds", new RegExp(`^(?!${process.platform}-${process.arch}$)`)],
];

/**
 * Builds the module that writes log files, without which the Output view stays empty. Everything else works without
 * it, so a machine that cannot build it gets the workbench all the same.
 * @param {string} vscode
 * @param {string} log
 */
async function buildLogger(vscode, log) {
  const nodeFolder = join(hostNode(), "..", "..");
  if (!existsSync(join(nodeFolder, "include", "node", "node_api.h"))) return;
  const env = { ...process.env, npm_config_nodedir: nodeFolder, PATH: `${join(nodeFolder, "bin")}${delimiter}${process.env.PATH ?? ""}` };
  await run("npm", ["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"], { cwd: vscode, env, log });
}

/** @type {import("./steps.mjs").Step} */
export const installHost = {
  id: "vscode-host",
  title: "Installing VS Code for the browser",
  version: `${CODE_SERVER} ${NODE} ${nodeIsRight}`,
  outputs: [".vscode-host/node_modules/code-server/lib/vscode/node_modules", ".vscode-host/node_modules/code-server/lib/vscode/extensions/node_modules"],
  async run(log) {
    if (process.platform === "win32") {
      throw new Failure("VS Code for the browser does not run on Windows.", {
        hint: "Install the packed extension in your own VS Code instead: npm run package, then code --install-extension dist/flexlab-win32-x64.vsix",
      });
    }
    if (!nodeIsRight && !(process.platform === "linux" && ["x64", "arm64"].includes(process.arch))) {
      throw new Failure(`VS Code for the browser needs Node.js 24 here; this is ${process.versions.node}.`, {
        hint: "Install Node.js 24 and run the command again.",
      });
    }
    rmSync(hostFolder, { recursive: true, force: true, maxRetries: 5 });
    mkdirSync(hostFolder, { recursive: true });
    writeFileSync(join(hostFolder, "package.json"), '{"private":true}\n');
    const wanted = [`code-server@${CODE_SERVER}`];
    if (!nodeIsRight) wanted.push(`node-${process.platform}-${process.arch}@${NODE}`);
    const hint = "It comes from the npm registry: check the network and run the command again.";
    const what = "VS Code for the browser could not be installed.";
    // Install scripts are off: they want a compiler and downloads, and the workbench runs without what they make.
    const npm = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
    await mustRun("npm", [...npm, ...wanted], { cwd: hostFolder, log, what, hint });
    const vscode = join(codeServer, "lib", "vscode");
    await mustRun("npm", [...npm, "--omit=dev"], { cwd: vscode, log, what, hint });
    await mustRun("npm", [...npm, "--omit=dev"], { cwd: join(vscode, "extensions"), log, what, hint });
    await buildLogger(vscode, log);
    for (const [folder, pattern] of /** @type {[string, RegExp][]} */ (pruned)) {
      const path = join(codeServer, folder);
      if (!existsSync(path)) continue;
      for (const name of readdirSync(path)) {
        if (pattern.test(name)) rmSync(join(path, name), { recursive: true, force: true });
      }
    }
    if (!nodeIsRight) rmSync(join(ownNode, "..", "..", "include"), { recursive: true, force: true });
    const version = JSON.parse(readFileSync(join(codeServer, "package.json"), "utf8")).version;
    if (version !== CODE_SERVER || !existsSync(hostNode())) {
      throw new Failure(`VS Code for the browser is not what was asked for: ${version}.`, { hint });
    }
  },
};
