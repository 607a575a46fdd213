import assert from "node:assert/strict";
import { panelSettings } from "../../../extension/editor/panelSettings.ts";
import type { PanelSetting, SettingName } from "../../../extension/editor/panelProtocol.ts";
import { cleanReport, failedReport } from "../../webview/samples.ts";
import { BACKENDS, configOf, device } from "./fixtures.ts";

type Words = readonly [file: string | null, effect: string, run: string | null];

function words(settings: readonly PanelSetting[]): Record<SettingName, Words> {
  const of = (wanted: SettingName): Words => {
    const found = settings.find(({ name }) => name === wanted);
    assert.ok(found);
    return [found.file, found.effect, found.run];
  };
  return { backend: of("backend"), mode: of("mode"), input: of("input"), output: of("output"), rate: of("rate"), buffer: of("buffer"), sampleType: of("sampleType") };
}

function differing(settings: readonly PanelSetting[]): readonly SettingName[] {
  return settings.filter(({ differs }) => differs).map(({ name }) => name);
}

const WASAPI = [
  {
    backend: "Windows WASAPI",
    devices: [
      device("Windows WASAPI", "Mic", { outputChannels: 0, isDefaultInput: true }),
      device("Windows WASAPI", "Speakers", { inputChannels: 0, isDefaultOutput: true, defaultSampleRate: 96_000 }),
    ],
  },
];

describe("the settings that the panel shows", () => {
  it("stand as written, as in effect and as negotiated, side by side", () => {
    const settings = panelSettings(configOf('backend = "Virtual"\nbufferSizeSamples = 480\n[input]\ndevice = "Virtual Cable"\nsampleType = "Float32"'), BACKENDS, cleanReport, false);
    assert.deepEqual(words(settings), {
      backend: ["Virtual", "Virtual", "Virtual"],
      mode: [null, "–", "shared"],
      input: ["Virtual Cable", "Virtual Cable", "Virtual Cable"],
      output: [null, "Virtual Cable", "Virtual Cable"],
      rate: [null, "48 kHz", "48 kHz"],
      buffer: ["480", "480 = 10.0 ms", "480"],
      sampleType: ["Float32 in, not set out", "Float32", "Float32"],
    });
    assert.deepEqual(differing(settings), []);
  });

  it("tell where the run got something else than the same text asks for, and nothing when the text has changed", () => {
    const config = configOf('backend = "Virtual"\nbufferSizeSamples = 256\n[input]\ndevice = ""\n[output]\nsampleType = "Int16"\ndevice = "Second"');
    assert.deepEqual(differing(panelSettings(config, BACKENDS, cleanReport, false)), ["input", "output", "rate", "buffer", "sampleType"]);
    assert.deepEqual(differing(panelSettings(config, BACKENDS, cleanReport, true)), []);
  });

  it("claim no difference where nobody can say what should come", () => {
    assert.deepEqual(differing(panelSettings(configOf(""), null, cleanReport, false)), []);
    const { rate, buffer, backend } = words(panelSettings(configOf(""), null, cleanReport, false));
    assert.deepEqual([rate[1], buffer[1], backend[1]], ["–", "program’s choice", "Default backend"]);
    assert.ok(panelSettings(configOf(""), null, failedReport, false).every(({ run }) => run === null), "no stream, nothing negotiated");
  });

  it("offer the mode where there are two, each direction its own, and the type of the device in exclusive mode", () => {
    const settings = panelSettings(configOf('backend = "Windows WASAPI"\n[output]\nwasapiExclusiveMode = true'), WASAPI, null, false);
    const { mode, sampleType, rate } = words(settings);
    assert.deepEqual(mode, ["not set in, exclusive out", "shared in, exclusive out", null]);
    assert.deepEqual(sampleType, [null, "Float32 in, the device’s own out", null]);
    assert.deepEqual(rate, [null, "96 kHz", null]);
    assert.deepEqual(settings.filter(({ canPick }) => !canPick).map(({ name }) => name), ["rate"]);
    const elsewhere = panelSettings(configOf('backend = "Virtual"'), BACKENDS, null, false);
    assert.deepEqual(elsewhere.filter(({ canPick }) => !canPick).map(({ name }) => name), ["mode", "rate"]);
    assert.equal(words(panelSettings(configOf('backend = "Windows WDM-KS"'), BACKENDS, null, false)).mode[1], "exclusive");
  });

  it("name what is not on this machine as such", () => {
    const gone = panelSettings(configOf('backend = "Virtual"\n[input]\ndevice = "Gone"\n[output]\ndevice = ""'), BACKENDS, null, false);
    assert.deepEqual(gone.map(({ tone }) => tone), ["normal", "muted", "wrong", "muted", "normal", "normal", "normal"]);
    assert.equal(panelSettings(configOf('backend = "MME"'), BACKENDS, null, false)[0]?.tone, "wrong");
  });
});
