import assert from "node:assert/strict";
import { channelRows, patternRows, sampleTypeRows } from "../../../extension/editor/pickerRows.ts";
import type { PickerRow } from "../../../extension/editor/pickerItems.ts";
import { BACKENDS, configOf, device } from "./fixtures.ts";

function shown(rows: readonly PickerRow<unknown>[]): readonly string[] {
  return rows.map((row) =>
    row.kind === "separator" ? `-- ${row.label}` : [row.label, row.description, row.detail].filter((part) => part !== "").join(" | "),
  );
}

describe("the channel picker", () => {
  it("offers all channels first, then what the device in effect can do", () => {
    assert.deepEqual(shown(channelRows("output", configOf('backend = "Virtual"\n[output]\nchannels = 1'), BACKENDS, "")), [
      "All channels | The device has 2 channels now",
      "1 channel | current | Mono",
      "2 channels | Stereo",
    ]);
  });

  it("keeps to usual counts for a device with many, and never leaves out its own", () => {
    const many = [{ backend: "Virtual", devices: [device("Virtual", "Desk", { inputChannels: 34, isDefaultInput: true })] }];
    const counts = channelRows("input", configOf(""), many, "").flatMap((row) => (row.kind === "item" ? [row.choice] : []));
    assert.deepEqual(counts, [null, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 18, 20, 24, 32, 34]);
  });

  it("takes any number that is typed, and says when the device has fewer", () => {
    const config = configOf('backend = "Virtual"');
    assert.ok(shown(channelRows("output", config, BACKENDS, " 13 ")).includes("13 channels | more than the device has"));
    for (const typed of ["0", "-1", "1.5", "two", ""]) assert.equal(channelRows("output", config, BACKENDS, typed).length, 3, typed);
  });
});

describe("the sample type picker", () => {
  it("marks what is written, and what the other direction has", () => {
    const rows = shown(sampleTypeRows("input", configOf('[input]\nsampleType = "Int16"\n[output]\nsampleType = "Int24"'), null));
    assert.ok(rows.some((row) => row.startsWith("Int16 | current |")));
    assert.ok(rows.some((row) => row.startsWith("Int24 | as the other direction |")));
    assert.equal(rows[0], "Default sample type | Float32");
  });

  it("knows that exclusive mode takes the type of the device", () => {
    const [first] = shown(sampleTypeRows("input", configOf('backend = "Windows WASAPI"\n[input]\nwasapiExclusiveMode = true'), null));
    assert.equal(first, "Default sample type | current | The type that the device is set to");
  });
});

describe("the pattern picker", () => {
  const config = configOf('backend = "Virtual"');
  const rows = (pattern: string): readonly string[] => shown(patternRows("output", config, BACKENDS, pattern));

  it("shows while one types what the pattern matches", () => {
    assert.deepEqual(rows("Sec"), [
      "Use this pattern | Sec | One device matches, as it should be",
      "-- What it matches",
      "Second | 2 channels · 96 kHz · 10.0 to 100.0 ms latency",
    ]);
    assert.equal(rows("^.").length, 4);
    assert.match(rows("^.")[0] ?? "", /2 devices match/);
    assert.match(rows("zzz")[0] ?? "", /No device of this machine matches/);
  });

  it("tells what is wrong with a bad pattern, and does not take it", () => {
    const [first] = patternRows("output", config, BACKENDS, "(Sec");
    assert.ok(first?.kind === "item" && first.choice.kind === "nothing");
    assert.match(first.detail, /Unterminated group/);
  });

  it("starts from a device's name, so that exactly that one is found", () => {
    const odd = [{ backend: "Virtual", devices: [device("Virtual", "Line (2- USB) [x] $1"), device("Virtual", "Line 2- USB x 1")] }];
    const row = patternRows("output", config, odd, "").find((one) => one.kind === "item" && one.choice.kind === "fill");
    assert.ok(row?.kind === "item" && row.choice.kind === "fill");
    const found = shown(patternRows("output", config, odd, row.choice.pattern)).slice(2);
    assert.deepEqual(found.map((one) => one.split(" | ")[0]), ["Line (2- USB) [x] $1"]);
  });
});
