import { existsSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "./paths.mjs";
import { mustRun, run } from "./run.mjs";
import { which } from "./system.mjs";

/** @param {"address" | "thread"} sanitizer */
export const testBuild = (sanitizer) => inRoot("native", `build-${sanitizer}`);

/** The program of the native tests that asks the driver for its verdict on a configuration. */
export const configVerdict = join(testBuild("address"), "tests", "flexlab_config_verdict");

/**
 * @param {"address" | "thread"} sanitizer
 * @returns {import("./steps.mjs").Step}
 */
export const buildTests = (sanitizer) => ({
  id: `native-tests-${sanitizer}`,
  title: `Building the native tests with the ${sanitizer} sanitizer`,
  inputs: ["native", "test/native", "vendor/portaudio"],
  outputs: [`native/build-${sanitizer}/tests/flexlab_tests`],
  async run(log) {
    const folder = testBuild(sanitizer);
    const what = "The native tests could not be built.";
    await mustRun("cmake", ["-S", inRoot("native"), "-B", folder, "-G", "Ninja", "-DFLEXLAB_BUILD_TESTS=ON", `-DFLEXLAB_SANITIZE=${sanitizer}`], { log, what });
    await mustRun("cmake", ["--build", folder], { log, what });
  },
});

/**
 * @param {"address" | "thread"} sanitizer
 * @param {string} log
 * @returns {Promise<import("./mocha.mjs").Outcome>}
 */
export async function runTests(sanitizer, log) {
  const program = join(testBuild(sanitizer), "tests", "flexlab_tests");
  if (!existsSync(program)) return { passed: 0, failed: 1, output: `${program} does not exist.` };
  // The thread sanitizer of this compiler cannot start where the kernel spreads addresses widely.
  const fixed = sanitizer === "thread" && which("setarch") !== null;
  const [command, args] = fixed ? ["setarch", ["-R", program]] : [program, []];
  // Without this machine's sound: what ALSA's plugins leave behind at their end would be told of as ours.
  const env = { ...process.env, ALSA_CONFIG_PATH: "/dev/null" };
  const { code, output } = await run(command, args, { log, env, timeoutMs: 1_200_000 });
  const counts = /test cases:\s+(\d+) \|\s+(\d+) passed \|\s+(\d+) failed/.exec(output);
  const passed = Number(counts?.[2] ?? 0);
  const failed = Number(counts?.[3] ?? 0);
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1), output };
}

/** The benchmark of the driver core is built like the addon, without sanitizers. */
export const benchBuild = inRoot("native", "build-bench");
export const benchProgram = join(benchBuild, "bench", "flexlab_bench");

/** @type {import("./steps.mjs").Step} */
export const buildBench = {
  id: "native-bench",
  title: "Building the native benchmark",
  inputs: ["native", "test/bench/native", "vendor/portaudio"],
  outputs: ["native/build-bench/bench/flexlab_bench"],
  async run(log) {
    const what = "The native benchmark could not be built.";
    await mustRun("cmake", ["-S", inRoot("native"), "-B", benchBuild, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DFLEXLAB_BUILD_BENCH=ON"], { log, what });
    await mustRun("cmake", ["--build", benchBuild], { log, what });
  },
};
