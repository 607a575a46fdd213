import { inRoot } from "./paths.mjs";
import { mustRun } from "./run.mjs";

/** The processors that Windows hosts of today are built for. */
export const windowsMachines = /** @type {const} */ (["x86_64", "i686"]);

/** @param {typeof windowsMachines[number]} machine */
export const windowsBuild = (machine) => inRoot("native", `build-win-${machine}`);

/**
 * Cross-builds the driver, and the host that tests it, for one of them.
 * @param {typeof windowsMachines[number]} machine
 * @returns {import("./steps.mjs").Step}
 */
export const buildWindows = (machine) => ({
  id: `windows-${machine}`,
  title: `Building the driver for Windows on ${machine}`,
  inputs: ["native", "test/wine/host", "vendor/portaudio", "package.json"],
  outputs: [`native/build-win-${machine}/FlexLab.dll`, `native/build-win-${machine}/asiohost.exe`],
  async run(log) {
    const folder = windowsBuild(machine);
    const what = "The driver for Windows could not be built.";
    await mustRun("cmake", [
      "-S", inRoot("native"), "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DFLEXLAB_BUILD_WINE_TESTS=ON",
      `-DCMAKE_TOOLCHAIN_FILE=${inRoot("native", "cmake", `mingw-${machine}.cmake`)}`,
    ], { log, what });
    await mustRun("cmake", ["--build", folder], { log, what });
  },
});
