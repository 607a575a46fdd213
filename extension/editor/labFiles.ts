import { createHash, randomUUID } from "node:crypto";
import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What VS Code's own file system cannot say or do; for files of this machine. */
export interface LabFiles {
  /** Whether two paths lead to one file, through links and whatever the letter case. False where one of them leads nowhere. */
  isSame(one: string, other: string): Promise<boolean>;
  /** SHA-256 of what is in the file, in hexadecimal digits; null: it cannot be read. */
  sha256(path: string): Promise<string | null>;
  /** Replaces a file's content so that whoever reads it sees all of the old or all of the new, never a part. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
}

export const nodeFiles: LabFiles = {
  isSame: async (one, other) => {
    try {
      const [a, b] = await Promise.all([stat(one, { bigint: true }), stat(other, { bigint: true })]);
      return a.dev === b.dev && a.ino === b.ino;
    } catch {
      return false;
    }
  },
  sha256: async (path) => {
    try {
      return createHash("sha256").update(await readFile(path)).digest("hex");
    } catch {
      return null;
    }
  },
  replace: async (path, bytes) => {
    // Of a link the file behind it: the link stays.
    const real = await realpath(path);
    const { mode } = await stat(real);
    // In the same folder: only there can it take the other's place in one step. The driver looks for its own name alone.
    const whole = join(dirname(real), `.${randomUUID()}.tmp`);
    try {
      const file = await open(whole, "wx", mode);
      try {
        await file.chmod(mode); // Whatever the user's mask says: the file keeps its rights.
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(whole, real);
    } catch (failure) {
      await rm(whole, { force: true });
      throw failure;
    }
  },
};
