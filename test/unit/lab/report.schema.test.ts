import assert from "node:assert/strict";
import type { Report } from "../../../extension/lab/report.ts";
import { assertKeepsToSchema, validatorOf } from "../../documentSchemas.ts";
import { OTHER_DRIVER, reportOf, reporting, withError } from "./reportFixtures.ts";

const validate = validatorOf("report");

function assertValid(report: Report): void {
  assertKeepsToSchema(JSON.parse(JSON.stringify(report)), "report");
}

describe("report.schema.json", function () {
  this.timeout(60_000);

  it("takes the reports of all kinds of runs", () => {
    assertValid(reportOf({}));
    assertValid(reportOf({ faults: [{ at: 12_000, kind: "drop", frames: 3 }, { at: 14_000, kind: "zero", frames: 9, channel: 1 }] }));
    assertValid(reportOf({ delayFrames: 960.5, noiseDbfs: -60 }));
    assertValid(reportOf({ seconds: 2, delayFrames: 960, wander: (frame) => 3 * Math.sin(frame / 12_000) }));
    assertValid(reportOf({ matrix: [[0, 0], [0, 0]] }));
    assertValid(reportOf({}, reporting(-4)));
    assertValid(reportOf({}, withError("device-not-found", "There is no device of that name.")));
    assertValid(reportOf({}, (result) => result, OTHER_DRIVER));
    assertValid(reportOf({}, withError("open-failed", "The driver did not start."), OTHER_DRIVER));
    assertValid(reportOf({}, (result) => ({ ...result, cancelled: true, recording: null, timing: null })));
    assertValid(reportOf({}, (result) => ({ ...result, stream: result.stream && { ...result.stream, input: null } })));
  });

  it("refuses a report with a field too many, too few or of a wrong kind", () => {
    const good = reportOf({});
    assert.equal(validate({ ...good, extra: 1 }), false);
    const { drift, ...without } = good;
    assert.ok(drift);
    assert.equal(validate(without), false);
    assert.equal(validate({ ...good, latency: { ...good.latency, verdict: "great" } }), false);
  });

  it("names the installed driver that was tested, and no file", () => {
    const report = reportOf({}, (result) => result, OTHER_DRIVER);
    assert.deepEqual(report.driver, { name: "Other Driver", clsid: OTHER_DRIVER.clsid, dll: "C:\\other.dll", ownName: "FlexLab", version: 1 });
    assert.deepEqual([report.config, report.environment.portaudio, report.latency.budget], [null, null, null]);
    const failed = reportOf({}, withError("open-failed", "The driver did not start."), OTHER_DRIVER);
    assert.deepEqual([failed.driver?.name, failed.driver?.ownName, failed.driver?.version], ["Other Driver", null, null]);
    assert.equal("driver" in reportOf({}), false);
  });
});
