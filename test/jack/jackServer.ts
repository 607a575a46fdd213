import { spawn } from "node:child_process";
import { once } from "node:events";

export interface JackServer {
  /** What a client has to have in its environment to find this server and no other. */
  readonly env: NodeJS.ProcessEnv;
  /** How often the server has told until now that a client or it itself was late. */
  xruns(): number;
  stop(): Promise<void>;
}

const SAMPLE_RATE = 48000;

/**
 * Starts a JACK server with a software clock and two loopback ports (no sound card, no real-time rights), under a name
 * of its own, and waits until it takes clients.
 */
export async function startJack(periodFrames: number): Promise<JackServer> {
  const name = `flexlab-${process.pid}-${periodFrames}`;
  const env = { ...process.env, JACK_DEFAULT_SERVER: name, JACK_NO_AUDIO_RESERVATION: "1" };
  // In step with its clients: on a busy machine a late one delays the others, where it would damage what they hear.
  const options = ["--no-realtime", "--sync", "-n", name, "-L", "2", "-d", "dummy", "-r", `${SAMPLE_RATE}`, "-p", `${periodFrames}`, "-C", "2", "-P", "2"];
  const server = spawn("jackd", options, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding("utf8").on("data", (text: string) => { said += text; });
  const ended = once(server, "exit");
  const wait = spawn("jack_wait", ["--server", name, "--wait", "--timeout", "20"], { env, stdio: "ignore" });
  const first = await Promise.race([once(wait, "exit").then(([code]) => code as number | null), ended.then(() => "ended" as const)]);
  if (first !== 0) {
    wait.kill("SIGKILL");
    server.kill("SIGKILL");
    throw new Error(`jackd did not come up (${String(first)}):\n${said}`);
  }
  return {
    env,
    xruns: () => said.match(/xrun/gi)?.length ?? 0,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const force = setTimeout(() => server.kill("SIGKILL"), 5000);
      server.kill("SIGTERM");
      await ended;
      clearTimeout(force);
    },
  };
}
