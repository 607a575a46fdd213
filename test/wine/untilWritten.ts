import { readFileSync, watch } from "node:fs";
import type { BackgroundHost } from "./backgroundHost.ts";

/** Waits until a file that is there holds what matches, for which `host` has to run; gives its text. */
export async function untilWritten(file: string, pattern: RegExp, host: BackgroundHost): Promise<string> {
  const read = (): string => readFileSync(file, "utf8");
  const watcher = watch(file);
  const written = new Promise<void>((resolve) => {
    const look = (): void => { if (pattern.test(read())) resolve(); };
    watcher.on("change", look);
    look();
  });
  await Promise.race([written, host.ended]);
  watcher.close();
  const text = read();
  if (!pattern.test(text)) throw new Error(`The host has ended, and nothing like ${String(pattern)} was written:\n${text}`);
  return text;
}
