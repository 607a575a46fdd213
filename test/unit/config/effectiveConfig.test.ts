import assert from "node:assert/strict";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";

function config(text: string) {
  return effectiveConfig(parseConfig(text));
}

describe("effectiveConfig", () => {
  it("has the driver's defaults for an empty file", () => {
    const { backend, bufferSizeSamples, input } = config("");
    assert.deepEqual(backend, { value: null, isDefault: true, range: null });
    assert.deepEqual(bufferSizeSamples, { value: null, isDefault: true, range: null });
    assert.deepEqual(input, {
      table: null,
      enabled: true,
      device: { value: null, isDefault: true, range: null },
      deviceRegex: { value: null, isDefault: true, range: null },
      channels: { value: null, isDefault: true, range: null },
      sampleType: { value: null, isDefault: true, range: null },
      suggestedLatencySeconds: { value: null, isDefault: true, range: null },
      wasapiExclusiveMode: { value: false, isDefault: true, range: null },
      wasapiAutoConvert: { value: true, isDefault: true, range: null },
      wasapiExplicitSampleFormat: { value: true, isDefault: true, range: null },
    });
  });

  it("has what is set, with the place of the value", () => {
    const { output } = config('[output]\nsampleType = "Int24"\nsuggestedLatencySeconds = 0\nwasapiAutoConvert = false\n');
    assert.deepEqual(output.table, { start: { line: 0, character: 0 }, end: { line: 0, character: 8 } });
    assert.deepEqual(output.sampleType, {
      value: "Int24",
      isDefault: false,
      range: { start: { line: 1, character: 13 }, end: { line: 1, character: 20 } },
    });
    assert.equal(output.suggestedLatencySeconds.value, 0);
    assert.equal(output.wasapiAutoConvert.value, false);
  });

  it("knows a direction that is off, and where its table is, however written", () => {
    assert.equal(config('input = { device = "" }').input.enabled, false);
    assert.deepEqual(config('input = { device = "" }').input.table, { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } });
    assert.equal(config('input.device = ""').input.enabled, false);
    assert.deepEqual(config('\ninput.device = ""').input.table?.start, { line: 1, character: 0 });
    assert.equal(config('[input]\ndevice = "x"').input.enabled, true);
  });

  it("takes values of the wrong type or out of range for absent", () => {
    const { backend, bufferSizeSamples, input } = config(
      'backend = 3\nbufferSizeSamples = 0\n[input]\nchannels = 2.0\nsampleType = "Int8"\nsuggestedLatencySeconds = nan\nwasapiExclusiveMode = 1\n',
    );
    assert.ok([backend, bufferSizeSamples, input.channels, input.sampleType, input.suggestedLatencySeconds, input.wasapiExclusiveMode].every((one) => one.isDefault));
  });

  it("takes nothing from under half a header or from a table in another case", () => {
    assert.equal(config('[input]\n[outp\ndevice = ""').input.enabled, true);
    assert.equal(config('[Input]\ndevice = ""').input.enabled, true);
  });
});
