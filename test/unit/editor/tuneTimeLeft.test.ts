import assert from "node:assert/strict";
import { tuneSecondsLeft } from "../../../extension/editor/tuneTimeLeft.ts";

const common = { trialSeconds: 2, proofSeconds: 30 };

describe("the time that tuning still takes", () => {
  it("counts the proof from the start, and nothing else at the end", () => {
    const start = tuneSecondsLeft({ ...common, step: "buffer", done: 0, fraction: null });
    assert.ok(start > 30 + 5 * 2 && start < 30 + 10 * 2.5, String(start));
    assert.equal(tuneSecondsLeft({ ...common, step: "proof", done: 0, fraction: 0.5 }), 15);
    assert.equal(tuneSecondsLeft({ ...common, step: "proof", done: 3, fraction: 1 }), 0);
  });

  it("falls with each trial and within it, and never below the proof that must come", () => {
    const moments = [
      { step: "buffer", done: 0, fraction: 0 },
      { step: "buffer", done: 0, fraction: 0.5 },
      { step: "buffer", done: 1, fraction: 0 },
      { step: "latency", done: 0, fraction: 0 },
      { step: "latency", done: 2, fraction: 0.9 },
      { step: "proof", done: 0, fraction: 0.1 },
    ] as const;
    const left = moments.map((moment) => tuneSecondsLeft({ ...common, ...moment }));
    assert.deepEqual(left, left.toSorted((a, b) => b - a));
    assert.ok(tuneSecondsLeft({ ...common, step: "buffer", done: 20, fraction: 0.99 }) > 30, "more trials than usual");
  });
});
