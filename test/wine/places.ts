import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The script that makes a Debian with a newer Wine and runs commands there, and where that Debian is. */
export const WINE32 = { script: join(ROOT, "scripts", "wine32.sh"), folder: join(ROOT, ".cache", "wine32") } as const;

/** A program as it is started on this machine. */
export interface Start {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Where Wine runs, and how a command gets there. */
export interface Place {
  /** Wine's own folder, by the path that it has for Wine. */
  readonly prefix: string;
  /** The folder that Windows programs take for their user's, by its path on this machine. */
  readonly profileFolder: string;
  readonly userName: string;
  /** A folder for sockets, by its path there: of a shared folder they are none. */
  readonly sockets: string;
  /** How many times as long as here everything may take. */
  readonly patience: number;
  /** Whether Wine's folder has been filled, by this run or by one before. */
  isFilled(): boolean;
  /** Makes room for Wine's folder. */
  clear(): void;
  filled(): void;
  /** How one of Wine's programs is started; `env`: what is to be set besides what this process has. */
  wine(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Start;
  /** How a program that shares the sound with Wine is started. */
  beside(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Start;
  stop(): Promise<void>;
}

/** Wine in a folder of this machine that outlives a run. */
abstract class PlaceHere implements Place {
  readonly prefix: string;
  readonly sockets: string;
  readonly userName = userInfo().username;
  readonly patience = 1;

  protected constructor(name: string, scratch: string) {
    this.prefix = join(ROOT, "artifacts", "wine", `prefix-${name}`);
    this.sockets = scratch;
  }

  get profileFolder(): string { return join(this.prefix, "drive_c", "users", this.userName); }

  private get note(): string { return join(this.prefix, ".ready"); }

  isFilled(): boolean { return existsSync(this.note); }

  clear(): void {
    rmSync(this.prefix, { recursive: true, force: true });
    mkdirSync(this.prefix, { recursive: true });
  }

  filled(): void { writeFileSync(this.note, ""); }

  abstract wine(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Start;

  beside(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Start {
    return { program, args, env: { ...process.env, ...env } };
  }

  stop(): Promise<void> { return Promise.resolve(); }
}

/** The Wine that is installed. */
export class InstalledWine extends PlaceHere {
  constructor(scratch: string) { super("installed", scratch); }

  wine(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Start { return this.beside(program, args, env); }
}

/** In the Debian of our own: Wine's own choice would be its 32-bit half, which not every kernel runs. */
const WINE64 = "/usr/lib/wine/wine64";

/** The Wine of the Debian of our own, for 64 bits alone, on this machine's kernel. */
export class NewerWine extends PlaceHere {
  private readonly scratch: string;

  constructor(scratch: string) {
    super("newer", scratch);
    this.scratch = scratch;
  }

  wine(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Start {
    const there = program === "wine" ? WINE64 : program;
    return this.beside("sh", [WINE32.script, "enter", WINE32.folder, ROOT, this.scratch, "--", there, ...args], { WINELOADER: WINE64, ...env });
  }
}
