import assert from "node:assert/strict";
import { LIVE_INTERVAL_MS } from "../../extension/editor/panelProtocol.ts";
import { PlayOut } from "../../webview/stream/playOut.ts";

/** How many are shown at a time. */
function shownAt(playOut: PlayOut, now: number): number {
  playOut.play(now);
  return playOut.shown;
}

describe("things that come in batches", () => {
  it("are shown one by one over the time in which the next batch is due, and no further", () => {
    const playOut = new PlayOut(100);
    playOut.feed(40, 1000, true);
    assert.equal(shownAt(playOut, 1000), 40, "the first at once");
    playOut.feed(50, 1050, true);
    assert.deepEqual([0, 0.1, 0.55, 1, 5].map((share) => shownAt(playOut, 1050 + share * LIVE_INTERVAL_MS)), [40, 41, 45, 50, 50]);
  });

  it("say whether something else is shown, and whether more is to come", () => {
    const playOut = new PlayOut(100);
    assert.deepEqual([playOut.play(900), playOut.isUnderWay], [false, false]);
    playOut.feed(40, 1000, true);
    assert.deepEqual([playOut.play(1000), playOut.isUnderWay], [true, false]);
    playOut.feed(42, 1000, true);
    assert.deepEqual([playOut.play(1001), playOut.isUnderWay], [false, true]);
    assert.deepEqual([playOut.play(1000 + LIVE_INTERVAL_MS), playOut.isUnderWay], [true, false]);
  });

  it("go on from where they are when the next batch comes early", () => {
    const playOut = new PlayOut(100);
    playOut.feed(40, 1000, true);
    playOut.feed(50, 1050, true);
    playOut.feed(60, 1050 + LIVE_INTERVAL_MS / 2, true);
    assert.equal(shownAt(playOut, 1050 + LIVE_INTERVAL_MS / 2), 45);
    assert.equal(shownAt(playOut, 1050 + LIVE_INTERVAL_MS), 52);
  });

  it("are shown at once after a gap, in a new stream, and where nothing may move", () => {
    const playOut = new PlayOut(100);
    playOut.feed(40, 0, true);
    playOut.feed(141, 100, true);
    assert.equal(shownAt(playOut, 100), 141);
    playOut.feed(5, 200, true);
    assert.equal(shownAt(playOut, 200), 5);
    playOut.feed(15, 300, false);
    assert.equal(shownAt(playOut, 300), 15);
    playOut.reset();
    playOut.feed(25, 400, true);
    assert.equal(shownAt(playOut, 400), 25);
  });
});
