import { readFileSync, watch } from "node:fs";

/** Waits until a file that is there holds what matches; gives its text. */
export async function untilWritten(file: string, pattern: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const look = (): void => {
      const text = readFileSync(file, "utf8");
      if (!pattern.test(text)) return;
      watcher.close();
      resolve(text);
    };
    const watcher = watch(file, look);
    look();
  });
}
