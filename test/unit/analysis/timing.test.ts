import assert from "node:assert/strict";
import { callbackTiming } from "../../../extension/analysis/callbackTiming.ts";
import { logHistogram } from "../../../extension/analysis/logHistogram.ts";
import { systemClock } from "../../../extension/analysis/systemClock.ts";
import { untilSlip } from "../../../extension/analysis/untilSlip.ts";
import { generator } from "../../simulator/noise.ts";

const stream = { sampleRate: 48_000, bufferFrames: 480 };

/** Callbacks at these seconds, each of so many seconds inside. */
function timesAt(entered: readonly number[], duration: (k: number) => number = () => 1e-5): Parameters<typeof callbackTiming>[0] {
  return {
    entered: Float64Array.from(entered),
    duration: Float64Array.from(entered, (_, k) => duration(k)),
    position: Float64Array.from(entered, (_, k) => k * stream.bufferFrames),
  };
}

describe("logHistogram", () => {
  it("counts every value once, in a bucket that holds it and is 2.4 % wide at most", () => {
    const random = generator(5);
    const values = Float64Array.from({ length: 5000 }, () => 10 ** (8 * random() - 4));
    const buckets = logHistogram(values);
    assert.equal(buckets.reduce((sum, { count }) => sum + count, 0), values.length);
    for (const { from, to, count } of buckets) {
      // Edges are told with four digits.
      const inside = values.filter((value) => value >= from * 1.0005 && value < to * 0.9995).length;
      const touched = values.filter((value) => value >= from * 0.9995 && value < to * 1.0005).length;
      assert.ok(inside <= count && count <= touched, `${from} to ${to}: ${count}`);
      assert.ok(to / from < 1.024);
    }
  });

  it("keeps round numbers together, and leaves out what is no number", () => {
    assert.deepEqual(logHistogram(Float64Array.of(10, 10.1, NaN, Infinity, 1)), [
      { from: 1, to: 1.023, count: 1 },
      { from: 10, to: 10.23, count: 2 },
    ]);
    assert.deepEqual(logHistogram(Float64Array.of(0)).map(({ count }) => count), [1]);
  });
});

describe("callbackTiming", () => {
  it("finds nothing to say against even callbacks", () => {
    const found = callbackTiming(timesAt(Array.from({ length: 100 }, (_, k) => k * 0.01)), stream);
    assert.deepEqual([found.lateCallbacks, found.overlongCallbacks, found.bursts], [0, 0, { count: 0, typicalCallbacks: null, longestCallbacks: null }]);
    assert.ok(Math.abs((found.deadlineUse.p50 ?? 0) - 0.001) < 1e-12);
  });

  it("tells bursts and their length", () => {
    // A sound system with periods of four buffers, and one of six.
    const sizes = [4, 4, 4, 6, 4, 1, 1, 4];
    let start = 0;
    const entered = sizes.flatMap((size) => {
      const burst = Array.from({ length: size }, (_, k) => start + k * 3e-5);
      start += size * 0.01;
      return burst;
    });
    const { bursts, lateCallbacks } = callbackTiming(timesAt(entered), stream);
    assert.deepEqual(bursts, { count: 6, typicalCallbacks: 4, longestCallbacks: 6 });
    // Every burst is waited for longer than two periods, but for the two single callbacks.
    assert.equal(lateCallbacks, 5);
  });

  it("counts callbacks that are a period late, and those that take longer than a buffer lasts", () => {
    const entered = Array.from({ length: 100 }, (_, k) => k * 0.01 + (k === 40 ? 0.0099 : k === 70 ? 0.0101 : 0));
    const found = callbackTiming(timesAt(entered, (k) => (k === 7 ? 0.0101 : k === 8 ? 0.0099 : 1e-5)), stream);
    assert.equal(found.lateCallbacks, 1);
    assert.equal(found.overlongCallbacks, 1);
    assert.ok(Math.abs((found.deadlineUse.max ?? 0) - 1.01) < 1e-9);
  });

  it("of one callback or none knows no lateness", () => {
    assert.equal(callbackTiming(timesAt([]), stream).lateCallbacks, null);
    assert.deepEqual(callbackTiming(timesAt([0.1]), stream).intervalHistogramMs, []);
  });
});

describe("systemClock", () => {
  /** Callbacks of a device whose clock is off by ppm, woken late by jitter of this mean, with a long tail. */
  function device(ppm: number, seconds: number, jitter: number, random: () => number): Parameters<typeof systemClock>[0] {
    const n = Math.round((seconds * stream.sampleRate) / stream.bufferFrames);
    const due = (k: number): number => (k * stream.bufferFrames) / (stream.sampleRate * (1 + ppm * 1e-6));
    return timesAt(Array.from({ length: n }, (_, k) => due(k) - jitter * Math.log(1 - random()) + (random() < 0.02 ? 0.008 * random() : 0)));
  }

  it("holds the true rate within its interval in 95 of 100 runs", () => {
    const random = generator(17);
    const runs = 500;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const ppm = 400 * random() - 200;
      const found = systemClock(device(ppm, 11 + 50 * random(), 1e-4 + 5e-4 * random(), random), 48_000, []);
      assert.ok(found !== null);
      if (Math.abs(found.ppm - ppm) <= found.uncertaintyPpm) covered++;
    }
    // 95 % of 500 with three standard errors of luck, downward; the earliest wake-ups are not quite normally spread.
    assert.ok(covered / runs >= 0.92, `${covered} of ${runs}`);
  });

  it("is known to a ppm after a minute of a busy machine", () => {
    const found = systemClock(device(37, 60, 3e-4, generator(3)), 48_000, []);
    assert.ok(found !== null && Math.abs(found.ppm - 37) < 1 && found.uncertaintyPpm < 1, JSON.stringify(found));
  });

  it("says nothing of less than ten seconds, and is not taken in by a stall", () => {
    assert.equal(systemClock(device(0, 9.9, 1e-4, generator(1)), 48_000, []), null);
    const times = device(20, 40, 1e-4, generator(2));
    const stalledAt = 1500;
    const entered = times.entered.map((at, k) => at + (k >= stalledAt ? 0.7 : 0));
    const stall = { direction: "input", channel: null, frame: stalledAt * 480, lengthFrames: 33_600, kind: "stalled", deltaFrames: 0 } as const;
    const found = systemClock({ ...times, entered }, 48_000, [stall]);
    assert.ok(found !== null && Math.abs(found.ppm - 20) < 3, JSON.stringify(found));
    assert.ok(Math.abs(found.seconds - 25) < 0.02);
  });
});

describe("untilSlip", () => {
  it("is the buffer over the drift", () => {
    const { seconds, atLeastSeconds } = untilSlip(-20, 5, stream);
    assert.ok(seconds !== null && Math.abs(seconds - 500) < 1e-9);
    assert.ok(atLeastSeconds !== null && Math.abs(atLeastSeconds - 400) < 1e-9);
  });

  it("is not told where the drift may be none", () => {
    assert.deepEqual(untilSlip(0, 0, stream), { seconds: null, atLeastSeconds: null });
    assert.equal(untilSlip(1, 2, stream).seconds, null);
  });
});
