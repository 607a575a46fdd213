import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BackgroundHost } from "./backgroundHost.ts";
import { runToEnd } from "./runToEnd.ts";
import { SoundServer } from "./soundServer.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export type Machine = "x86_64" | "i686";

/** A file that was cross-built. */
export const built = (machine: Machine, name: string): string => join(ROOT, "native", `build-win-${machine}`, name);

/** What Windows programs call a file of this machine. */
export const windowsPath = (path: string): string => `Z:${path.replaceAll("/", "\\")}`;

/** Wine's way to the sound server: directly, or through ALSA, which alone knows WASAPI's exclusive mode. */
export type SoundDriver = "pulse" | "alsa";

/** The server that programs reach; without one they find no device but the Virtual backend's. */
export type Sound = "server" | "none";

/** Where Wine is: installed here, or in the folder that `scripts/wine32.sh` lays, with both bitnesses or for 64 bits alone. */
export type Place = "installed" | "folder" | "folder64";

/** In the folder: Wine's own choice would be its 32-bit half, which not every kernel runs. */
const WINE64 = "/usr/lib/wine/wine64";

export interface HostOptions {
  readonly machine?: Machine;
  readonly seconds?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A Wine of our own with a sound server of its own. */
export class WineLab {
  private readonly server: SoundServer | null;
  private readonly scratch: string;
  private readonly prefix: string;
  private readonly place: Place;
  private readonly env: NodeJS.ProcessEnv;

  private constructor(scratch: string, server: SoundServer | null, place: Place) {
    this.scratch = scratch;
    this.server = server;
    this.place = place;
    this.prefix = join(ROOT, "artifacts", "wine", `prefix-${place}`);
    const reached = server?.env ?? { ...process.env, PULSE_SERVER: `unix:${join(scratch, "none")}`, ALSA_CONFIG_PATH: "/dev/null" };
    this.env = { ...reached, WINEPREFIX: this.prefix, WINEDEBUG: "-all", WINEDLLOVERRIDES: "mscoree,mshtml=", XDG_RUNTIME_DIR: scratch };
    if (place === "folder64") this.env["WINELOADER"] = WINE64;
  }

  static async start(place: Place = "installed", sound: Sound = "server"): Promise<WineLab> {
    // The path of a socket must be short, and the repository's may not be.
    const scratch = mkdtempSync(join(tmpdir(), "flexlab-wine-"));
    const lab = new WineLab(scratch, sound === "none" ? null : await SoundServer.start(scratch), place);
    try {
      await lab.preparePrefix();
      return lab;
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.exec("wineserver", ["-k"]);
    await this.server?.stop();
    rmSync(this.scratch, { recursive: true, force: true });
  }

  get sound(): SoundServer {
    if (this.server === null) throw new Error("This lab has no sound server.");
    return this.server;
  }

  /** The folder that Windows programs take for their user's. */
  get profileFolder(): string {
    return join(this.prefix, "drive_c", "users", this.userName);
  }

  get userName(): string { return userInfo().username; }

  get configFile(): string { return join(this.profileFolder, "FlexASIO.toml"); }

  configure(text: string): void { writeFileSync(this.configFile, text); }

  /** Programs that are started from here on reach the sound server this way. */
  async soundThrough(driver: SoundDriver): Promise<void> {
    await this.must("reg", "add", "HKCU\\Software\\Wine\\Drivers", "/v", "Audio", "/d", driver, "/f");
  }

  async register(machine: Machine = "x86_64"): Promise<void> { await this.must(...this.regsvr32(machine), built(machine, "FlexLab.dll")); }

  async unregister(machine: Machine = "x86_64"): Promise<void> { await this.must(...this.regsvr32(machine), "/u", built(machine, "FlexLab.dll")); }

  /** Takes a text as regedit writes them into the registry. */
  async registry(text: string): Promise<void> {
    const file = join(this.scratch, "entries.reg");
    writeFileSync(file, `Windows Registry Editor Version 5.00\r\n\r\n${text.replaceAll("\n", "\r\n")}\r\n`);
    await this.must("reg", "import", windowsPath(file));
  }

  /** Runs a Windows program to its end. */
  async wine(args: readonly string[], seconds = 60, env: NodeJS.ProcessEnv = {}): Promise<{ code: number; out: string }> {
    return await this.exec("wine", args, seconds, env);
  }

  /** What our host for tests found: the last line that it printed. Where it ended without one, Wine may say why. */
  async host(args: readonly string[], { machine = "x86_64", seconds = 60, env = {} }: HostOptions = {}): Promise<unknown> {
    const { code, out } = await this.wine([built(machine, "asiohost.exe"), ...args], seconds, { WINEDEBUG: "err+all,fixme-all", ...env });
    try {
      // Wine itself may have a word at the end.
      return JSON.parse(out.split("\n").filter((line) => line.startsWith("{")).at(-1) ?? "") as unknown;
    } catch {
      throw new Error(`asiohost ${args.join(" ")} printed no JSON document (exit code ${String(code)}):\n${out}`);
    }
  }

  /** Starts the host in the background: it tells what happens line by line, its result is the last line. */
  background(args: readonly string[]): BackgroundHost {
    const [command, ...all] = this.inPlace("wine", [built("x86_64", "asiohost.exe"), ...args]);
    return new BackgroundHost(spawn(command, all, { env: this.env, cwd: this.scratch, stdio: ["ignore", "pipe", "ignore"] }));
  }

  private regsvr32(machine: Machine): readonly string[] {
    // An older Wine finds the one for 32 bits by its full name only.
    return machine === "x86_64" ? ["regsvr32", "/s"] : ["C:\\windows\\syswow64\\regsvr32.exe", "/s"];
  }

  private async must(...args: readonly string[]): Promise<void> {
    const { code, out } = await this.wine(args);
    if (code !== 0) throw new Error(`wine ${args.join(" ")} failed with exit code ${String(code)}:\n${out}`);
  }

  private async preparePrefix(): Promise<void> {
    const ready = join(this.prefix, ".ready");
    if (!existsSync(ready)) {
      rmSync(this.prefix, { recursive: true, force: true });
      mkdirSync(this.prefix, { recursive: true });
      await this.wine(["wineboot", "-i"], 180);
      // Without this, what comes next stalls for ten seconds.
      await this.exec("wineserver", ["-w"], 60);
      await this.wine(["winecfg", "-v", "win10"], 60);
      for (const [direction, device] of [["Output", "NullOut"], ["Input", "NullIn"]] as const) {
        await this.must("reg", "add", "HKCU\\Software\\Wine\\Drivers\\winealsa.drv", "/v", `ALSA${direction}Devices`, "/t", "REG_MULTI_SZ", "/d", device, "/f");
      }
      await this.exec("wineserver", ["-w"], 60);
      writeFileSync(ready, "");
    }
    await this.exec("wineserver", ["-p"]);
    // A run that was broken off may have left something behind.
    rmSync(this.configFile, { recursive: true, force: true });
    await this.registry("[-HKEY_LOCAL_MACHINE\\SOFTWARE\\ASIO]\n\n[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\ASIO]\n");
    await this.soundThrough("pulse");
  }

  private exec(command: string, args: readonly string[], seconds = 30, env: NodeJS.ProcessEnv = {}) {
    const [program, ...all] = this.inPlace(command, args);
    return runToEnd(program, all, { env: { ...this.env, ...env }, folder: this.scratch, seconds });
  }

  /** The command as it is run from this machine. */
  private inPlace(command: string, args: readonly string[]): readonly [string, ...string[]] {
    if (this.place === "installed") return [command, ...args];
    return ["sh", join(ROOT, "scripts", "wine32.sh"), "enter", join(ROOT, ".cache", "wine32"), ROOT.replace(/\/$/, ""), this.scratch, "--", command === "wine" && this.place === "folder64" ? WINE64 : command, ...args];
  }
}
