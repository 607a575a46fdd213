import assert from "node:assert/strict";

import { MeterLevels } from "../../webview/stream/meterLevels.ts";
import { placeOf } from "../../webview/stream/meterScale.ts";

describe("the ballistics of a level meter", () => {
  it("rise at once and fall by 26 dB a second, down to what is heard", () => {
    const meters = new MeterLevels(2);
    meters.raise(1, -6, 10);
    assert.deepEqual([...meters.level], [-Infinity, -6]);
    assert.equal(meters.fall(0.5, 10.5), true);
    assert.deepEqual([...meters.level], [-Infinity, -6]);
    meters.raise(1, -30, 10.5);
    assert.equal(meters.level[1], -6, "a lower peak does not pull it down");
    meters.fall(0.5, 11);
    assert.equal(meters.level[1], -19);
    meters.fall(0.49, 11.49);
    assert.equal(meters.level[1], -30);
  });

  it("fall to silence when nothing more is told for a second", () => {
    const meters = new MeterLevels(1);
    meters.raise(0, -6, 10);
    meters.fall(0.5, 10.9);
    assert.equal(meters.level[0], -6);
    meters.fall(0.5, 11.4);
    assert.equal(meters.level[0], -19);
  });

  it("hold the peak for a second and a half, then let it fall", () => {
    const meters = new MeterLevels(1);
    meters.raise(0, -6, 10);
    meters.fall(1, 11);
    assert.equal(meters.hold[0], -6);
    meters.fall(1, 12);
    assert.equal(meters.hold[0], -32);
    meters.raise(0, -40, 12);
    assert.equal(meters.hold[0], -32, "a lower peak is not held");
    meters.raise(0, -30, 12);
    meters.fall(1, 13);
    assert.equal(meters.hold[0], -30, "a higher one is, and anew");
  });

  it("come to rest, and remember a clip until the next stream", () => {
    const meters = new MeterLevels(1);
    meters.raise(0, -0.1, 0);
    assert.equal(meters.clipped[0], 0);
    meters.raise(0, 0, 0);
    let moves = true;
    for (let second = 1; second <= 10; second++) moves = meters.fall(1, second);
    assert.equal(moves, false);
    assert.equal(meters.clipped[0], 1);
    meters.rest();
    assert.equal(meters.clipped[0], 1);
    meters.clear();
    assert.equal(meters.clipped[0], 0);
  });

  it("place the floor at the left and full scale at the right", () => {
    assert.equal(placeOf(-60), 0);
    assert.equal(placeOf(-30), 0.5);
    assert.equal(placeOf(0), 1);
    assert.equal(placeOf(6), 1);
    assert.equal(placeOf(Number.NEGATIVE_INFINITY), 0);
  });
});
