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

  it("tells why a device did not open", () => {
    const error = { code: "device-busy", message: "The device is in use.", hint: "", where: null };
    assert.equal(rowTestSentence({ kind: "tested", report: { ...reportOf(), error } }), "Failed: The device is in use.");
  });
});
