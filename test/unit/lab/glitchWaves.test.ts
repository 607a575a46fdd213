import assert from "node:assert/strict";

import type { ProbeResult } from "../../../extension/audio/contract.ts";
import { glitchWaves } from "../../../extension/lab/glitchWaves.ts";
import type { SimulatedFault } from "../../simulator/simulatePath.ts";
import { reportOf } from "./reportFixtures.ts";

/** The waves of a simulated run with these faults; the seed is that of the fixtures. */
function wavesOf(faults: readonly SimulatedFault[]): { readonly waves: ReturnType<typeof glitchWaves>; readonly events: number } {
  const kept: ProbeResult[] = [];
  const report = reportOf({ faults }, (result) => {
    kept.push(result);
    return result;
  });
  const [result] = kept;
  assert.ok(result);
  return { waves: glitchWaves(result, 4711, report), events: report.glitches.events.length };
}

describe("the waveform around a glitch", () => {
  it("shows what came back beside what was played, equal up to the glitch and not behind it", () => {
    const { waves } = wavesOf([{ kind: "zero", at: 12_000, frames: 16 }]);
    const [wave] = waves;
    assert.ok(wave?.expected);
    const at = 12_000 - wave.firstFrame;
    assert.deepEqual(wave.received.slice(0, at), wave.expected.slice(0, at));
    assert.deepEqual(wave.received.slice(at, at + 16), Array.from({ length: 16 }, () => 0));
    assert.ok(wave.expected.slice(at, at + 16).every((sample) => Math.abs(sample) >= 0.125), "a code is never near zero");
    assert.deepEqual(wave.received.slice(at + 16), wave.expected.slice(at + 16));
  });

  it("expects by the round trip as it was before each of several", () => {
    const { waves, events } = wavesOf([
      { kind: "drop", at: 8_000, frames: 3 },
      { kind: "drop", at: 14_000, frames: 5 },
    ]);
    assert.equal(events, 2);
    for (const [index, at] of [8_000, 14_000].entries()) {
      const wave = waves[index];
      assert.ok(wave?.expected, `glitch ${index}`);
      const bad = at - wave.firstFrame;
      assert.deepEqual(wave.received.slice(0, bad), wave.expected.slice(0, bad));
      assert.notEqual(wave.received[bad], wave.expected[bad]);
    }
  });

  it("knows the round trip after many glitches too", () => {
    const { waves } = wavesOf(Array.from({ length: 60 }, (_, k) => ({ kind: "drop", at: 2_000 + 300 * k, frames: 1 + (k % 3) })));
    assert.equal(waves.length, 60);
    for (const { index, expected } of waves) assert.ok(expected, `glitch ${index}`);
  });

  it("stays small however much is broken", () => {
    const { waves } = wavesOf(Array.from({ length: 90 }, (_, k) => ({ kind: "zero", at: 2_000 + 200 * k, frames: 2 })));
    assert.ok(waves.length <= 64);
    assert.ok(JSON.stringify(waves).length < 600_000);
  });
});
