import { t } from "@vscode/l10n";
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
      t("The sound part of FlexLab for {0} is missing.", PLATFORM),
      t("Install the FlexLab package for {0}, or build it: run `npm start` in the project. Expected file: {1}", PLATFORM, path),
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
    return failed("audio-addon-load-failed", t("The sound part of FlexLab is not what this version needs."), t("Install FlexLab again. File: {0}", path), null);
  }
  return { ok: true, addon: loaded };
}

function isAddon(value: unknown): value is Addon {
  if (typeof value !== "object" || value === null) return false;
  const functions = value as Readonly<Record<string, unknown>>;
  return ["versions", "devices", "drivers", "asioDrivers", "probe"].every((name) => typeof functions[name] === "function");
}

const WRONG_PLATFORM = /wrong ELF class|invalid ELF header|cannot open shared object file: Exec format|not a valid Win32 application|incompatible architecture|not a mach-o file|file too short/i;
const MISSING_LIBRARY = /([\w.+-]+\.so[\w.]*): cannot open shared object file/;

function explain(reason: string): [code: string, message: string, hint: string, host: string] {
  if (WRONG_PLATFORM.test(reason)) {
    return [
      "audio-addon-wrong-platform",
      t("The sound part of FlexLab was built for another kind of machine than {0}.", PLATFORM),
      t("Install the FlexLab package for {0}.", PLATFORM),
      reason,
    ];
  }
  const library = MISSING_LIBRARY.exec(reason)?.[1];
  if (library !== undefined) {
    return [
      "audio-addon-load-failed",
      t("The system library {0} is missing, so FlexLab cannot make sound.", library),
      libraryHint(library),
      reason,
    ];
  }
  return ["audio-addon-load-failed", t("The sound part of FlexLab could not be loaded."), t("Install FlexLab again."), reason];
}

function libraryHint(library: string): string {
  if (library.startsWith("libasound")) return t("Install ALSA's library; on Debian and Ubuntu: sudo apt-get install libasound2");
  if (library.startsWith("libjack")) return t("Install JACK's library; on Debian and Ubuntu: sudo apt-get install libjack-jackd2-0");
  return t("Install the system package that holds {0}.", library);
}

function failed(code: string, message: string, hint: string, host: string | null): Loaded {
  return { ok: false, error: { code, message, hint, where: null, host } };
}
