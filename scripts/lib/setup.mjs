import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { CODE_SERVER, entry, hostNode, installHost } from "./host.mjs";
import { addonFile, hostFolder, inRoot, target, vsixFile } from "./paths.mjs";
import { Failure, mustRun, run } from "./run.mjs";
import { systemPackages, updatePackageLists } from "./system.mjs";

const NODE_NEEDED = [20, 19];

/** The scripts and the tools need this much; said before anything else fails for it. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(`Node.js ${NODE_NEEDED.join(".")} or newer is needed; this is ${process.versions.node}.`, {
      hint: "Install a newer Node.js and run the command again.",
    });
  }
}

/** Whether what npm has installed is what the lock file asks for. */
function npmIsDone() {
  const installed = inRoot("node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const want = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages;
  const have = JSON.parse(readFileSync(installed, "utf8")).packages;
  return Object.entries(want).every(([path, { version, optional }]) =>
    path === "" || (have[path] === undefined ? optional === true : have[path].version === version));
}

/** @type {import("./steps.mjs").Step} */
const npmPackages = {
  id: "npm-packages",
  title: "Installing npm packages",
  isDone: npmIsDone,
  async run(log) {
    await mustRun("npm", ["ci", "--no-audit", "--no-fund"], {
      log,
      what: "The npm packages could not be installed.",
      hint: "They come from the npm registry: check the network and run the command again.",
    });
  },
};

/** @type {import("./steps.mjs").Step} */
const portaudio = {
  id: "portaudio",
  title: "Obtaining PortAudio's source",
  inputs: ["vendor/portaudio/VERSION", "vendor/portaudio/obtain.sh"],
  outputs: ["vendor/portaudio/source/CMakeLists.txt"],
  async run(log) {
    const obtain = () => run("sh", [inRoot("vendor", "portaudio", "obtain.sh")], { log });
    let result = await obtain();
    if (result.code !== 0 && (await updatePackageLists(log))) result = await obtain();
    if (result.code !== 0) throw new Failure(result.output.trim() || "PortAudio's source was not obtained.", { log });
  },
};

/** @type {import("./steps.mjs").Step} */
const addon = {
  id: "addon",
  title: "Building the audio addon",
  inputs: ["CMakeLists.txt", "native", "vendor/portaudio", "package-lock.json"],
  outputs: [`native/prebuilds/${target}/flexlab.node`],
  async run(log) {
    const cmakeJs = inRoot("node_modules", "cmake-js", "bin", "cmake-js");
    const build = ["compile", "--CDCMAKE_BUILD_TYPE=Release", "-O", inRoot("native", "build"), "-T", "flexlab"];
    const what = "The audio addon could not be built.";
    await mustRun(process.execPath, [cmakeJs, ...build], { log, what });
    const built = inRoot("native", "build", "Release", "flexlab.node");
    if (!existsSync(built)) throw new Failure(`${what} The build made no ${built}.`, { log });
    mkdirSync(dirname(addonFile), { recursive: true });
    // A running process may hold the old one: a new file, not the same one written over.
    rmSync(addonFile, { force: true });
    copyFileSync(built, addonFile);
  },
};

/** @type {import("./steps.mjs").Step} */
const bundles = {
  id: "bundles",
  title: "Building the extension",
  inputs: ["extension", "webview", "package.json", "package-lock.json", "scripts/build.mjs", "scripts/lib/chunks.mjs", "scripts/lib/budgets.mjs"],
  outputs: ["dist/extension.cjs", "dist/chunks", "dist/web/extension.js", "dist/audioProcess.cjs", "dist/cli.cjs", "dist/webview/panel.js"],
  async run(log) {
    await mustRun(process.execPath, [inRoot("scripts", "build.mjs"), "--minify"], { log, what: "The extension could not be built." });
  },
};

/** @type {import("./steps.mjs").Step} */
const vsix = {
  id: "vsix",
  title: "Packing the extension",
  inputs: ["package.json", "dist", `native/prebuilds/${target}`, "media", "extension/editor/language", "docs", "l10n", "package.nls.json", "package.nls.de.json", "README.md", "CHANGELOG.md", "LICENSE", "scripts/package.mjs", "scripts/lib/packageContent.mjs"],
  outputs: ["dist/flexlab.vsix"],
  async run(log) {
    await mustRun(process.execPath, [inRoot("scripts", "package.mjs")], { log, what: "The extension could not be packed." });
  },
};

/** Where the packed extension lives in the workbench. */
export const extensionsFolder = join(hostFolder, "extensions");

/** @type {import("./steps.mjs").Step} */
const installExtension = {
  id: "install-extension",
  title: "Installing the extension in it",
  version: CODE_SERVER,
  inputs: ["dist/flexlab.vsix"],
  outputs: [".vscode-host/extensions/extensions.json"],
  async run(log) {
    rmSync(extensionsFolder, { recursive: true, force: true });
    await installInto(extensionsFolder, log);
  },
};

/**
 * Installs the packed extension as a user would.
 * @param {string} folder
 * @param {string} log
 */
export async function installInto(folder, log) {
  const scratch = join(hostFolder, "install");
  await mustRun(hostNode(), [
    entry, "--config", join(scratch, "config.yaml"), "--user-data-dir", join(scratch, "data"),
    "--extensions-dir", folder, "--install-extension", vsixFile, "--force",
  ], { log, what: "The packed extension could not be installed." });
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  if (!existsSync(join(folder, "extensions.json"))) throw new Failure("The packed extension was not installed.", { log });
}

/** Everything that can be set up, in the order in which it has to happen. */
export const setup = {
  system: systemPackages,
  npm: npmPackages,
  portaudio,
  addon,
  bundles,
  vsix,
  host: installHost,
  install: installExtension,
};

/** @param {"start" | "test"} purpose */
export const wholeSetup = (purpose) =>
  [setup.system(purpose), npmPackages, portaudio, addon, bundles, vsix, installHost, installExtension];
