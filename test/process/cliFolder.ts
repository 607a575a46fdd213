import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../extension/lab/report.ts";
import { runCli, startCli, type CliOptions, type Ended } from "./runCli.ts";

export const GOOD_CONFIG = 'backend = "Virtual"\nbufferSizeSamples = 480\n';

/** The real command line in a folder of its own, whose name has a space and a letter that is not ASCII. */
export class CliFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "flexlab cli é-"));

  /** Writes a file into the folder; its name again, to be given as an argument. */
  file(name: string, content: string | Uint8Array): string {
    writeFileSync(join(this.folder, name), content);
    return name;
  }

  start(args: readonly string[], options: CliOptions = {}): ChildProcessWithoutNullStreams {
    return startCli(args, { cwd: this.folder, ...options });
  }

  run(args: readonly string[], options: CliOptions & { readonly input?: string | Uint8Array } = {}): Promise<Ended> {
    return runCli(args, { cwd: this.folder, ...options });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The report that a run printed. */
export function reportOf(run: Ended): Report {
  return JSON.parse(run.out) as Report;
}
