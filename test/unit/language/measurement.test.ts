import assert from "node:assert/strict";
import { isStale } from "../../../extension/language/measurement.ts";
import { configOf, measurementOf } from "../editor/fixtures.ts";

const TEXT = 'backend = "Virtual"\nbufferSizeSamples = 480\n[input]\nchannels = 2\n';

describe("whether a measurement still stands", () => {
  const stale = (text: string): boolean => isStale(measurementOf(TEXT), configOf(text));

  it("stands while only comments, order and spelling change", () => {
    assert.equal(stale(TEXT), false);
    assert.equal(stale(`# hello\n${TEXT}`), false);
    assert.equal(stale("bufferSizeSamples = 0x1E0\nbackend='Virtual'\n\n[output]\n[input]\nchannels=2"), false);
  });

  it("stands when a default is written out", () => {
    assert.equal(stale(`${TEXT}wasapiAutoConvert = true\n`), false);
  });

  it("falls with any value that decides the sound", () => {
    assert.equal(stale(TEXT.replace("480", "481")), true);
    assert.equal(stale(TEXT.replace("Virtual", "ALSA")), true);
    assert.equal(stale(TEXT.replace("channels = 2", "channels = 1")), true);
    assert.equal(stale(`${TEXT}suggestedLatencySeconds = 0.1\n`), true);
    assert.equal(stale(`${TEXT}[output]\ndevice = ""\n`), true);
    assert.equal(stale(`${TEXT}wasapiExclusiveMode = true\n`), true);
  });

  it("comes back when the change is undone", () => {
    const measurement = measurementOf(TEXT);
    assert.equal(isStale(measurement, configOf("")), true);
    assert.equal(isStale(measurement, configOf(TEXT)), false);
  });

  it("does not care for options of a direction that is off", () => {
    const off = 'backend = "Virtual"\n[input]\ndevice = ""\n';
    assert.equal(isStale(measurementOf(off), configOf(`${off}channels = 4\n`)), false);
  });
});
