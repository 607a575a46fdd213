import assert from "node:assert/strict";

import { LiveThrottle } from "../../extension/editor/liveThrottle.ts";
import { liveFrame } from "./liveFrames.ts";

describe("snapshots on their way to the page", () => {
  let now: number;
  let timers: { at: number; call: () => void }[];
  let sent: Uint8Array[];
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
    const frames = Array.from({ length: 1000 }, (_, time) => liveFrame({ seconds: time }));
    for (let time = 0; time < 1000; time++) {
      advanceTo(time);
      throttle.push(frames[time] ?? liveFrame());
    }
    assert.ok(sent.length <= 31 && sent.length >= 30, `${sent.length}`);
    assert.equal(sent[0], frames[0]);
    assert.equal(sent[1], frames[32], "what came last before the interval was over");
  });

  it("end when the page is hidden", () => {
    throttle.push(liveFrame());
    throttle.push(liveFrame());
    throttle.clear();
    advanceTo(1000);
    assert.equal(sent.length, 1);
    assert.equal(timers.length, 0);
  });
});
