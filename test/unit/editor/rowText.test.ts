import assert from "node:assert/strict";

import type { BackendDevices } from "../../../extension/audio/contract.ts";
import { rowText } from "../../../extension/editor/rowText.ts";
import { Stopwatch } from "../../../extension/editor/stopwatch.ts";
import { compareRows, tables } from "../../webview/tableSamples.ts";

const backends: readonly BackendDevices[] = [
  { backend: "Virtual", devices: [] },
  { backend: "Windows WASAPI", devices: [] },
];
const TEXT = '# mine\nbackend = "Virtual" # keep\nbufferSizeSamples = 480\n\n[input]\n\n[output]\n';

describe("the text with the setting of a row", () => {
  it("takes the way of a comparison, and nothing else changes", () => {
    const text = rowText(TEXT, { run: "compare", row: 1 }, tables, backends);
    assert.equal(
      text,
      '# mine\nbackend = "Windows WASAPI" # keep\nbufferSizeSamples = 480\n\n[input]\nwasapiExclusiveMode = true\n\n[output]\nwasapiExclusiveMode = true\n',
    );
  });

  it("goes from the text of now, not of when the table was filled", () => {
    const text = rowText(TEXT.replace("480", "256"), { run: "compare", row: 1 }, tables, backends);
    assert.match(text ?? "", /bufferSizeSamples = 256/);
  });

  it("takes buffer and suggested latency of a tuning", () => {
    const text = rowText(TEXT, { run: "tune" }, tables, backends);
    assert.match(text ?? "", /bufferSizeSamples = 128\n/);
    assert.equal((text ?? "").match(/suggestedLatencySeconds = 0.002667/g)?.length, 2);
  });

  it("takes sample type and channels of a dry run", () => {
    const text = rowText(TEXT, { run: "dryRun", row: 15 }, tables, backends);
    assert.equal((text ?? "").match(/sampleType = "Int16"\nchannels = 2/g)?.length, 2);
  });

  it("is nothing where the row or its way is gone", () => {
    assert.equal(rowText(TEXT, { run: "compare", row: compareRows.length }, tables, backends), null);
    assert.equal(rowText(TEXT, { run: "compare", row: 2 }, tables, backends), null, "MME is not on this machine");
    assert.equal(rowText(TEXT, { run: "tune" }, { ...tables, tune: null }, backends), null);
  });
});

describe("the time that is left", () => {
  it("follows from the part that is done", () => {
    let now = 1000;
    const watch = new Stopwatch(() => now);
    assert.equal(watch.secondsLeft(0), null);
    now += 3000;
    assert.equal(watch.secondsLeft(0.25), 9);
    assert.equal(watch.secondsLeft(1), 0);
  });
});
