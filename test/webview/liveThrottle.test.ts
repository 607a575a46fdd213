import assert from "node:assert/strict";

import type { LiveSnapshot } from "../../extension/audio/contract.ts";
import { LiveThrottle } from "../../extension/editor/liveThrottle.ts";
import { snapshot } from "./samples.ts";

describe("snapshots on their way to the page", () => {
  let now: number;
  let timers: { at: number; call: () => void }[];
  let sent: LiveSnapshot[];
  let throttle: LiveThrottle;

  function advanceTo(time: number): void {
    now = time;
    for (const timer of timers.filter(({ at }) => at <= time)) {
      timers = timers.filter((other) => other !== timer);
      timer.call();
    }
  }

  beforeEach(() => {
    now = 0;
    timers = [];
    sent = [];
    throttle = new LiveThrottle(33, (one) => sent.push(one), {
      now: () => now,
      after: (milliseconds, call) => {
        const timer = { at: now + milliseconds, call };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    });
  });

  it("go at once, then at most one in each interval, the latest", () => {
    for (let time = 0; time < 1000; time++) {
      advanceTo(time);
      throttle.push(snapshot([0.1], time));
    }
    assert.ok(sent.length <= 31 && sent.length >= 30, `${sent.length}`);
    assert.equal(sent[0]?.seconds, 0);
    assert.equal(sent[1]?.seconds, 32, "what came last before the interval was over");
  });

  it("keep the peaks of those left out", () => {
    throttle.push(snapshot([0.1, 0.1], 0));
    advanceTo(10);
    throttle.push(snapshot([0.9, 0.1], 1));
    advanceTo(20);
    throttle.push(snapshot([0.2, 0.3], 2));
    advanceTo(40);
    assert.equal(sent.length, 2);
    assert.equal(sent[1]?.seconds, 2);
    assert.deepEqual(sent[1].inputPeaks, [0.9, 0.3]);
  });

  it("end when the page is hidden", () => {
    throttle.push(snapshot([0.1], 0));
    throttle.push(snapshot([0.2], 1));
    throttle.clear();
    advanceTo(1000);
    assert.equal(sent.length, 1);
    assert.equal(timers.length, 0);
  });
});
