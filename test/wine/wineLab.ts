import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BackgroundHost } from "./backgroundHost.ts";
import { EmulatedMachine } from "./emulatedMachine.ts";
import { InstalledWine, NewerWine, type Place } from "./places.ts";
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

/** Which Wine: the one installed here, or Wine 10 of the Debian that `scripts/wine32.sh` lays, for 64 bits alone on this
 * machine's kernel or with both bitnesses on an emulated machine. */
export type Whereabouts = "installed" | "newer" | "emulated";

export interface HostOptions {
  readonly machine?: Machine;
  readonly seconds?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A Wine of our own with a sound server of its own. */
export class WineLab {
  private readonly server: SoundServer | null;
  private readonly scratch: string;
  private readonly place: Place;
  /** Of the driver and its host, where none is named. */
  readonly machine: Machine;
  private readonly env: NodeJS.ProcessEnv;

  private constructor(scratch: string, server: SoundServer | null, place: Place, machine: Machine) {
    this.machine = machine;
    this.scratch = scratch;
    this.server = server;
    this.place = place;
    const reached = server?.settings ?? { PULSE_SERVER: `unix:${join(scratch, "none")}`, ALSA_CONFIG_PATH: "/dev/null" };
    this.env = { ...reached, WINEPREFIX: place.prefix, WINEDEBUG: "-all", WINEDLLOVERRIDES: "mscoree,mshtml=", XDG_RUNTIME_DIR: scratch };
  }

  static async start(whereabouts: Whereabouts = "installed", sound: Sound = "server"): Promise<WineLab> {
    // The path of a socket must be short, and the repository's may not be.
    const scratch = mkdtempSync(join(tmpdir(), "flexlab-wine-"));
    let place: Place | null = null;
    let lab: WineLab | null = null;
    try {
      place = await placeOf(whereabouts, scratch);
      lab = new WineLab(scratch, sound === "none" ? null : await SoundServer.start(scratch, place), place, whereabouts === "emulated" ? "i686" : "x86_64");
      await lab.preparePrefix();
      return lab;
    } catch (error) {
      if (lab !== null) await lab.stop();
      else await place?.stop();
      rmSync(scratch, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.exec("wineserver", ["-k"]);
    await this.server?.stop();
    await this.place.stop();
    rmSync(this.scratch, { recursive: true, force: true });
  }

  get sound(): SoundServer {
    if (this.server === null) throw new Error("This lab has no sound server.");
    return this.server;
  }

  /** The folder that Windows programs take for their user's. */
  get profileFolder(): string { return this.place.profileFolder; }

  get userName(): string { return this.place.userName; }

  get configFile(): string { return join(this.profileFolder, "FlexASIO.toml"); }

  configure(text: string): void { writeFileSync(this.configFile, text); }

  /** Programs that are started from here on reach the sound server this way. */
  async soundThrough(driver: SoundDriver): Promise<void> {
    await this.must("reg", "add", "HKCU\\Software\\Wine\\Drivers", "/v", "Audio", "/d", driver, "/f");
  }

  async register(machine = this.machine): Promise<void> { await this.regsvr32([], machine); }

  async unregister(machine = this.machine): Promise<void> { await this.regsvr32(["/u"], machine); }

  /** Gives the driver to the program that enters DLLs into the registry. */
  async regsvr32(options: readonly string[], machine = this.machine): Promise<void> {
    // An older Wine finds the one for 32 bits by its full name only.
    const program = machine === "x86_64" ? "regsvr32" : "C:\\windows\\syswow64\\regsvr32.exe";
    await this.must(program, "/s", ...options, built(machine, "FlexLab.dll"));
  }

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
  async host(args: readonly string[], { machine = this.machine, seconds = 60, env = {} }: HostOptions = {}): Promise<unknown> {
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
    const { program, args: all, env } = this.place.wine("wine", [built(this.machine, "asiohost.exe"), ...args], this.env);
    return new BackgroundHost(spawn(program, all, { env, cwd: this.scratch, stdio: ["ignore", "pipe", "ignore"] }));
  }

  private async must(...args: readonly string[]): Promise<void> {
    const { code, out } = await this.wine(args);
    if (code !== 0) throw new Error(`wine ${args.join(" ")} failed with exit code ${String(code)}:\n${out}`);
  }

  private async preparePrefix(): Promise<void> {
    if (!this.place.isFilled()) {
      this.place.clear();
      await this.wine(["wineboot", "-i"], 180);
      // Without this, what comes next stalls for ten seconds.
      await this.exec("wineserver", ["-w"], 60);
      await this.wine(["winecfg", "-v", "win10"], 60);
      for (const [direction, device] of [["Output", "NullOut"], ["Input", "NullIn"]] as const) {
        await this.must("reg", "add", "HKCU\\Software\\Wine\\Drivers\\winealsa.drv", "/v", `ALSA${direction}Devices`, "/t", "REG_MULTI_SZ", "/d", device, "/f");
      }
      await this.exec("wineserver", ["-w"], 60);
      this.place.filled();
    }
    await this.exec("wineserver", ["-p"]);
    // A run that was broken off may have left something behind.
    rmSync(this.configFile, { recursive: true, force: true });
    await this.registry("[-HKEY_LOCAL_MACHINE\\SOFTWARE\\ASIO]\n\n[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\ASIO]\n");
    await this.soundThrough("pulse");
  }

  private exec(program: string, args: readonly string[], seconds = 30, env: NodeJS.ProcessEnv = {}) {
    return runToEnd(this.place.wine(program, args, { ...this.env, ...env }), { folder: this.scratch, seconds: seconds * this.place.patience });
  }
}

async function placeOf(whereabouts: Whereabouts, scratch: string): Promise<Place> {
  switch (whereabouts) {
    case "installed": return new InstalledWine(scratch);
    case "newer": return new NewerWine(scratch);
    case "emulated": return await EmulatedMachine.start(scratch);
  }
}
