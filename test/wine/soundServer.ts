import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "./places.ts";
import { runToEnd } from "./runToEnd.ts";
import { toneOf, type Tone } from "./tone.ts";

export const RATE = 48_000;

const SINKS = [["nullout", "NullOut"], ["nullin", "NullIn"]] as const;

const loadSink = (name: string, description: string): string =>
  `module-null-sink sink_name=${name} rate=${RATE} channels=2 format=float32le sink_properties=device.description=${description}`;

/** A sound server of our own without a sound card: what is played into "NullOut" can be recorded; "Monitor of NullIn"
 * holds a tone of 1000 Hz at amplitude 0.5. */
export class SoundServer {
  /** What clients need to find it, and for ALSA to lead to it, besides what this process has. */
  readonly settings: NodeJS.ProcessEnv;
  private readonly place: Place;
  private readonly scratch: string;
  private readonly children: ChildProcess[] = [];

  private constructor(scratch: string, place: Place) {
    this.place = place;
    this.scratch = scratch;
    this.settings = {
      PULSE_SERVER: `unix:${join(place.sockets, "pulse")}`, ALSA_CONFIG_PATH: join(scratch, "asound.conf"),
      // What this machine's user wants for its programs must not reach these.
      DISPLAY: undefined, PULSE_LATENCY_MSEC: undefined,
    };
  }

  /** `scratch`: a folder of a short path, as a socket's has to be. */
  static async start(scratch: string, place: Place): Promise<SoundServer> {
    const server = new SoundServer(scratch, place);
    try {
      await server.comeUp();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const child of this.children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }

  /** What is played into NullOut while `body` runs. */
  async recording<T>(body: () => Promise<T>): Promise<{ result: T; tone: Tone }> {
    const recorder = await this.listen("nullout", 20);
    const parts: Buffer[] = [];
    recorder.stdout.on("data", (part: Buffer) => parts.push(part));
    try {
      const result = await body();
      return { result, tone: toneOf(Buffer.concat(parts), 2, RATE) };
    } finally {
      recorder.kill("SIGKILL");
      await once(recorder, "exit");
    }
  }

  async pactl(...args: readonly string[]): Promise<string> {
    const { code, out } = await this.control(args);
    if (code !== 0) throw new Error(`pactl ${args.join(" ")} failed: ${out}`);
    return out.trim();
  }

  /** Adds a null sink and gives what unloads it again. */
  async addSink(name: string, description: string): Promise<() => Promise<string>> {
    const module = await this.pactl("load-module", ...loadSink(name, description).split(" "));
    return () => this.pactl("unload-module", module);
  }

  private async comeUp(): Promise<void> {
    const home = join(this.scratch, "home");
    mkdirSync(join(home, "run"), { recursive: true, mode: 0o700 });
    writeFileSync(join(this.scratch, "default.pa"), [
      `load-module module-native-protocol-unix socket=${join(this.place.sockets, "pulse")} auth-anonymous=1`,
      ...SINKS.map(([name, description]) => `load-module ${loadSink(name, description)}`),
      "set-default-sink nullout", "set-default-source nullin.monitor",
      "load-module module-sine sink=nullin frequency=1000", "",
    ].join("\n"));
    // The two sinks by the names that they have in WASAPI.
    const devices = [["!default", ""], ["NullOut", " device nullout"], ["NullIn", " device nullin.monitor"]].map(([name, device]) => `pcm.${String(name)} { type pulse${String(device)} }\n`);
    writeFileSync(join(this.scratch, "asound.conf"), `</usr/share/alsa/alsa.conf>\n${devices.join("")}ctl.!default { type pulse }\n`);
    const { program, args, env } = this.place.beside("pulseaudio", [
      "-n", "-F", join(this.scratch, "default.pa"), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--system=no",
      "--disable-shm=yes", `--log-target=file:${join(this.scratch, "pulse.log")}`,
    ], { ...this.settings, HOME: home, XDG_RUNTIME_DIR: join(home, "run"), XDG_CONFIG_HOME: home, PULSE_RUNTIME_PATH: join(home, "run") });
    const server = spawn(program, args, { env, stdio: "ignore" });
    this.children.push(server);
    const deadline = Date.now() + 30_000 * this.place.patience;
    while ((await this.control(["info"])).code !== 0) {
      if (Date.now() > deadline || server.exitCode !== null) throw new Error(`pulseaudio did not come up:\n${readFileSync(join(this.scratch, "pulse.log"), "utf8")}`);
    }
    // An idle null sink sleeps at two seconds of latency and rewinds badly: somebody has to listen closely all the time.
    for (const [name] of SINKS) (await this.listen(name, 10)).stdout.resume();
  }

  private control(args: readonly string[]) {
    return runToEnd(this.place.beside("pactl", args, this.settings), { folder: this.scratch, seconds: 30 * this.place.patience });
  }

  /** Somebody who hears what a sink plays, from the first sample on. */
  private async listen(sink: string, latencyMs: number) {
    const { program, args, env } = this.place.beside("parec", ["-d", `${sink}.monitor`, "--raw", "--format=float32le", `--rate=${RATE}`, "--channels=2", `--latency-msec=${latencyMs}`], this.settings);
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "ignore"] });
    this.children.push(child);
    await once(child.stdout, "data");
    return child;
  }
}
