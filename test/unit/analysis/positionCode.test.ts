import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { channelKey, codeSample, codeSteps, fillCode, mix, positionsOf } from "../../../extension/analysis/positionCode.ts";

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

  it("finds every position of a sample again, and none of a sample that was never played", () => {
    for (const codeBits of [24, 23, 15]) {
      const key = channelKey(99, 3);
      const wanted = codeSteps(key, 123_456, codeBits);
      const all = Array.from({ length: 300_000 }, (_, n) => n).filter((n) => codeSteps(key, n, codeBits) === wanted);
      assert.ok(all.includes(123_456));
      assert.deepEqual(positionsOf(key, wanted, codeBits, 299_999).sort((a, b) => a - b), all);
      assert.deepEqual(positionsOf(key, 2 ** (codeBits - 3) - 1, codeBits, 299_999), []);
      assert.deepEqual(positionsOf(key, -(2 ** (codeBits - 1)), codeBits, 299_999), []);
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
