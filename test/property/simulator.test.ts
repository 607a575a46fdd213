import assert from "node:assert/strict";
import fc from "fast-check";
import { analysePath } from "../../extension/analysis/analysePath.ts";
import { simulatePath } from "../simulator/simulatePath.ts";
import { seed } from "../seed.ts";
import { assertSameEvents } from "./sameEvents.ts";
import { expectedEvents, randomPath } from "./scenarios.ts";

const RUNS = Number(process.env["FLEXLAB_PROPERTY_RUNS"] ?? 50);

describe(`simulated paths with random faults (seed ${seed})`, function () {
  this.timeout(300_000);

  it("lists the injected faults exactly, and the exact round trip", () => {
    fc.assert(
      fc.property(randomPath({ stalls: false, noise: true }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (path, code) => {
        const frames = Math.round(path.seconds * path.rate);
        const input = simulatePath(
          {
            seed: code,
            inputs: path.channels,
            delayFrames: path.delayFrames,
            gainDb: path.gainDb,
            invert: path.invert,
            matrix: path.order.map((o) => path.order.map((_, column) => (column === o ? 1 : 0))),
            ...(path.quantizeBits === null ? {} : { quantizeBits: path.quantizeBits }),
            ...(path.noiseDbfs === null ? {} : { noiseDbfs: path.noiseDbfs }),
            faults: path.faults.map(
              ({ at, kind, frames: length, channel }) =>
                ({ at, kind: kind as Exclude<typeof kind, "stall">, frames: length, ...(channel === null ? {} : { channel }) }),
            ),
          },
          frames,
        );
        const found = analysePath({
          sampleRate: path.rate,
          bufferFrames: path.bufferFrames,
          outputChannels: path.channels,
          input,
          frames,
          seed: code,
          codeBits: 24,
        });
        assertSameEvents(found.glitches, expectedEvents(path), path, { seed: code, codeBits: 24 }, input);
        assert.equal(found.latency.roundTripFrames, path.delayFrames);
        assert.deepEqual(
          found.channels.map((channel) => channel.output),
          path.order,
        );
        found.integrity.gainDb?.forEach((gain) => {
          assert.ok(gain !== null && Math.abs(gain - path.gainDb) < 0.01, `gain ${gain}`);
        });
        assert.ok(found.integrity.inverted?.every((inverted) => inverted === path.invert));
      }),
      { seed, numRuns: RUNS, interruptAfterTimeLimit: 250_000, markInterruptAsFailure: true },
    );
  });
});
