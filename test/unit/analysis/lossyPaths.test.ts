import assert from "node:assert/strict";
import { analysePath } from "../../../extension/analysis/analysePath.ts";
import type { PathAnalysis } from "../../../extension/analysis/pathAnalysis.ts";
import { gaussian, generator } from "../../simulator/noise.ts";
import { simulatePath } from "../../simulator/simulatePath.ts";
import type { SimulatedFault, SimulatedPath } from "../../simulator/simulatePath.ts";

const FRAMES = 96_000;
const faults: readonly SimulatedFault[] = [
  { at: 20_000, kind: "drop", frames: 3 },
  { at: 40_000, kind: "insert", frames: 480 },
  { at: 55_000, kind: "zero", frames: 32, channel: 1 },
  { at: 60_000, kind: "corrupt", frames: 5, channel: 0 },
  { at: 70_000, kind: "repeat", frames: 64 },
  { at: 80_000, kind: "zero", frames: 3 },
];
const expected = [
  ["dropped", 20_000, 3, -3, null],
  ["inserted", 40_000, 480, 480, null],
  ["zeroed", 55_000, 32, 0, 1],
  ["corrupted", 60_000, 5, 0, 0],
  ["repeated", 70_000, 64, 64, null],
  ["zeroed", 80_000, 3, 0, null],
] as const;

function analyse(path: Partial<SimulatedPath>, frames = FRAMES): PathAnalysis {
  const seed = 90_210;
  const input = simulatePath({ seed, inputs: 2, delayFrames: 2345.37, ...path }, frames);
  return analysePath({ sampleRate: 48_000, bufferFrames: 480, outputChannels: input.length, input, frames, seed, codeBits: 24 });
}

/** Every fault once, of the right kind, channel and effect, and as near as the report says; nothing else. */
function assertFaults(found: PathAnalysis): void {
  const events = found.glitches ?? [];
  assert.deepEqual(events.map(({ kind, deltaFrames, channel }) => [kind, deltaFrames, channel]), expected.map(([kind, , , delta, channel]) => [kind, delta, channel]));
  events.forEach((event, i) => {
    const [, frame, length] = expected[i] ?? [];
    const off = event.uncertaintyFrames ?? 0;
    assert.ok(off <= 4, `± ${off}`);
    assert.ok(Math.abs(event.frame - (frame ?? NaN)) <= off, `${event.kind} at ${event.frame} ± ${off}, not ${frame}`);
    assert.ok(Math.abs(event.lengthFrames - (length ?? NaN)) <= 2 * off, `${event.kind} of ${event.lengthFrames}, not ${length}`);
  });
}

describe("analysePath, paths that change every sample", function () {
  this.timeout(300_000);

  for (const [title, path] of [
    ["a fraction of a frame and noise at -60 dB", { noiseDbfs: -60 }],
    ["a fraction of a frame and noise at -40 dB", { noiseDbfs: -40 }],
    ["drift of 50 ppm", { driftPpm: 50, noiseDbfs: -80 }],
    ["drift of -200 ppm, inverted, crossed channels", { driftPpm: -200, gainDb: -6, invert: true, matrix: [[0, 1], [1, 0]] }],
  ] as const) {
    it(`finds every fault and nothing else: ${title}`, () => {
      assertFaults(analyse({ ...path, faults }));
      assert.deepEqual(analyse(path).glitches, []);
    });
  }

  it("takes nothing for damage where what the model leaves swells and ebbs, as behind a resampler that follows a clock", () => {
    const seed = 90_210;
    const frames = 4 * 48_000;
    const random = generator(seed);
    const input = simulatePath({ seed, inputs: 2, delayFrames: 2345.37, noiseDbfs: -80 }, frames).map((samples) =>
      samples.map((x, m) => x + 0.03 * Math.abs(Math.sin((Math.PI * m) / 7168) ** 3) * gaussian(random)));
    const recording = { sampleRate: 48_000, bufferFrames: 480, outputChannels: 2, input, frames, seed, codeBits: 24 } as const;
    assert.deepEqual(analysePath(recording).glitches, []);
    (input[1] as Float32Array).fill(0.9, 100_000, 100_005);
    const [event, ...others] = analysePath(recording).glitches ?? [];
    assert.deepEqual([event?.kind, event?.frame, event?.lengthFrames, event?.channel, others.length], ["corrupted", 100_000, 5, 1, 0]);
  });

  it("tells round trip and drift through the jumps", () => {
    const { latency, drift } = analyse({ driftPpm: 100, noiseDbfs: -70, faults });
    assert.ok(Math.abs((latency.roundTripFrames ?? NaN) - 2345.37) < 1e-3, `${latency.roundTripFrames}`);
    assert.ok(Math.abs((drift.ppm ?? NaN) - 100) < 0.01, `${drift.ppm}`);
  });

  it("fits gains, polarity and the whole matrix", () => {
    const { integrity, channels } = analyse({ driftPpm: 20, noiseDbfs: -70, gainDb: -6, invert: true, matrix: [[0, 1], [0.5, 0.5]] });
    const gain = -(10 ** (-6 / 20));
    const truth = [[0, gain], [gain / 2, gain / 2]];
    integrity.channelMatrix?.forEach((row, i) => {
      row.forEach((value, o) => { assert.ok(Math.abs(value - (truth[i]?.[o] ?? NaN)) < 1e-3, `${i} ${o}: ${value}`); });
    });
    assert.deepEqual(integrity.inverted, [true, true]);
    assert.ok(Math.abs((integrity.gainDb?.[0] ?? NaN) + 6) < 0.01);
    assert.deepEqual(channels.map(({ output, mixed }) => [output === 1 || mixed, mixed]), [[true, false], [true, true]]);
  });

  it("has the second method agree within 0.01 frame where both apply", () => {
    for (const path of [{ delayFrames: 960 }, { delayFrames: 960, noiseDbfs: -60, gainDb: -12, invert: true }, { delayFrames: 960, faults: [{ at: 30_000, kind: "zero", frames: 600 }] as const }]) {
      const { secondMethod, latency } = analyse(path);
      assert.equal(latency.method, "position");
      assert.ok(secondMethod?.agrees === true && Math.abs(secondMethod.differenceFrames) < 1e-3, JSON.stringify(secondMethod));
    }
    assert.equal(analyse({ noiseDbfs: -60 }).secondMethod, null);
  });

  it("does not take a slow drift that passes whole frames for damage", () => {
    const { kind, drift, glitches } = analyse({ delayFrames: 1756.49, driftPpm: 10, noiseDbfs: -107, gainDb: -36.5, inputs: 1 }, 192_000);
    assert.equal(kind, "correlated");
    assert.ok(Math.abs((drift.ppm ?? NaN) - 10) < 0.01, `${drift.ppm}`);
    assert.deepEqual(glitches, []);
  });

  it("calls a drifting path resampled, and grades it by the noise that it adds", () => {
    const { detected, innerSampleRate, quality } = analyse({ driftPpm: 30, noiseDbfs: -70 }).integrity.resampled;
    assert.deepEqual([detected, innerSampleRate, quality?.grade], [true, null, "B"]);
    // The code itself is at -9.8 dBFS.
    assert.ok(Math.abs((quality?.noiseDb ?? NaN) + 60.2) < 0.3, String(quality?.noiseDb));
  });

  it("grades a path whose sound begins late by its sound", () => {
    const { glitches, integrity } = analyse({ driftPpm: 30, noiseDbfs: -70, faults: [{ at: 0, kind: "zero", frames: 28_800 }] });
    assert.deepEqual(glitches, []);
    assert.ok(Math.abs((integrity.resampled.quality?.noiseDb ?? NaN) + 60.2) < 0.3, JSON.stringify(integrity.resampled));
  });

  it("leaves the grade of a drifting path open where only its own doubt could tell A from B", () => {
    assert.equal(analyse({ driftPpm: 100 }).integrity.resampled.quality, null);
  });
});
