import assert from "node:assert/strict";
import { analysePath } from "../../../extension/analysis/analysePath.ts";
import { simulatePath } from "../../simulator/simulatePath.ts";

describe("the constant part of a path", function () {
  this.timeout(20_000);

  it("is told per channel where it stands out of noise, and not where there is none", () => {
    const frames = 48_000;
    const input = simulatePath({ seed: 8, inputs: 2, delayFrames: 700, noiseDbfs: -70 }, frames);
    (input[1] as Float32Array).forEach((x, i, samples) => { samples[i] = x + 2e-4; });
    const found = analysePath({ sampleRate: 48_000, bufferFrames: 256, outputChannels: 2, input, frames, seed: 8, codeBits: 24 });
    const [first, second] = found.integrity.dc ?? [];
    assert.equal(first, 0);
    assert.ok(typeof second === "number" && Math.abs(second - 2e-4) < 1e-5, `${second}`);
  });
});
