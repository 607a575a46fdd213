import assert from "node:assert/strict";

import { fall, isResting, placeOf, raise, silentLevel } from "../../webview/stream/meterScale.ts";

describe("the ballistics of a level meter", () => {
  it("rise at once and fall by 26 dB a second", () => {
    const raised = raise(silentLevel, -6, 10);
    assert.equal(raised.level, -6);
    assert.equal(fall(raised, 0.5, 10.5).level, -19);
    assert.equal(raise(raised, -20, 10.1).level, -6, "a lower peak does not pull it down");
  });

  it("hold the peak for a second and a half, then let it fall", () => {
    const raised = raise(silentLevel, -6, 10);
    const held = fall(raised, 1, 11);
    assert.equal(held.hold, -6);
    const released = fall(held, 1, 12);
    assert.equal(released.hold, -32);
    assert.ok(released.hold >= released.level);
  });

  it("come to rest, and remember a clip until the next stream", () => {
    let meter = raise(silentLevel, 0, 0);
    for (let second = 1; second <= 10; second++) meter = fall(meter, 1, second);
    assert.ok(isResting(meter));
    assert.equal(meter.clipped, true);
    assert.equal(raise(silentLevel, -0.1, 0).clipped, false);
  });

  it("place the floor at the left and full scale at the right", () => {
    assert.equal(placeOf(-60), 0);
    assert.equal(placeOf(-30), 0.5);
    assert.equal(placeOf(0), 1);
    assert.equal(placeOf(6), 1);
    assert.equal(placeOf(Number.NEGATIVE_INFINITY), 0);
  });
});
