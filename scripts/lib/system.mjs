import { accessSync, constants, existsSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { Failure, run } from "./run.mjs";

/**
 * @param {string} name of a program
 * @returns {string | null} its path
 */
export function which(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    if (folder === "") continue;
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not in this one.
    }
  }
  return null;
}

/** @param {...string} names */
const command = (...names) => () => names.some((name) => which(name) !== null);
/** @param {string} name */
const header = (name) => () =>
  ["/usr/include", "/usr/local/include", "/usr/include/x86_64-linux-gnu", "/usr/include/aarch64-linux-gnu"].some((folder) =>
    existsSync(join(folder, name)),
  );

const libraryFolders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

/** What has to be on the machine, by the name of Debian's package, and how to tell that it is there.
 * @type {Record<string, () => boolean>} */
const forStart = {
  "build-essential": () => which("c++") !== null && which("make") !== null,
  cmake: command("cmake"),
  "ninja-build": command("ninja"),
  "pkg-config": command("pkg-config"),
  "libasound2-dev": header("alsa/asoundlib.h"),
  "libjack-jackd2-dev": header("jack/jack.h"),
  "libtomlplusplus-dev": header("toml++/toml.h"),
  // The workbench's module that writes logs is built by node-gyp, which is a Python program.
  python3: command("python3"),
};

/** What the tests need besides.
 * @type {Record<string, () => boolean>} */
const forTest = {
  "doctest-dev": header("doctest/doctest.h"),
  jackd2: command("jackd"),
  // A sound server of software, and the door to it from ALSA.
  pulseaudio: command("pulseaudio"),
  "libasound2-plugins": () => libraryFolders.some((folder) => existsSync(join(folder, "alsa-lib", "libasound_module_pcm_pulse.so"))),
  chromium: () => chromiumPath() !== null,
  "clang-format": command("clang-format"),
  "clang-tidy": command("clang-tidy"),
  // Holds the files of toml-test, the common test cases of TOML readers.
  "golang-github-burntsushi-toml-dev": () => existsSync("/usr/share/gocode/src/github.com/BurntSushi/toml/internal/toml-test/tests"),
};

/** What the tests of the Windows side need besides.
 * @type {Record<string, () => boolean>} */
const forWine = {
  // Cross-compilers, and a Windows to run what they make.
  "g++-mingw-w64-x86-64-posix": command("x86_64-w64-mingw32-g++-posix"),
  "g++-mingw-w64-i686-posix": command("i686-w64-mingw32-g++-posix"),
  wine: command("wine"),
  wine64: () => existsSync("/usr/lib/wine/wine64") || which("wine64") !== null,
  "pulseaudio-utils": command("parec"),
};

/** What the tests with both bitnesses of Wine need besides: a Debian of their own, a machine that runs it, and a way in.
 * @type {Record<string, () => boolean>} */
const forWine32 = {
  debootstrap: command("debootstrap"),
  "qemu-system-x86": command("qemu-system-x86_64"),
  "openssh-client": command("ssh"),
};

/** What the packages with the driver for Windows need, and is not here. */
export const missingCrossCompilers = () => missingForWine().filter((name) => name.startsWith("g++-mingw"));

/** The browser of the tests: the one named by CHROMIUM, else the machine's own. */
export function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    const path = which(name);
    if (path !== null) return path;
  }
  return null;
}

/** What the tests of the Windows side lack here. */
export const missingForWine = () => missingOf(forWine);

const missingOf = (/** @type {Record<string, () => boolean>} */ needs) =>
  Object.entries(needs).filter(([, isHere]) => !isHere()).map(([name]) => name);

/** How this user may run apt: directly, through sudo without a password, or not at all. */
function aptPrefix() {
  if (which("apt-get") === null) return null;
  if (process.getuid?.() === 0) return [];
  if (which("sudo") !== null && spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0) return ["sudo", "-n"];
  return null;
}

/**
 * Runs apt-get without questions; waits while another apt holds the lock.
 * @param {readonly string[]} prefix
 * @param {readonly string[]} args
 * @param {string} log
 */
function apt(prefix, args, log) {
  const all = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", "-q", ...args];
  return run(/** @type {string} */ (all[0]), all.slice(1), { log });
}

const needsOf = { start: forStart, test: { ...forStart, ...forTest }, wine: { ...forStart, ...forTest, ...forWine }, wine32: { ...forStart, ...forTest, ...forWine, ...forWine32 } };

/**
 * @param {"start" | "test" | "wine" | "wine32"} purpose
 * @returns {import("./steps.mjs").Step}
 */
export function systemPackages(purpose) {
  const needs = needsOf[purpose];
  return {
    id: `system-packages-${purpose}`,
    title: "Installing system packages",
    isDone: () => missingOf(needs).length === 0,
    async run(log) {
      const missing = missingOf(needs);
      const root = process.getuid?.() === 0 || which("sudo") === null ? "" : "sudo ";
      const byHand = `${root}apt-get update && ${root}apt-get install -y --no-install-recommends ${missing.join(" ")}`;
      const prefix = aptPrefix();
      if (prefix === null) {
        throw new Failure(`System packages are missing: ${missing.join(", ")}.`, {
          hint: which("apt-get") === null
            ? `Install what these Debian packages hold with this system's own tools and run the command again.`
            : `They need the rights of root. Run this${root === "" ? " as root" : ""}, then the same command again:\n\n    ${byHand}\n`,
        });
      }
      const install = ["install", "-y", "--no-install-recommends", ...missing];
      let result = await apt(prefix, install, log);
      if (result.code !== 0) {
        // No package lists yet, or lists too old for what the mirror holds now.
        await apt(prefix, ["update"], log);
        result = await apt(prefix, install, log);
      }
      const still = missingOf(needs);
      if (result.code !== 0 || still.length > 0) {
        throw new Failure(`System packages could not be installed: ${(still.length > 0 ? still : missing).join(", ")}.`, {
          hint: `Run this to see why:\n\n    ${byHand}\n`,
          log,
          tail: result.output.trimEnd().split("\n").slice(-10).join("\n"),
        });
      }
    },
  };
}

/** @param {string} log */
export async function updatePackageLists(log) {
  const prefix = aptPrefix();
  if (prefix !== null) await apt(prefix, ["update"], log);
  return prefix !== null;
}

