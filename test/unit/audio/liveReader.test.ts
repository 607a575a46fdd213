import assert from "node:assert/strict";
import { LIVE_CHANNELS, LIVE_SLOTS } from "../../../extension/audio/addon.ts";
import { createLiveMemory, readLive } from "../../../extension/audio/liveReader.ts";

describe("readLive", () => {
  it("reads state, time, counters and peaks from their slots", () => {
    const memory = createLiveMemory();
    memory.slots.set([1, 2.5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 2, 1]);
    memory.slots.set([0.5, 0.25], 13);
    memory.slots.set([0.75], 13 + LIVE_CHANNELS);
    const snapshot = readLive(memory, null);
    assert.equal(snapshot.state, "running");
    assert.equal(snapshot.seconds, 2.5);
    assert.deepEqual(Object.values(snapshot.counters), [10, 11, 12, 13, 14, 15, 16, 17, 18]);
    assert.deepEqual([snapshot.inputPeaks, snapshot.outputPeaks], [[0.5, 0.25], [0.75]]);
  });

  it("starts the peaks over, and nothing else", () => {
    const memory = createLiveMemory();
    memory.slots.fill(1);
    readLive(memory, null);
    const after = readLive(memory, null);
    assert.deepEqual([after.inputPeaks, after.outputPeaks], [[0], [0]]);
    assert.equal(after.counters.bufferSwitches, 1);
  });

  it("stays within its memory when more channels are claimed than there is room for", () => {
    const memory = createLiveMemory();
    assert.equal(memory.slots.length, LIVE_SLOTS);
    memory.slots[11] = 1000;
    memory.slots[12] = -3;
    const snapshot = readLive(memory, null);
    assert.deepEqual([snapshot.inputPeaks.length, snapshot.outputPeaks.length], [LIVE_CHANNELS, 0]);
  });
});
