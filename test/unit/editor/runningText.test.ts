import assert from "node:assert/strict";
import type { RunningDriver } from "../../../extension/audio/contract.ts";
import { runningRows, runningText } from "../../../extension/editor/runningText.ts";
import type { FileUser } from "../../../extension/editor/runningText.ts";

function user(more: Partial<RunningDriver> = {}, isCurrent = true): FileUser {
  const side = { device: "Speakers (USB)", channels: 2, sampleType: "Float32", deviceRate: 48000, latencyFrames: 480, peaks: [0, 0] } as const;
  return {
    isCurrent,
    driver: {
      own: false, processId: 42, program: "reaper.exe", driverVersion: 1, state: "running", configPath: "/FlexASIO.toml", configSha256: "",
      backend: "Windows WASAPI", exclusive: true, input: { ...side, device: "Mic" }, output: side, twoClocks: false, sampleRate: 48000, bufferFrames: 480,
      position: 0, callbacks: 7, lateCallbacks: 3, inputUnderflows: 1, inputOverflows: 0, outputUnderflows: 1, outputOverflows: 0,
      missedOutputReady: 0, error: null, loadedAt: 0, startedAt: 0, updatedAt: 0, ...more,
    },
  };
}

describe("what the status bar says of programs that use the file", () => {
  const said = (users: readonly FileUser[], isHeld = false): string | undefined => {
    const text = runningText(users, isHeld);
    return text === null ? undefined : `${text.icon} | ${text.text} | ${text.spoken}`;
  };

  it("says nothing when there is nothing to say", () => {
    assert.equal(said([]), undefined);
  });

  it("names the program, and what saving does to it", () => {
    assert.equal(said([user()]), "broadcast | reaper uses this file | FlexLab: reaper uses this file; saving it interrupts its sound");
    assert.equal(said([user(), user({ program: "live.exe" })]), "broadcast | 2 programs use this file | FlexLab: 2 programs use this file; saving it interrupts their sound");
  });

  it("tells trouble first", () => {
    const error = { code: "device-not-found", message: "There is no device X.", hint: "There is Y." };
    assert.equal(said([user(), user({ program: "live.exe", state: "failed", error })]), "error | live cannot start the driver | FlexLab: live cannot start the driver with this file: There is no device X.");
    assert.equal(said([user({ state: "lost" })]), "warning | reaper lost its device | FlexLab: the device that reaper uses went away");
  });

  it("says that changes are held, whether or not somebody listens", () => {
    assert.equal(said([], true), "lock | Changes are held | FlexLab: your changes are held back from the file until you apply them");
    assert.equal(said([user()], true), "lock | Changes are held | FlexLab: your changes are held back, so that reaper goes on undisturbed");
  });

  it("has the details of a program in rows of Markdown", () => {
    assert.deepEqual(runningRows(user()).map(([name, value]) => `${name}: ${value}`), [
      "Program: reaper\\.exe \\(42\\)",
      "Backend: Windows WASAPI",
      "Output: Speakers \\(USB\\)",
      "Input: Mic",
      "Buffer: 10\\.0 ms at 48 kHz",
      "Reported round trip: 20\\.0 ms",
      "Late callbacks: 3",
      "Lost buffers: 2",
    ]);
    const failed = user({ state: "failed", input: null, output: null, backend: null, sampleRate: null, bufferFrames: null, error: { code: "c", message: "No.", hint: "" } }, false);
    assert.deepEqual(runningRows(failed).map(([name]) => name), ["Program", "Last error", "File"]);
  });
});
