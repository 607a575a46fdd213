import assert from "node:assert/strict";
import { BAND_EDGES, liveFrameProblem, MOST_LIVE_BYTES, readCallback, readLiveFrame, SILENT_LEVEL } from "../../../extension/audio/liveFrame.ts";
import { LiveReader } from "../../../extension/audio/liveReader.ts";
import { liveFrame } from "../../webview/liveFrames.ts";

describe("live frames", () => {
  it("say all that was packed", () => {
    const frame = liveFrame({
      peaks: [0.5, 0, 1], inputs: 2, seconds: 2.5, counters: [10, 11, 12, 13, 14, 15, 16, 17, 18],
      glitches: 3, lastGlitchSeconds: 1.5, measuredFrames: 1234, intervals: [1, 2.5], channel: 2, columnsEnded: 1000, column: (number) => (number === 1000 ? 0.5 : 0), samples: (i) => 0.1 * Math.sin((2 * Math.PI * 100.25 * i) / 4096),
    });
    assert.equal(liveFrameProblem(frame), null);
    // Wherever its bytes lie.
    const moved = new Uint8Array(frame.length + 3).subarray(3);
    moved.set(frame);
    const live = readLiveFrame(moved);
    assert.deepEqual([live.state, live.seconds, live.sampleRate, live.bufferFrames], ["running", 2.5, 48_000, 480]);
    assert.deepEqual(Object.values(live.counters), [10, 11, 12, 13, 14, 15, 16, 17, 18]);
    assert.deepEqual([live.inputs, live.outputs, live.reportedFrames, live.measuredFrames], [2, 1, 960, 1234]);
    assert.deepEqual([live.glitches, live.lastGlitchSeconds, live.lateCallbacks, live.intervals], [3, 1.5, 1, 2]);
    assert.deepEqual([...live.callbacks].map(readCallback), [
      { interval: 1, duration: 100 / 8192, late: false },
      { interval: 2.5, duration: 100 / 8192, late: true },
    ]);
    assert.deepEqual([...live.levels], [-602, -903, SILENT_LEVEL, SILENT_LEVEL, 0, -301]);
    assert.deepEqual([...live.clips], [0, 0, 3]);
    assert.deepEqual([live.view?.direction, live.view?.channel, live.view?.columnsEnded], ["output", 0, 1000]);
    assert.deepEqual([...(live.view?.columns.slice(-4) ?? [])], [0, 0, -16384, 16384]);
    const { strongest = null, bands = new Int16Array() } = live.view?.spectrum ?? {};
    assert.ok(Math.abs((strongest?.line ?? 0) - 100.25) < 0.01, String(strongest?.line));
    assert.ok(Math.abs((strongest?.decibels ?? 0) + 20) < 0.01, String(strongest?.decibels));
    assert.equal(Math.max(...bands), bands[BAND_EDGES.findLastIndex((edge) => edge <= 100)]);
  });

  it("leave unknown what is not known", () => {
    const live = readLiveFrame(liveFrame());
    assert.deepEqual([live.measuredFrames, live.lastGlitchSeconds, live.view], [null, null, null]);
  });

  it("fit into a message of 4 KiB with 64 channels each way", () => {
    assert.ok(MOST_LIVE_BYTES <= 4096 - 32, String(MOST_LIVE_BYTES));
    assert.equal(liveFrame({ peaks: Array.from({ length: 128 }, () => 1) }).length, MOST_LIVE_BYTES);
  });

  it("are refused when they are of another kind", () => {
    const broken = (change: (view: DataView) => void): string | null => {
      const frame = liveFrame({ peaks: [1, 1] });
      change(new DataView(frame.buffer));
      return liveFrameProblem(frame);
    };
    assert.match(liveFrameProblem(new Uint8Array(100)) ?? "", /long/);
    assert.match(liveFrameProblem(liveFrame({ peaks: [1] }).subarray(0, -1)) ?? "", /long/);
    assert.match(broken((view) => { view.setFloat64(0, 1, true); }) ?? "", /version/);
    assert.match(broken((view) => { view.setFloat64(8, 7, true); }) ?? "", /state/);
    assert.match(broken((view) => { view.setFloat64(8 * 14, 65, true); }) ?? "", /channels/);
    assert.match(broken((view) => { view.setFloat64(8 * 23, NaN, true); }) ?? "", /callbacks/);
  });
});

describe("looking at a run", () => {
  it("takes a frame only when somebody looks, and one of its own", () => {
    let seconds = 0;
    const reader = new LiveReader({
      stream: () => null,
      live: (into) => {
        const frame = liveFrame({ peaks: [0.5, 0.5], seconds: ++seconds });
        into.set(frame);
        return frame.length;
      },
    });
    assert.deepEqual([reader.read(false).seconds, reader.read(false).frame], [1, null]);
    const first = reader.read(true).frame ?? new Uint8Array();
    reader.read(true);
    assert.equal(readLiveFrame(first).seconds, 3);
  });
});
