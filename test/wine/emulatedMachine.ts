import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "../../scripts/lib/workbench.mjs";
import { type Place, type Start, WINE32 } from "./places.ts";
import { runToEnd } from "./runToEnd.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** A host that opens a driver takes some 15 seconds there, and one or two here. */
export const PATIENCE = 10;

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

/** The Debian of our own, booted on a processor of software with a kernel that runs 32-bit programs, which this machine's
 * need not. It keeps nothing: each starts with an empty folder of Wine, in memory. */
export class EmulatedMachine implements Place {
  // On a shared folder it would be filled five times as slowly.
  readonly prefix = "/tmp/prefix";
  readonly profileFolder: string;
  readonly userName = "root";
  readonly sockets = "/tmp";
  readonly patience = PATIENCE;
  private readonly scratch: string;
  private readonly sshPort: number;
  private readonly machine: ChildProcess;
  private isReady = false;

  static async start(scratch: string): Promise<EmulatedMachine> {
    const sshPort = await freePort(0);
    if (sshPort === null) throw new Error("There is no free port here.");
    const started = new EmulatedMachine(scratch, sshPort);
    try {
      await started.comeUp();
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  private constructor(scratch: string, sshPort: number) {
    this.scratch = scratch;
    this.profileFolder = join(scratch, "profile");
    this.sshPort = sshPort;
    this.machine = spawn("sh", [WINE32.script, "boot", WINE32.folder, String(sshPort), ROOT, scratch], { stdio: ["ignore", "pipe", "pipe"] });
  }

  isFilled(): boolean { return this.isReady; }

  clear(): void { /* It starts empty. */ }

  filled(): void { this.isReady = true; }

  wine(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Start { return this.beside(program, args, env); }

  beside(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Start {
    // What was drawn of the fonts has a place to be kept.
    const settings: NodeJS.ProcessEnv = { LANG: "C.UTF-8", XDG_CACHE_HOME: "/tmp/cache", ...env };
    const set = Object.entries(settings).flatMap(([name, value]) => value === undefined ? [] : [`${name}=${value}`]);
    const words = ["env", ...set, program, ...args].map(quoted);
    return {
      program: "ssh",
      args: [
        "-q", "-p", String(this.sshPort), "-i", join(WINE32.folder, "root", ".ssh", "key"), "-o", "BatchMode=yes",
        // The machine is of this run.
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
        "root@127.0.0.1", `cd ${quoted(this.scratch)} && exec ${words.join(" ")}`,
      ],
      env: process.env,
    };
  }

  async stop(): Promise<void> {
    if (this.machine.exitCode !== null || this.machine.signalCode !== null) return;
    this.machine.kill("SIGKILL");
    await once(this.machine, "exit");
  }

  private async comeUp(): Promise<void> {
    await this.ready();
    // The user's folder is shared, so that this machine can lay a configuration there.
    mkdirSync(this.profileFolder);
    const users = `${this.prefix}/drive_c/users`;
    const lay = this.beside("sh", ["-c", `mkdir -p ${users} && ln -s ${quoted(this.profileFolder)} ${users}/${this.userName}`], {});
    const { code, out } = await runToEnd(lay, { folder: this.scratch, seconds: 60 });
    if (code !== 0) throw new Error(`The emulated machine was not reached by ssh:\n${out}`);
  }

  /** Until the machine has said that it is, or has ended without. */
  private async ready(): Promise<void> {
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      for (const stream of [this.machine.stdout, this.machine.stderr]) {
        if (stream === null) continue;
        createInterface(stream).on("line", (line) => {
          said.push(line);
          if (line.trim() === "ready") resolve();
        });
      }
      const timer = setTimeout(() => { reject(new Error(`The emulated machine is not up after two minutes:\n${said.join("\n")}`)); }, 120_000);
      this.machine.once("exit", () => { reject(new Error(`The emulated machine ended:\n${said.join("\n")}`)); });
      this.machine.once("exit", () => { clearTimeout(timer); });
      timer.unref();
    });
  }
}
