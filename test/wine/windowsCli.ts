import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "../../extension/lab/report.ts";
import { windowsPath, type WineLab } from "./wineLab.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Node.js for Windows. */
export const NODE = join(ROOT, "artifacts", "wine", "node", "package", "bin", "node.exe");
export const CLI = windowsPath(join(ROOT, "dist", "cli.cjs"));

/** The `flexlab` command in Node.js for Windows, with a folder for its files. */
export class WindowsCli {
  readonly folder = mkdtempSync(join(tmpdir(), "flexlab-lab-"));
  readonly #lab: WineLab;

  private constructor(lab: WineLab) {
    this.#lab = lab;
  }

  static async start(lab: WineLab): Promise<WindowsCli> {
    // Wine's debugger would hold on to a crashed process for seconds; a program that ends at once does not.
    await lab.registry('[HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion\\AeDebug]\n"Auto"="1"\n"Debugger"="hostname.exe"\n');
    return new WindowsCli(lab);
  }

  remove(): void { rmSync(this.folder, { recursive: true, force: true }); }

  async run(...args: readonly string[]): Promise<{ code: number; out: string }> { return this.#lab.wine([NODE, CLI, ...args], 90); }

  /** Writes a file and answers what Windows programs call it. */
  file(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text);
    return windowsPath(join(this.folder, name));
  }

  async test(...args: readonly string[]): Promise<{ code: number; report: Report }> {
    // To a file: what a crashing process says through Wine lands in the middle of standard output here.
    const output = join(this.folder, "report.json");
    rmSync(output, { force: true });
    const { code, out } = await this.run("test", ...args, "--output", windowsPath(output));
    try {
      return { code, report: JSON.parse(readFileSync(output, "utf8")) as Report };
    } catch {
      throw new Error(`no report (exit code ${code}):\n${out}`);
    }
  }
}
