import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Addon } from "./addon.ts";
import type { LabError } from "./contract.ts";

export type Loaded = { readonly ok: true; readonly addon: Addon } | { readonly ok: false; readonly error: LabError };

const PLATFORM = `${process.platform}-${process.arch}`;

/**
 * Where the addon of this machine lies, seen from the folder of the bundled audio process.
 * FLEXLAB_ADDON names another file, for tests.
 */
export function addonPath(folder: string, env: NodeJS.ProcessEnv): string {
  return env["FLEXLAB_ADDON"] ?? join(folder, "..", "native", "prebuilds", PLATFORM, "flexlab.node");
}

/** Loads the addon; a failure says what is wrong with the installation and how to mend it. */
export function loadAddon(path: string): Loaded {
  if (!existsSync(path)) {
    return failed(
      "audio-addon-missing",
      `The sound part of FlexLab for ${PLATFORM} is missing.`,
      `Install the FlexLab package for ${PLATFORM}, or build it: run \`npm start\` in the project. Expected file: ${path}`,
      null,
    );
  }
  let loaded: unknown;
  try {
    loaded = createRequire(path)(path);
  } catch (error) {
    return failed(...explain(error instanceof Error ? error.message : String(error)));
  }
  if (!isAddon(loaded)) {
    return failed("audio-addon-load-failed", "The sound part of FlexLab is not what this version needs.", `Install FlexLab again. File: ${path}`, null);
  }
  return { ok: true, addon: loaded };
}

function isAddon(value: unknown): value is Addon {
  if (typeof value !== "object" || value === null) return false;
  const functions = value as Readonly<Record<string, unknown>>;
  return ["versions", "devices", "drivers", "probe"].every((name) => typeof functions[name] === "function");
}

const WRONG_PLATFORM = /wrong ELF class|invalid ELF header|cannot open shared object file: Exec format|not a valid Win32 application|incompatible architecture|not a mach-o file|file too short/i;
const MISSING_LIBRARY = /([\w.+-]+\.so[\w.]*): cannot open shared object file/;

function explain(reason: string): [code: string, message: string, hint: string, host: string] {
  if (WRONG_PLATFORM.test(reason)) {
    return [
      "audio-addon-wrong-platform",
      `The sound part of FlexLab was built for another kind of machine than ${PLATFORM}.`,
      `Install the FlexLab package for ${PLATFORM}.`,
      reason,
    ];
  }
  const library = MISSING_LIBRARY.exec(reason)?.[1];
  if (library !== undefined) {
    return [
      "audio-addon-load-failed",
      `The system library ${library} is missing, so FlexLab cannot make sound.`,
      libraryHint(library),
      reason,
    ];
  }
  return ["audio-addon-load-failed", "The sound part of FlexLab could not be loaded.", "Install FlexLab again.", reason];
}

function libraryHint(library: string): string {
  if (library.startsWith("libasound")) return "Install ALSA's library; on Debian and Ubuntu: sudo apt-get install libasound2";
  if (library.startsWith("libjack")) return "Install JACK's library; on Debian and Ubuntu: sudo apt-get install libjack-jackd2-0";
  return `Install the system package that holds ${library}.`;
}

function failed(code: string, message: string, hint: string, host: string | null): Loaded {
  return { ok: false, error: { code, message, hint, where: null, host } };
}
