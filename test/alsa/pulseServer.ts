import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PulseServer {
  /** For PULSE_SERVER: clients with it find this server and no other. */
  readonly address: string;
  /** Holds the whole server still, as a busy machine may, or lets it go on. */
  hold(held: boolean): void;
  stop(): Promise<void>;
}

/**
 * Starts a PulseAudio server of its own, with one sink of software (48 kHz, 2 channels, Float32) that discards what it
 * is given in real time; what went into it can be recorded from `<sink>.monitor`. It needs neither a sound card nor
 * D-Bus, and runs as any user.
 */
export async function startPulse(sink: string): Promise<PulseServer> {
  const folder = mkdtempSync(join(tmpdir(), "flexlab-pulse-"));
  const run = join(folder, "run");
  mkdirSync(run, { mode: 0o700 });
  const socket = join(run, "socket");
  // PULSE_SERVER is for clients: a server that finds it does not start.
  const { PULSE_SERVER: _server, DBUS_SESSION_BUS_ADDRESS: _bus, ...env } = process.env;
  const server = spawn(
    "pulseaudio",
    [
      "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--realtime=no", "--high-priority=no", "--disable-shm=yes",
      "-L", `module-null-sink sink_name=${sink} rate=48000 channels=2 format=float32le norewinds=1`,
      "-L", `module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ],
    {
      env: { ...env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_RUNTIME_DIR: run, PULSE_RUNTIME_PATH: run, PULSE_STATE_PATH: folder },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding("utf8").on("data", (text: string) => { said += text; });
  const ended = new Promise<string>((resolve) => {
    server.once("error", (error) => { resolve(error.message); });
    server.once("exit", (code, signal) => { resolve(String(signal ?? code)); });
  });
  // Modules are loaded in their order: when there is a socket, there is a sink.
  const watcher = watch(run);
  const listening = (async () => {
    while (!existsSync(socket)) await once(watcher, "change");
    return null;
  })();
  const deadline = AbortSignal.timeout(20_000);
  const late = once(deadline, "abort").then(() => "not up after 20 s");
  const failure = await Promise.race([listening, ended, late]);
  watcher.close();
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      const force = setTimeout(() => server.kill("SIGKILL"), 5000);
      server.kill("SIGCONT");
      server.kill("SIGTERM");
      await ended;
      clearTimeout(force);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  if (failure !== null) {
    await stop();
    throw new Error(`PulseAudio did not come up (${failure}):\n${said}`);
  }
  return { address: `unix:${socket}`, hold: (held) => { server.kill(held ? "SIGSTOP" : "SIGCONT"); }, stop };
}
