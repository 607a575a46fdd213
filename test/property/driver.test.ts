import assert from "node:assert/strict";
import fc from "fast-check";
import type { AudioPort } from "../../extension/audio/audioPort.ts";
import type { ProbePlan } from "../../extension/audio/contract.ts";
import { runTest } from "../../extension/lab/runTest.ts";
import { seed } from "../seed.ts";
import { addonPort } from "./addonPort.ts";
import { assertSameEvents } from "./sameEvents.ts";
import { expectedEvents, randomPath } from "./scenarios.ts";
import type { RandomPath } from "./scenarios.ts";

const RUNS = Number(process.env["FLEXLAB_PROPERTY_RUNS"] ?? 50);

describe(`random scenarios through the driver (seed ${seed})`, function () {
  this.timeout(600_000);

  it("reports the injected faults exactly, and the exact round trip", async () => {
    const port = addonPort();
    await fc.assert(
      fc.asyncProperty(randomPath({ stalls: true, noise: true }), async (path) => {
        let plan: ProbePlan | null = null;
        let input: readonly (Float32Array | Float64Array)[] = [];
        const spy: AudioPort = {
          ...port,
          probe: (p, options) => {
            plan = p;
            return port.probe(p, options);
          },
        };
        const report = await runTest(
          {
            text: `backend = "Virtual"\nbufferSizeSamples = ${path.bufferFrames}\n`,
            file: "FlexASIO.toml",
            scenario: { name: "random", text: scenarioText(path) },
            seconds: path.seconds,
            sampleRate: path.rate,
            bufferFrames: null,
            configFile: null,
          },
          spy,
          { onRecorded: (result) => { input = result.recording?.input ?? []; } },
        );
        const signal = (plan as ProbePlan | null)?.signal;
        assert.ok(signal?.kind === "position");
        assert.equal(report.error, null);
        assert.equal(report.stream?.bufferFrames, path.bufferFrames);
        assert.equal(report.latency.measuredRoundTripFrames, path.delayFrames);
        assert.equal(report.latency.uncertaintyFrames, 0);
        assert.equal(report.glitches.count, path.faults.length);
        assertSameEvents(report.glitches.events, expectedEvents(path), path, { seed: signal.seed, codeBits: 24 }, input);
        assert.deepEqual(
          report.integrity.channelMatrix?.map((row) => row.map((gain) => gain !== 0)),
          path.order.map((o) => path.order.map((_, column) => column === o)),
        );
      }),
      { seed, numRuns: RUNS, interruptAfterTimeLimit: 500_000, markInterruptAsFailure: true },
    );
  });
});

function scenarioText(path: RandomPath): string {
  const lines = [
    'clock = "fast"',
    "[[device]]",
    'name = "Random path"',
    `inputs = ${path.channels}`,
    `outputs = ${path.channels}`,
    `rates = [${path.rate}]`,
    `defaultRate = ${path.rate}`,
    `delayFrames = ${path.delayFrames.toFixed(1)}`,
    `gainDb = ${path.gainDb.toFixed(2)}`,
    `invert = ${path.invert}`,
    `matrix = [${path.order.map((o) => `[${path.order.map((_, column) => (column === o ? 1 : 0)).join(", ")}]`).join(", ")}]`,
    ...(path.quantizeBits === null ? [] : [`quantizeBits = ${path.quantizeBits}`]),
    ...(path.noiseDbfs === null ? [] : [`noiseDbfs = ${path.noiseDbfs.toFixed(1)}`]),
    ...path.faults.flatMap((fault) => [
      "[[device.fault]]",
      `at = ${fault.at}`,
      `kind = "${fault.kind}"`,
      fault.kind === "stall" ? `seconds = ${fault.seconds.toFixed(3)}` : `frames = ${fault.frames}`,
      ...(fault.channel === null ? [] : [`channel = ${fault.channel}`]),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}
