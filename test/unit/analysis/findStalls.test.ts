import assert from "node:assert/strict";
import { findStalls } from "../../../extension/analysis/findStalls.ts";
import { mix } from "../../../extension/analysis/positionCode.ts";
import type { CallbackTimes } from "../../../extension/analysis/callbackTiming.ts";

const stream = { sampleRate: 48_000, bufferFrames: 480 };

/** Callbacks every 10 ms; `late(k)`: seconds that callback k is behind its grid. */
function callbacks(count: number, late: (k: number) => number): CallbackTimes {
  const index = Float64Array.from({ length: count }, (_, k) => k);
  return {
    entered: index.map((k) => 0.01 * (k + 1) + late(k)),
    duration: index.map(() => 1e-6),
    position: index.map((k) => 480 * k),
  };
}

/** Real callbacks: each up to 0.4 ms late, unevenly. */
const jitter = (k: number): number => 0.0004 * (mix(k) / 2 ** 32);

function assertNear(value: number | undefined, expected: number, within: number): void {
  assert.ok(value !== undefined && Math.abs(value - expected) < within, `${value} frames`);
}

describe("findStalls", () => {
  it("tells a scripted stall to the frame when time is simulated", () => {
    assert.deepEqual(
      findStalls(
        callbacks(100, (k) => (k >= 40 ? 0.5 : 0) + (k >= 43 ? 0.002 : 0)),
        stream,
      ),
      [
        { direction: "input", channel: null, frame: 19_200, lengthFrames: 24_000, kind: "stalled", deltaFrames: 0 },
        { direction: "input", channel: null, frame: 20_640, lengthFrames: 96, kind: "stalled", deltaFrames: 0 },
      ],
    );
  });

  it("finds none in a regular stream, simulated or real", () => {
    assert.deepEqual(
      findStalls(
        callbacks(500, () => 0),
        stream,
      ),
      [],
    );
    assert.deepEqual(findStalls(callbacks(500, jitter), stream), []);
  });

  it("takes a late wake-up that is caught up for what it is", () => {
    // 54 ms late once; the callbacks after it come at once until they are back on the grid.
    const late = (k: number): number => Math.max(0, k >= 100 ? 0.054 - 0.01 * (k - 100) : 0);
    assert.deepEqual(findStalls(callbacks(500, (k) => jitter(k) + late(k)), stream), []);
  });

  it("finds lost time on a real clock, and a freeze even when it is caught up", () => {
    const lost = findStalls(
      callbacks(500, (k) => jitter(k) + (k >= 200 ? 0.1 : 0)),
      stream,
    );
    assert.deepEqual(lost.map(({ frame }) => frame), [96_000]);
    assertNear(lost[0]?.lengthFrames, 4800, 48);
    const frozen = findStalls(
      callbacks(600, (k) => jitter(k) + Math.max(0, k >= 200 ? 2.5 - 0.01 * (k - 200) : 0)),
      stream,
    );
    assert.deepEqual(frozen.map(({ frame }) => frame), [96_000]);
    assertNear(frozen[0]?.lengthFrames, 120_000, 48);
  });
});
