import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { fillSignal } from "../../../extension/analysis/testSignal.ts";
import type { ProbeSignal } from "../../../extension/audio/contract.ts";
import { signals } from "./testSignals.ts";

const place = { channel: 0, channels: 12, on: null, sampleRate: 48000, codeBits: 24 };

function samples(signal: ProbeSignal, from: number, frames: number, over: Partial<Omit<typeof place, "on"> & { on: readonly number[] | null }> = {}): Float64Array {
  const into = new Float64Array(frames);
  fillSignal(signal, { ...place, ...over }, from, into);
  return into;
}

const loudest = (of: Float64Array): number => of.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

describe("test signals", () => {
  const lines = readFileSync(new URL("../../fixtures/testSignals.txt", import.meta.url), "utf8")
    .split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split(" "));

  for (const [name, signal] of Object.entries(signals)) {
    it(`have the values that the probe plays: ${name}`, () => {
      const own = lines.filter((words) => words[0] === name);
      assert.ok(own.length >= 19);
      for (const [, channel, position, value] of own) {
        const [sample] = samples(signal, Number(position), 1, { channel: Number(channel) });
        assert.ok(Math.abs((sample as number) - Number(value)) < 1e-9, `${String(channel)} ${String(position)}: ${String(sample)}`);
      }
    });
  }

  it("are the same however they are cut, and never beyond their amplitude", () => {
    for (const signal of Object.values(signals)) {
      const whole = samples(signal, 100, 20000);
      assert.deepEqual(samples(signal, 5100, 15000), whole.slice(5000));
      assert.ok(loudest(whole) <= signal.amplitude);
      assert.ok(loudest(whole) > signal.amplitude / 2);
    }
  });

  it("give each channel that is on its turn", () => {
    assert.ok(loudest(samples(signals.channels, 2400, 1000, { channel: 5, on: [5, 6] })) > 0.4);
    assert.equal(loudest(samples(signals.channels, 2400, 1000, { channel: 6, on: [5, 6] })), 0);
    // Six beeps in 1.5 s, half a second of nothing, then channel 6 says seven.
    assert.ok(loudest(samples(signals.channels, 2 * 48000 + 2400, 1000, { channel: 6, on: [5, 6] })) > 0.4);
    assert.equal(loudest(samples(signals.channels, 0, 480000, { channel: 4, on: [5, 6] })), 0);
  });

  it("fill floats as well, and play the position code from the stream's start", () => {
    const into = new Float32Array(4);
    fillSignal({ kind: "position", seed: 7, amplitude: 0.5 }, place, 0, into);
    assert.equal(into[0], -5244202 / 2 ** 24);
    fillSignal({ kind: "silence" }, place, 0, into);
    assert.deepEqual(into, new Float32Array(4));
  });
});
