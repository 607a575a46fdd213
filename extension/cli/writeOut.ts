import { mkdir, writeFile } from "node:fs/promises";
import { UsageError } from "./usageError.ts";

/**
 * Writes a file that the user named.
 * @throws UsageError when it cannot be written.
 */
export async function writeOut(file: string, content: string | Uint8Array): Promise<void> {
  await writing(file, async () => writeFile(file, content));
}

/** @throws UsageError when it cannot be made. */
export async function makeFolder(folder: string): Promise<void> {
  await writing(folder, async () => { await mkdir(folder, { recursive: true }); });
}

async function writing(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError("unwritable-file", `${name} cannot be written: ${reason}.`, "Check the folder and its permissions.");
  }
}
