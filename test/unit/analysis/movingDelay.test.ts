import assert from "node:assert/strict";
import { analysePath } from "../../../extension/analysis/analysePath.ts";
import type { PathAnalysis } from "../../../extension/analysis/pathAnalysis.ts";
import { simulatePath } from "../../simulator/simulatePath.ts";
import type { SimulatedFault, SimulatedPath } from "../../simulator/simulatePath.ts";

const RATE = 48_000;
const DELAY = 2345.37;

function analyse(path: Partial<SimulatedPath>, seconds: number): PathAnalysis {
  const seed = 90_210;
  const frames = seconds * RATE;
  const input = simulatePath({ seed, inputs: 2, delayFrames: DELAY, noiseDbfs: -80, ...path }, frames);
  return analysePath({ sampleRate: RATE, bufferFrames: 480, outputChannels: 2, input, frames, seed, codeBits: 24 });
}

/** As behind a resampler that is led by two clocks: it swings, seconds long. */
const swinging = (frame: number): number => 6 * Math.sin((2 * Math.PI * frame) / (3 * RATE)) + 2 * Math.sin((2 * Math.PI * frame) / (1.1 * RATE));
/** As in its first seconds. */
const settling = (frame: number): number => 12 * Math.exp(-frame / (0.4 * RATE));

/** What moves as told, from the first block on that is measured. */
function assertMoves({ latency, integrity }: PathAnalysis, wander: (frame: number) => number, seconds: number, within: number): void {
  const moved = Array.from({ length: (seconds * RATE) / 64 }, (_, i) => 64 * i).filter((frame) => frame >= DELAY + 512 && frame <= seconds * RATE - 512).map(wander);
  const [least, most] = [Math.min(...moved), Math.max(...moved)];
  const [from = NaN, to = NaN] = latency.movesFrames ?? [];
  assert.ok(Math.abs(from - DELAY - least) < within && Math.abs(to - DELAY - most) < within, `${from - DELAY} to ${to - DELAY}, not ${least} to ${most}`);
  const { roundTripFrames: mean, uncertaintyFrames: off } = latency;
  assert.ok(mean !== null && off !== null && mean - off <= from + 1e-9 && mean + off >= to - 1e-9, `${mean} ± ${off}`);
  assert.equal(integrity.resampled.detected, true);
}

describe("analysePath, a delay that moves by itself", function () {
  this.timeout(120_000);

  it("is followed: no move is told as a jump, nor as damage", () => {
    const found = analyse({ wander: swinging }, 8);
    assert.deepEqual(found.glitches, []);
    assertMoves(found, swinging, 8, 0.01);
  });

  it("is followed where it has to settle first", () => {
    const found = analyse({ wander: settling }, 6);
    assert.deepEqual(found.glitches, []);
    assertMoves(found, settling, 6, 0.01);
  });

  it("is told from a hundredth of a frame on", () => {
    const breathing = (frame: number): number => 0.02 * Math.sin((2 * Math.PI * frame) / (2 * RATE));
    const found = analyse({ wander: breathing }, 8);
    assert.deepEqual(found.glitches, []);
    assertMoves(found, breathing, 8, 0.001);
  });

  it("hides neither jumps nor damage", () => {
    const faults: readonly SimulatedFault[] = [
      { at: 60_000, kind: "drop", frames: 3 },
      { at: 120_000, kind: "insert", frames: 480 },
      { at: 165_000, kind: "zero", frames: 32, channel: 1 },
      { at: 200_000, kind: "corrupt", frames: 5, channel: 0 },
      { at: 240_000, kind: "repeat", frames: 64 },
      { at: 290_000, kind: "drop", frames: 1 },
      { at: 320_000, kind: "zero", frames: 3 },
    ];
    const events = analyse({ wander: swinging, faults }, 8).glitches ?? [];
    assert.deepEqual(
      events.map(({ kind, deltaFrames, channel }) => [kind, deltaFrames, channel]),
      [["dropped", -3, null], ["inserted", 480, null], ["zeroed", 0, 1], ["corrupted", 0, 0], ["repeated", 64, null], ["dropped", -1, null], ["zeroed", 0, null]],
    );
    events.forEach(({ frame, uncertaintyFrames }, i) => {
      const at = (faults[i] as SimulatedFault).at;
      assert.ok(Math.abs(frame - at) <= (uncertaintyFrames ?? 0) && (uncertaintyFrames ?? 0) <= 8, `${frame} ± ${uncertaintyFrames}, not ${at}`);
    });
  });

  it("is not told of a path that keeps its delay, in noise or with clocks that drift apart", () => {
    for (const path of [{ noiseDbfs: -40 }, { noiseDbfs: -20 }, { driftPpm: 100 }]) assert.equal(analyse(path, 4).latency.movesFrames, null);
  });

  it("is graded by the noise of the path, and not where following it would decide", () => {
    assert.equal(analyse({ wander: swinging }, 8).integrity.resampled.quality, null);
    const { grade, noiseDb } = analyse({ wander: swinging, noiseDbfs: -60 }, 8).integrity.resampled.quality ?? {};
    // The code itself is at -9.8 dBFS.
    assert.ok(grade === "C" && Math.abs((noiseDb ?? NaN) + 50.2) < 0.5, `${grade} ${noiseDb}`);
  });

  it("leaves no drift that moving alone would feign", () => {
    const { ppm, uncertaintyPpm } = analyse({ wander: swinging, driftPpm: 0 }, 8).drift;
    assert.ok(Math.abs(ppm ?? NaN) < (uncertaintyPpm ?? NaN), `${ppm} ± ${uncertaintyPpm}`);
  });
});
