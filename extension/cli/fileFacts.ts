import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { FileFacts } from "../config/checkFile.ts";
import { CONFIG_FILE_NAME, PROFILES_FOLDER_NAME, configPlace, isSamePath } from "../config/configPlace.ts";
import type { TextEncoding } from "../config/encoding.ts";

/**
 * What there is to say of a file besides its text: whether a driver reads it where it lies, and what lies beside it.
 * `-` is no file, and nothing is known of it.
 */
export async function fileFacts(file: string, encoding: TextEncoding, env: NodeJS.ProcessEnv): Promise<FileFacts> {
  if (file === "-") return { name: null, folderIsWhereTheDriverReads: null, encoding, neighbours: null };
  const { platform } = process;
  const path = resolve(file);
  const name = basename(path);
  const place = configPlace({ platform, home: homedir(), configVariable: env["FLEXLAB_CONFIG"] ?? null });
  const isNamedAsDriversWant = name.toLowerCase() === CONFIG_FILE_NAME.toLowerCase();
  if (place !== null && isSamePath(dirname(path), dirname(place), platform)) {
    // FLEXLAB_CONFIG may call it as it likes.
    const isIt = isSamePath(path, place, platform);
    return { name: isIt && !isNamedAsDriversWant ? null : name, folderIsWhereTheDriverReads: true, encoding, neighbours: await namesBeside(path) };
  }
  const isStray = place !== null && isNamedAsDriversWant && !isMeantToBeElsewhere(path);
  return { name, folderIsWhereTheDriverReads: isStray ? false : null, encoding, neighbours: null };
}

/** A profile, a draft in a project, a passing file of some program. */
function isMeantToBeElsewhere(path: string): boolean {
  if (basename(dirname(path)) === PROFILES_FOLDER_NAME) return true;
  const home = homedir();
  const temporary = resolve(tmpdir());
  // The home folder itself is no project: VS Code keeps its own things there in a folder of that name.
  for (let folder = dirname(path); folder !== home && folder !== dirname(folder); folder = dirname(folder)) {
    if (folder === temporary || PROJECT_MARKS.some((mark) => existsSync(join(folder, mark)))) return true;
  }
  return false;
}

const PROJECT_MARKS = [".git", ".vscode"] as const;

async function namesBeside(path: string): Promise<readonly string[] | null> {
  try {
    const entries = await readdir(dirname(path), { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory() && entry.name !== basename(path)).map((entry) => entry.name).sort();
  } catch {
    // A folder that may be passed through but not listed: then nothing is known of what lies there.
    return null;
  }
}
