import assert from "node:assert/strict";
import { statusText } from "../../../extension/editor/statusText.ts";
import type { StatusInput } from "../../../extension/editor/statusText.ts";
import { measurementOf, reportOf } from "./fixtures.ts";

const FILE = "file:///FlexASIO.toml";

function status(more: Partial<StatusInput> = {}): string {
  const { icon, text } = statusText({
    file: FILE,
    activity: { kind: "idle" },
    errors: 0,
    measurement: null,
    isStale: false,
    failed: false,
    hasAudio: true,
    ...more,
  });
  return `${icon} ${text}`;
}

describe("the status bar", () => {
  it("tells what goes on before anything else, and only of its own file", () => {
    const activity = { kind: "testing", file: FILE, step: "Playing", fraction: 0.5 } as const;
    assert.equal(status({ activity, errors: 2 }), "sync~spin Testing 50 %");
    assert.equal(status({ activity: { ...activity, file: "file:///other" } }), "pulse FlexLab");
    assert.equal(status({ activity: { kind: "streaming", file: FILE, signal: "sine", levelDb: -20, channels: null } }), "unmute Test stream");
  });

  it("tells errors before a measurement, and a measurement while it stands", () => {
    const measurement = measurementOf("");
    assert.equal(status({ errors: 1, measurement }), "error 1 error");
    assert.equal(status({ measurement }), "pass 25.7 ms");
    assert.equal(status({ measurement, isStale: true }), "pulse FlexLab");
  });

  it("tells a failed test, but not a cancelled one", () => {
    const failed = (code: string): string =>
      status({
        measurement: {
          ...measurementOf(""),
          report: { ...reportOf(), error: { code, message: "", hint: "", where: null } },
        },
      });
    assert.equal(failed("device-not-found"), "error Failed");
    assert.equal(failed("cancelled"), "pulse FlexLab");
  });
});
