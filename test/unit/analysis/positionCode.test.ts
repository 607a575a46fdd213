import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { channelKey, codeSample, codeSteps, fillCode, mix } from "../../../extension/analysis/positionCode.ts";

interface Vectors {
  readonly mix: readonly (readonly [number, number])[];
  readonly samples: readonly (readonly [number, number, number, number, number])[];
}

const vectors = JSON.parse(
  readFileSync(new URL("../../fixtures/positionCode.json", import.meta.url), "utf8"),
) as Vectors;

describe("position code", () => {
  it("mixes as the fixed vectors say", () => {
    assert.ok(vectors.mix.length > 0);
    for (const [input, expected] of vectors.mix) assert.equal(mix(input), expected);
  });

  it("plays the samples of the fixed vectors, to the last bit", () => {
    assert.ok(vectors.samples.length > 300);
    for (const [seed, channel, position, bits, steps] of vectors.samples) {
      const where = `seed ${seed} channel ${channel} position ${position} bits ${bits}`;
      assert.equal(codeSteps(channelKey(seed, channel), position, bits), steps, where);
      assert.equal(codeSample(seed, channel, position, bits), steps * 2 ** -bits, where);
    }
  });

  it("stays within [1/8, 1/2) with both signs and survives Float32 unchanged", () => {
    for (const bits of [24, 23, 15]) {
      let positive = 0;
      for (let n = 0; n < 20_000; n++) {
        const x = codeSample(99, 1, n, bits);
        assert.ok(Math.abs(x) >= 1 / 8 && Math.abs(x) < 1 / 2);
        assert.equal(Math.fround(x), x);
        if (x > 0) positive++;
      }
      assert.ok(Math.abs(positive - 10_000) < 500, `${positive} of 20000 are positive`);
    }
  });

  it("fills blocks with the same samples, and with silence before position 0", () => {
    const key = channelKey(7, 3);
    const block = new Float32Array(50);
    fillCode(key, -20, 24, block);
    block.forEach((x, i) => {
      assert.equal(x, i < 20 ? 0 : codeSample(7, 3, i - 20, 24));
    });
    fillCode(key, 0xfffffff0, 15, block);
    block.forEach((x, i) => {
      assert.equal(x, codeSample(7, 3, 0xfffffff0 + i, 15));
    });
  });
});
