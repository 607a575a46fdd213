import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A private configuration of ALSA: its devices are the only ones that a process with this environment sees. */
export interface AlsaLab {
  readonly env: NodeJS.ProcessEnv;
  path(name: string): string;
  dispose(): void;
}

/**
 * Writes an ALSA configuration of its own. `configuration` gets a function that turns a file name into a quoted path
 * in the lab's folder. The machine's own configuration, and with it any sound card, is left out.
 */
export function alsaLab(configuration: (quoted: (name: string) => string) => string): AlsaLab {
  const folder = mkdtempSync(join(tmpdir(), "flexlab-alsa-"));
  const path = (name: string): string => join(folder, name);
  writeFileSync(path("asound.conf"), configuration((name) => JSON.stringify(path(name))));
  return {
    env: { ...process.env, ALSA_CONFIG_PATH: path("asound.conf") },
    path,
    dispose: () => { rmSync(folder, { recursive: true, force: true }); },
  };
}
