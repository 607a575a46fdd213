import assert from "node:assert/strict";
import { rowTestSentence } from "../../../extension/editor/rowTest.ts";
import { reportOf } from "./fixtures.ts";

describe("what came of testing a row of the picker", () => {
  it("is one short sentence", () => {
    assert.equal(rowTestSentence({ kind: "tested", report: reportOf() }), "Works: round trip 25.7 ms, no glitches");
    const nothing = reportOf({ measuredRoundTripFrames: null });
    assert.equal(rowTestSentence({ kind: "tested", report: nothing }), "Works: nothing came back to measure");
    assert.equal(rowTestSentence({ kind: "notTested", why: "errors" }), "Not tested: the file has errors.");
  });

  it("counts glitches, and says nothing of them where nothing came back", () => {
    const glitches = (count: number | null): string => {
      const report = reportOf();
      return rowTestSentence({ kind: "tested", report: { ...report, glitches: { ...report.glitches, count } } });
    };
    assert.equal(glitches(1), "Works: round trip 25.7 ms, 1 glitch");
    assert.equal(glitches(12), "Works: round trip 25.7 ms, 12 glitches");
    assert.equal(glitches(null), "Works: round trip 25.7 ms");
  });

  it("tells every reason for no test in words that fit the place", () => {
    const sentences = (["busy", "cancelled", "backendNotHere", "noLab", "untrusted", "failed"] as const).map((why) => rowTestSentence({ kind: "notTested", why }));
    const notHere = "Not tested: devices cannot be opened here.";
    assert.deepEqual(sentences, ["Not tested: another test is running.", "Cancelled.", notHere, notHere, notHere, notHere]);
  });

  it("tells why a device did not open", () => {
    const error = { code: "device-busy", message: "The device is in use.", hint: "", where: null };
    assert.equal(rowTestSentence({ kind: "tested", report: { ...reportOf(), error } }), "Failed: The device is in use.");
  });
});
