import { writeFile } from "node:fs/promises";
import { UsageError } from "./usageError.ts";

/**
 * Writes the text into the file that is there, as UTF-8.
 * @throws UsageError when it cannot be written.
 */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new UsageError(
      "unwritable-file",
      code === "EACCES" || code === "EPERM" || code === "EROFS"
        ? `${file} may not be written by you.`
        : `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      "Nothing was changed.",
    );
  }
}
