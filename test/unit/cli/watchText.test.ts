import assert from "node:assert/strict";
import type { DriverPage } from "../../../extension/audio/contract.ts";
import { columnsOf } from "../../../extension/cli/style.ts";
import { watchText } from "../../../extension/cli/watchText.ts";

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);

function driver(more: Partial<DriverPage> = {}): DriverPage {
  const side = { device: "Speakers", channels: 2, sampleType: "Float32", deviceRate: 48000, latencyFrames: 480, peaks: [0.5, 0] } as const;
  return {
    processId: 42, program: "reaper.exe", driverVersion: 1, state: "running", configPath: "/home/a/FlexASIO.toml",
    configSha256: "0".repeat(64), backend: "Windows WASAPI", exclusive: true, input: { ...side, device: "Microphone", peaks: [0, 0] },
    output: { ...side, latencyFrames: 960 }, twoClocks: false, sampleRate: 48000, bufferFrames: 480, position: 0, callbacks: 7, lateCallbacks: 3,
    inputUnderflows: 1, inputOverflows: 2, outputUnderflows: 0, outputOverflows: 0, missedOutputReady: 4, error: null,
    loadedAt: NOW - 100_000, startedAt: NOW - 65_000, updatedAt: NOW, ...more,
  };
}

const plain = (drivers: readonly DriverPage[], width = 200): readonly string[] => watchText(drivers, { color: false, width }, NOW).trimEnd().split("\n");

describe("the running drivers as text", () => {
  it("says what is there in one row, and names devices and file below it", () => {
    assert.deepEqual(plain([driver()]), [
      "program     pid  state    backend                       rate  buffer  latency in      out  late  xruns  peak in    out         since",
      "reaper.exe   42  running  Windows WASAPI exclusive  48000 Hz     480     10.0 ms  20.0 ms     3      7  ▁▁ silent  █▁ -6.0 dB  01:05",
      "  out Speakers · in Microphone · /home/a/FlexASIO.toml",
    ]);
  });

  it("shows a driver that did not start with its reason, and nothing that was not measured", () => {
    const failed = driver({
      state: "failed", backend: null, exclusive: null, input: null, output: null, sampleRate: null, bufferFrames: null, startedAt: null,
      error: { code: "device-not-found", message: "There is no device \"X\".", hint: "There are: \"Y\"." },
    });
    const [, row, file, error, hint] = plain([failed]);
    assert.match(row ?? "", /^reaper\.exe +42 +failed +- +- +- +- +- +3 +7 +- +- +-$/);
    assert.deepEqual([file, error, hint], ["  /home/a/FlexASIO.toml", '  There is no device "X".', '  There are: "Y".']);
  });

  it("names one device for both directions once, and keeps control characters out", () => {
    const side = { device: "Cable\u001b[31m", channels: 1, sampleType: "Int16", deviceRate: null, latencyFrames: null, peaks: [] } as const;
    const [, , devices] = plain([driver({ input: side, output: side, configPath: null })]);
    assert.equal(devices, "  Cable\\u001b[31m");
  });

  it("tells what lies between the program and its devices, and that one is away", () => {
    const side = { device: "Speakers", channels: 2, sampleType: "Float32", deviceRate: 48000, latencyFrames: 480, peaks: [0, 0] } as const;
    const joined = driver({ sampleRate: 44100, twoClocks: true, state: "lost", output: side, input: { ...side, device: "Microphone", deviceRate: 44100 } });
    const [, row, details] = plain([joined]);
    assert.match(row ?? "", / lost /);
    assert.equal(details, "  silent until the device is back · out Speakers (converted: runs at 48000 Hz) · in Microphone · two clocks, joined · /home/a/FlexASIO.toml");
  });

  it("keeps every line on its line, however narrow the terminal", () => {
    for (const width of [40, 80, 100]) {
      for (const line of plain([driver({ program: "音".repeat(30) })], width)) assert.ok(columnsOf(line) < width, line);
    }
  });

  it("counts hours, and says so when there is nothing to show", () => {
    assert.match(plain([driver({ startedAt: NOW - 3_725_000 })])[1] ?? "", / 1:02:05$/);
    assert.match(watchText([], { color: false, width: 80 }, NOW), /^No program uses FlexLab's driver now/);
  });
});
