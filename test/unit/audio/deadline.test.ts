import assert from "node:assert/strict";
import { once } from "node:events";
import { Deadline } from "../../../extension/audio/deadline.ts";

describe("Deadline", () => {
  const after = (milliseconds: number): Promise<unknown> => once(AbortSignal.timeout(milliseconds), "abort");

  it("expires once, after its time", async () => {
    const start = performance.now();
    const expired: number[] = [];
    const deadline = new Deadline(50, () => expired.push(performance.now() - start));
    deadline.restart();
    await after(150);
    assert.equal(expired.length, 1);
    assert.ok((expired[0] ?? 0) >= 49);
  });

  it("starts over when it is restarted, and never expires when it is cleared", async () => {
    const start = performance.now();
    const expired: number[] = [];
    const restarted = new Deadline(100, () => expired.push(performance.now() - start));
    const cleared = new Deadline(20, () => assert.fail("expired"));
    restarted.restart();
    cleared.restart();
    cleared.clear();
    await after(60);
    restarted.restart();
    await after(200);
    assert.equal(expired.length, 1);
    assert.ok((expired[0] ?? 0) >= 150);
  });

  it("accuses nobody of lateness when it was this process that slept", async () => {
    const start = performance.now();
    const expired: number[] = [];
    const deadline = new Deadline(100, () => expired.push(performance.now() - start));
    deadline.restart();
    const wake = start + 1300;
    while (performance.now() < wake); // An event loop that is stuck looks just like a machine that was suspended.
    await after(20);
    assert.equal(expired.length, 0, "there was no time yet to read what came in meanwhile");
    await after(200);
    assert.ok((expired[0] ?? 0) >= 1390);
  });
});
