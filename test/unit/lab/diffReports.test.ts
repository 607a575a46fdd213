import assert from "node:assert/strict";
import { diffReports } from "../../../extension/lab/diff/diffReports.ts";
import type { FigureChange, ReportDiff } from "../../../extension/lab/diff/diffReports.ts";
import { rateChangeProbability } from "../../../extension/lab/diff/rateChangeProbability.ts";
import { renderDiff } from "../../../extension/lab/diff/renderDiff.ts";
import { reportOf, withError } from "./reportFixtures.ts";

function figure(diff: ReportDiff, name: string): FigureChange {
  const found = diff.figures.find((f) => f.figure === name);
  assert.ok(found, `${name} is not among ${diff.figures.map((f) => f.figure).join(", ")}`);
  return found;
}

const drops = (count: number) => ({ faults: Array.from({ length: count }, (_, k) => ({ at: 3000 + 1500 * k, kind: "zero", frames: 4 }) as const) });

describe("diffReports", function () {
  this.timeout(60_000);
  const before = reportOf({});

  it("finds nothing between two runs of the same path", () => {
    const diff = diffReports(before, reportOf({}));
    assert.equal(diff.verdict, "same");
    assert.deepEqual(diff.circumstances, []);
    assert.match(renderDiff(diff, { color: false, width: 80 }), /^No change beyond noise\.\n/);
  });

  it("calls a longer round trip worse and a shorter one better", () => {
    const longer = reportOf({ delayFrames: 1440 });
    assert.deepEqual([figure(diffReports(before, longer), "round trip").judged, diffReports(before, longer).verdict], ["worse", "worse"]);
    assert.equal(diffReports(longer, before).verdict, "better");
  });

  it("takes a change within the uncertainty of both for noise", () => {
    const noisy = reportOf({ delayFrames: 960.25, noiseDbfs: -40 });
    const uncertainty = noisy.latency.uncertaintyFrames ?? 0;
    assert.ok(uncertainty > 0);
    const moved = { ...noisy, latency: { ...noisy.latency, measuredRoundTripFrames: (noisy.latency.measuredRoundTripFrames ?? 0) + uncertainty } };
    assert.equal(figure(diffReports(noisy, moved), "round trip").significant, false);
    const further = { ...noisy, latency: { ...noisy.latency, measuredRoundTripFrames: (noisy.latency.measuredRoundTripFrames ?? 0) + 2 * uncertainty } };
    assert.equal(figure(diffReports(noisy, further), "round trip").significant, true);
  });

  it("takes one glitch more for chance, and a dozen for a change", () => {
    assert.equal(figure(diffReports(before, reportOf(drops(1))), "glitches").significant, false);
    assert.notEqual(diffReports(before, reportOf(drops(1))).verdict, "worse");
    const many = figure(diffReports(before, reportOf(drops(12))), "glitches");
    assert.deepEqual([many.significant, many.judged], [true, "worse"]);
  });

  it("tells what was different about the runs, and a failure as worse", () => {
    const failed = diffReports(before, reportOf({}, withError("device-not-found", "There is no device of that name.")));
    assert.equal(failed.verdict, "worse");
    assert.deepEqual(
      failed.circumstances.find(({ what }) => what === "failure"),
      { what: "failure", before: "–", after: "device-not-found" },
    );
    assert.deepEqual(diffReports(before, reportOf({ bufferFrames: 256 })).circumstances, [{ what: "buffer", before: "480", after: "256" }]);
  });

  it("says when bit-perfect was lost", () => {
    const lost = figure(diffReports(before, reportOf({ quantizeBits: 16 })), "bit-perfect");
    assert.deepEqual([lost.before, lost.after, lost.judged], [true, false, "worse"]);
  });
});

describe("rateChangeProbability", () => {
  it("is the exact binomial chance", () => {
    // 0 against 6 in equal times: 2 * (1/2)^6.
    assert.ok(Math.abs(rateChangeProbability(0, 1, 6, 1) - 2 / 64) < 1e-9);
    assert.equal(rateChangeProbability(3, 2, 3, 2), 1);
    assert.equal(rateChangeProbability(0, 1, 0, 5), 1);
    // 0 in 9 minutes against 1 in 1 minute: one event falls into the last tenth with a chance of 1/10.
    assert.ok(Math.abs(rateChangeProbability(0, 9, 1, 1) - 0.1) < 1e-9);
    assert.ok(rateChangeProbability(1000, 1, 1200, 1) < 1e-4);
  });
});
