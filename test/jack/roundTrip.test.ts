import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { BackendDevices } from "../../extension/audio/contract.ts";
import type { Report } from "../../extension/lab/report.ts";
import { startJack, type JackServer } from "./jackServer.ts";

const CLI = fileURLToPath(new URL("../../dist/cli.cjs", import.meta.url));
const BACKEND = "JACK Audio Connection Kit";
/** At each period; 25 are the hundred that a release is held to. */
const RUNS = Number(process.env["FLEXLAB_JACK_RUNS"] ?? 1);

/** Runs the real command line and gives the JSON document that it prints. */
async function flexlab(args: readonly string[], env: NodeJS.ProcessEnv, input = ""): Promise<{ code: number; document: unknown }> {
  const child = spawn(process.execPath, [CLI, ...args, "--json"], { env, stdio: ["pipe", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => { out += text; });
  child.stderr.setEncoding("utf8").on("data", (text: string) => { err += text; });
  child.stdin.end(input);
  const [code] = await once(child, "close") as [number];
  try {
    return { code, document: JSON.parse(out) as unknown };
  } catch {
    throw new Error(`flexlab ${args.join(" ")} printed no JSON document (exit code ${code}):\n${out}\n${err}`);
  }
}

describe("a JACK server with loopback", function () {
  this.timeout(90_000 + RUNS * 10_000);

  for (const period of [64, 128, 256, 1024]) {
    describe(`at ${period} frames`, () => {
      let jack: JackServer;
      before(async () => { jack = await startJack(period); });
      after(() => jack.stop());

      it("is listed with its loopback device", async () => {
        const { code, document } = await flexlab(["devices", "--backend", BACKEND], jack.env);
        assert.equal(code, 0);
        const { backends } = document as { backends: readonly BackendDevices[] };
        const devices = backends.flatMap((backend) => backend.devices);
        const loopback = devices.find(({ name }) => name === "loopback");
        assert.ok(loopback, `no device named loopback among ${devices.map(({ name }) => name).join(", ")}`);
        assert.deepEqual([loopback.inputChannels, loopback.outputChannels], [2, 2]);
      });

      it("gives two periods of round trip to which the driver adds nothing, bit for bit", async () => {
        const config = `backend = "${BACKEND}"\nbufferSizeSamples = ${period}\n[input]\ndevice = "loopback"\n[output]\ndevice = "loopback"\n`;
        let perfect = 0;
        let stalled = 0;
        for (let run = 0; run < RUNS; run++) {
          const before = jack.xruns();
          const { document } = await flexlab(["test", "-", "--seconds", "1"], jack.env, config);
          const report = document as Report;
          assert.equal(report.error, null);
          assert.equal(report.backend, BACKEND);
          assert.deepEqual(report.stream && [report.stream.sampleRate, report.stream.bufferFrames], [48000, period]);
          const { latency, glitches, integrity } = report;
          assert.deepEqual([latency.measuredRoundTripFrames, latency.uncertaintyFrames, latency.method], [2 * period, 0, "position"]);
          // A server without real-time rights on a busy machine may miss a deadline. It stalls then, or a cycle is lost; that
          // is its glitch, and the server itself has to have told of it. Whatever came through is exactly what was sent.
          const damage = glitches.events.filter(({ kind }) => kind !== "stalled");
          if ((glitches.count ?? 0) > 0) assert.ok(jack.xruns() > before, `a glitch without an xrun: ${JSON.stringify(glitches.events)}`);
          if (damage.length < (glitches.count ?? 0)) stalled++;
          assert.deepEqual(damage.filter(({ kind }) => kind === "corrupted" || kind === "reordered"), []);
          if (damage.length === 0) {
            perfect++;
            assert.deepEqual([integrity.bitPerfect, integrity.exactFraction], [true, 1]);
          } else assert.ok((integrity.exactFraction ?? 0) > 0.5, `only ${String(integrity.exactFraction)} of the frames came back`);
          assert.deepEqual(integrity.channelMatrix ?? [[1, 0], [0, 1]], [[1, 0], [0, 1]]);
        }
        process.stdout.write(`        ${perfect} of ${RUNS} exact and bit-perfect, ${stalled} with a stall of the server\n`);
      });
    });
  }
});
