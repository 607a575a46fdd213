import assert from "node:assert/strict";
import type { AudioPort } from "../../../extension/audio/audioPort.ts";
import type { ProbePlan } from "../../../extension/audio/contract.ts";
import { difference, selfTest } from "../../../extension/lab/selftest/selfTest.ts";
import { selfTestRounds } from "../../../extension/lab/selftest/rounds.ts";
import { renderSelfTest } from "../../../extension/lab/selftest/renderSelfTest.ts";
import { recordedRun } from "../../simulator/recordedRun.ts";

/** A device that hides its faults: it plays the delay of the scenario, and nothing is ever wrong. */
const flawless: AudioPort = {
  devices: () => Promise.resolve([]),
  drivers: () => Promise.resolve([]),
  versions: () => null,
  probe: (plan: ProbePlan) => {
    assert.ok(plan.signal.kind === "position");
    const delayFrames = Number(/delayFrames = (\d+)/.exec(plan.scenario?.text ?? "")?.[1]);
    return Promise.resolve(recordedRun({ seed: plan.signal.seed, seconds: 0.3, delayFrames }));
  },
};

describe("selfTest", function () {
  this.timeout(60_000);

  it("is not proved when faults go unreported, and names those that are missing", async () => {
    const result = await selfTest({ faults: 9, seed: 5 }, flawless);
    assert.deepEqual([result.proved, result.complete, result.injected, result.found], [false, true, 9, 0]);
    assert.deepEqual(result.rounds.map(({ injected, missing }) => injected.length === missing.length), [true, true, true]);
    assert.match(renderSelfTest(result, { color: false, width: 80 }), /^✘ Not proved: 9 faults injected, 0 of them reported as injected\.\n/);
  });

  it("injects the number that was asked for, the same ones for the same seed", () => {
    for (const faults of [1, 2, 24, 500]) {
      const rounds = selfTestRounds(faults, 7);
      assert.equal(rounds.reduce((sum, round) => sum + round.injected.length, 0), faults);
      assert.deepEqual(selfTestRounds(faults, 7), rounds);
    }
    assert.notDeepEqual(selfTestRounds(24, 8), selfTestRounds(24, 7));
    const kinds = new Set(selfTestRounds(24, 7).flatMap(({ injected }) => injected.map(({ kind }) => kind)));
    assert.equal(kinds.size, 7);
  });

  it("pairs equal events off one by one", () => {
    const event = { direction: "input", channel: null, frame: 5, lengthFrames: 1, kind: "zeroed", deltaFrames: 0 } as const;
    assert.deepEqual(difference([event, event], [event]), { missing: [event], unexpected: [] });
    assert.deepEqual(difference([event], [{ ...event, frame: 6 }]), { missing: [event], unexpected: [{ ...event, frame: 6 }] });
  });
});
