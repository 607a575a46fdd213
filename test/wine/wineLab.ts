import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BackgroundHost } from "./backgroundHost.ts";
import { toneOf, type Tone } from "./tone.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Wine's way to the sound server: directly, or through ALSA, which alone knows WASAPI's exclusive mode. */
export type SoundDriver = "pulse" | "alsa";

export type Machine = "x86_64" | "i686";

/** A file that was cross-built. */
export const built = (machine: Machine, name: string): string => join(ROOT, "native", `build-win-${machine}`, name);

export const RATE = 48_000;

const PULSE_SINKS = [
  ["nullout", "NullOut"],
  ["nullin", "NullIn"],
] as const;

/** A sound server and a Wine of our own: what a host plays into "NullOut" can be recorded; "Monitor of NullIn" holds a
 * tone of 1000 Hz at amplitude 0.5. */
export class WineLab {
  private readonly scratch: string;
  private readonly env: NodeJS.ProcessEnv;
  private readonly children: readonly ChildProcess[];
  private readonly prefix: string;
  private runs = 0;

  private constructor(scratch: string, prefix: string, env: NodeJS.ProcessEnv, children: readonly ChildProcess[]) {
    this.scratch = scratch;
    this.prefix = prefix;
    this.env = env;
    this.children = children;
  }

  static async start(sound: SoundDriver = "pulse"): Promise<WineLab> {
    const prefix = join(ROOT, "artifacts", "wine", `prefix-${sound}`);
    // The path of a socket must be short, and the repository's may not be.
    const scratch = mkdtempSync(join(tmpdir(), "flexlab-wine-"));
    const socket = join(scratch, "pulse");
    const home = join(scratch, "home");
    mkdirSync(join(home, "run"), { recursive: true, mode: 0o700 });
    const sinks = PULSE_SINKS.map(([name, description]) => loadSink(name, description));
    writeFileSync(join(scratch, "default.pa"), [
      `load-module module-native-protocol-unix socket=${socket} auth-anonymous=1`,
      ...sinks.map((sink) => `load-module ${sink}`),
      "set-default-sink nullout", "set-default-source nullin.monitor",
      "load-module module-sine sink=nullin frequency=1000", "",
    ].join("\n"));
    const env: NodeJS.ProcessEnv = {
      ...process.env, PULSE_SERVER: `unix:${socket}`, WINEPREFIX: prefix, WINEDEBUG: "-all", WINEDLLOVERRIDES: "mscoree,mshtml=",
    };
    if (sound === "alsa") {
      env["ALSA_CONFIG_PATH"] = join(scratch, "asound.conf");
      // The two sinks by the names that they have in WASAPI.
      const devices = [["!default", ""], ["NullOut", " device nullout"], ["NullIn", " device nullin.monitor"]].map(([name, device]) => `pcm.${name} { type pulse${device} }\n`);
      writeFileSync(env["ALSA_CONFIG_PATH"], `</usr/share/alsa/alsa.conf>\n${devices.join("")}ctl.!default { type pulse }\n`);
    }
    delete env["DISPLAY"];
    delete env["PULSE_LATENCY_MSEC"];
    const server = spawn("pulseaudio", [
      "-n", "-F", join(scratch, "default.pa"), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--system=no",
      "--disable-shm=yes", `--log-target=file:${join(scratch, "pulse.log")}`,
    ], { env: { ...env, HOME: home, XDG_RUNTIME_DIR: join(home, "run"), XDG_CONFIG_HOME: home, PULSE_RUNTIME_PATH: join(home, "run") }, stdio: "ignore" });
    const children: ChildProcess[] = [server];
    const lab = new WineLab(scratch, prefix, env, children);
    try {
      await lab.untilServerAnswers(server);
      // An idle null sink sleeps at two seconds of latency and rewinds badly: somebody has to listen closely all the time.
      for (const [name] of PULSE_SINKS) {
        const keeper = spawn("parec", ["-d", `${name}.monitor`, "--raw", "--format=float32le", `--rate=${RATE}`, "--latency-msec=10"], { env, stdio: ["ignore", "pipe", "ignore"] });
        children.push(keeper);
        await once(keeper.stdout, "data");
        keeper.stdout.resume();
      }
      await lab.preparePrefix(sound);
      return lab;
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.exec("wineserver", ["-k"]);
    for (const child of [...this.children].reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** The folder that Windows programs take for their user's. */
  get profileFolder(): string {
    return join(this.prefix, "drive_c", "users", this.userName);
  }

  get userName(): string { return userInfo().username; }

  get configFile(): string { return join(this.profileFolder, "FlexASIO.toml"); }

  configure(text: string): void { writeFileSync(this.configFile, text); }

  /** Runs a Windows program to its end. */
  async wine(args: readonly string[], seconds = 60): Promise<{ code: number; out: string }> {
    return await this.exec("wine", args, seconds);
  }

  /** What our host for tests found: the last line that it printed. */
  async host(args: readonly string[], seconds = 60, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
    const { code, out } = await this.exec("wine", [built("x86_64", "asiohost.exe"), ...args], seconds, env);
    try {
      return JSON.parse(out.trim().split("\n").at(-1) ?? "") as unknown;
    } catch {
      throw new Error(`asiohost ${args.join(" ")} printed no JSON document (exit code ${code}):\n${out}`);
    }
  }

  /** Starts the host in the background: it tells what happens line by line, its result is the last line. */
  background(args: readonly string[]): BackgroundHost {
    return new BackgroundHost(spawn("wine", [built("x86_64", "asiohost.exe"), ...args], { env: this.env, cwd: this.scratch, stdio: ["ignore", "pipe", "ignore"] }));
  }

  /** What is played into NullOut while `body` runs. */
  async recording<T>(body: () => Promise<T>): Promise<{ result: T; tone: Tone }> {
    const recorder = spawn("parec", ["-d", "nullout.monitor", "--raw", "--format=float32le", `--rate=${RATE}`, "--channels=2", "--latency-msec=20"], { env: this.env, stdio: ["ignore", "pipe", "ignore"] });
    const parts: Buffer[] = [];
    recorder.stdout.on("data", (part: Buffer) => parts.push(part));
    await once(recorder.stdout, "data");
    try {
      const result = await body();
      return { result, tone: toneOf(Buffer.concat(parts), 2, RATE) };
    } finally {
      recorder.kill("SIGKILL");
      await once(recorder, "exit");
    }
  }

  async pactl(...args: readonly string[]): Promise<string> {
    const { code, out } = await this.exec("pactl", args);
    if (code !== 0) throw new Error(`pactl ${args.join(" ")} failed: ${out}`);
    return out.trim();
  }

  /** Adds a null sink and gives what unloads it again. */
  async addSink(name: string, description: string): Promise<() => Promise<string>> {
    const module = await this.pactl("load-module", ...loadSink(name, description).split(" "));
    return () => this.pactl("unload-module", module);
  }

  private async untilServerAnswers(server: ChildProcess): Promise<void> {
    const deadline = Date.now() + 30_000;
    while ((await this.exec("pactl", ["info"])).code !== 0) {
      if (Date.now() > deadline || server.exitCode !== null) throw new Error(`pulseaudio did not come up:\n${readFileSync(join(this.scratch, "pulse.log"), "utf8")}`);
    }
  }

  private async preparePrefix(sound: SoundDriver): Promise<void> {
    const ready = join(this.prefix, ".ready");
    if (!existsSync(ready)) {
      rmSync(this.prefix, { recursive: true, force: true });
      mkdirSync(this.prefix, { recursive: true });
      await this.wine(["wineboot", "-i"], 180);
      // Without this, what comes next stalls for ten seconds.
      await this.exec("wineserver", ["-w"], 60);
      await this.wine(["winecfg", "-v", "win10"], 60);
      if (sound === "alsa") {
        const driver = "HKCU\\Software\\Wine\\Drivers\\winealsa.drv";
        await this.wine(["reg", "add", "HKCU\\Software\\Wine\\Drivers", "/v", "Audio", "/d", "alsa", "/f"]);
        await this.wine(["reg", "add", driver, "/v", "ALSAOutputDevices", "/t", "REG_MULTI_SZ", "/d", "NullOut", "/f"]);
        await this.wine(["reg", "add", driver, "/v", "ALSAInputDevices", "/t", "REG_MULTI_SZ", "/d", "NullIn", "/f"]);
      }
      await this.exec("wineserver", ["-w"], 60);
      writeFileSync(ready, "");
    }
    await this.exec("wineserver", ["-p"]);
  }

  /** Helpers that Wine leaves running keep a pipe open: output goes to a file, and the end is the end of the process. */
  private async exec(command: string, args: readonly string[], seconds = 30, env: NodeJS.ProcessEnv = {}): Promise<{ code: number; out: string }> {
    const file = join(this.scratch, `out-${String(++this.runs)}`);
    const target = openSync(file, "w");
    const child = spawn(command, args, { env: { ...this.env, ...env }, cwd: this.scratch, stdio: ["ignore", target, target] });
    const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
    const [code, signal] = await once(child, "exit") as [number | null, NodeJS.Signals | null];
    clearTimeout(timer);
    closeSync(target);
    const out = readFileSync(file, "utf8");
    if (signal !== null) throw new Error(`${command} ${args.join(" ")} was still running after ${seconds} s:\n${out}`);
    return { code: code ?? -1, out };
  }
}

const loadSink = (name: string, description: string): string =>
  `module-null-sink sink_name=${name} rate=${RATE} channels=2 format=float32le sink_properties=device.description=${description}`;
