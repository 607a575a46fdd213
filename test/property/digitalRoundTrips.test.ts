import assert from "node:assert/strict";
import { analysePath } from "../../extension/analysis/analysePath.ts";
import { runTest } from "../../extension/lab/runTest.ts";
import { generator } from "../simulator/noise.ts";
import { simulatePath } from "../simulator/simulatePath.ts";
import { seed } from "../seed.ts";
import { addonPort } from "./addonPort.ts";

/** 10 000 is what a release is held to. */
const RUNS = Number(process.env["FLEXLAB_PROPERTY_RUNS"] ?? 100);

describe(`digital round trips, ${RUNS} runs (seed ${seed})`, function () {
  this.timeout(7_200_000);

  it("are exact and bit-perfect on every simulated path", () => {
    const random = generator(seed ^ 0x51);
    const upTo = (n: number): number => Math.floor(random() * n);
    for (let run = 0; run < RUNS; run++) {
      const inputs = 1 + upTo(3);
      const delayFrames = 32 + upTo(6000);
      const codeBits = [24, 23, 15][upTo(3)] ?? 24;
      const code = upTo(2 ** 32);
      const frames = delayFrames + 2000 + upTo(4000);
      const input = simulatePath({ seed: code, inputs, delayFrames, codeBits }, frames);
      const found = analysePath({ sampleRate: 48_000, bufferFrames: 256, outputChannels: inputs, input, frames, seed: code, codeBits });
      assert.deepEqual(
        [found.latency.roundTripFrames, found.latency.uncertaintyFrames, found.glitches, found.integrity.bitPerfect, found.integrity.exactFraction],
        [delayFrames, 0, [], true, 1],
        `run ${run}: ${inputs} channels, ${codeBits} bits, code ${code}`,
      );
    }
  });

  it("are exact and bit-perfect in every run through the driver", async () => {
    const port = addonPort();
    const random = generator(seed);
    const upTo = (n: number): number => Math.floor(random() * n);
    for (let run = 0; run < RUNS; run++) {
      const bufferFrames = [32, 64, 128, 256, 480, 512, 1024][upTo(7)] ?? 256;
      const rate = [44_100, 48_000, 96_000][upTo(3)] ?? 48_000;
      const delayFrames = bufferFrames + upTo(3000);
      const channels = 1 + upTo(4);
      const type = (["Float32", "Int32", "Int24", "Int16"] as const)[upTo(4)];
      const side = `channels = ${channels}\nsampleType = "${type}"\n`;
      const report = await runTest(
        {
          text: `backend = "Virtual"\nbufferSizeSamples = ${bufferFrames}\n[input]\n${side}[output]\n${side}`,
          file: "FlexASIO.toml",
          configFile: null,
          scenario: { name: "cable", text: `clock = "fast"\n[[device]]\nname = "Cable"\ninputs = ${channels}\noutputs = ${channels}\ndelayFrames = ${delayFrames}.0\n` },
          seconds: (delayFrames + 3000 + upTo(4000)) / rate,
          sampleRate: rate,
          bufferFrames: null,
        },
        port,
      );
      const { latency, glitches, integrity } = report;
      assert.deepEqual(
        [report.error, latency.measuredRoundTripFrames, latency.uncertaintyFrames, glitches.count, integrity.bitPerfect, integrity.exactFraction],
        [null, delayFrames, 0, 0, true, 1],
        `run ${run}: ${rate} Hz, ${bufferFrames} frames, ${channels} channels, ${type}`,
      );
    }
  });
});
