import assert from "node:assert/strict";
import { choiceEdits, textWith } from "../../../extension/editor/pickChoices.ts";
import type { Choice } from "../../../extension/editor/pickChoices.ts";
import { choiceText, pickSteps } from "../../../extension/editor/pickSteps.ts";
import { BACKENDS, configOf } from "./fixtures.ts";

const toAlsa: Choice = { kind: "backend", backend: "ALSA" };
const hw: Choice = { kind: "device", direction: "output", device: { kind: "device", backend: "ALSA", name: "hw:0" } };
const mono: Choice = { kind: "channels", direction: "output", channels: 1 };
const int16: Choice = { kind: "sampleType", direction: "output", sampleType: "Int16" };

function picked(text: string, ...choices: readonly Choice[]): string {
  const result = textWith(text, choices, BACKENDS);
  assert.ok(result !== null, "the edit was refused");
  return result;
}

describe("writing several choices at once", () => {
  it("puts all of them into an empty file", () => {
    const config = configOf(picked("", toAlsa, hw, mono, int16));
    assert.equal(config.backend.value, "ALSA");
    const { device, channels, sampleType } = config.output;
    assert.deepEqual([device.value, channels.value, sampleType.value], ["hw:0", 1, "Int16"]);
    assert.equal(config.input.table, null, "nothing was chosen for the input");
  });

  it("touches the values alone where they are written already", () => {
    const text = 'backend = "Virtual"  # b\r\n\r\n[output]\r\nsampleType="Int24"\t# s\r\nchannels = 2 # c\r\ndevice = "Old" # d\r\n';
    assert.equal(
      picked(text, toAlsa, hw, mono, int16),
      text.replace("Virtual", "ALSA").replace("Int24", "Int16").replace("= 2", "= 1").replace("Old", "hw:0"),
    );
  });

  it("takes out what is left to the driver, and writes no default", () => {
    const text = 'backend = "ALSA"\n[output]\nchannels = 2\nsampleType = "Int16"\ndevice = "hw:0"\n';
    const defaults: readonly Choice[] = [
      { kind: "backend", backend: null },
      { kind: "device", direction: "output", device: { kind: "default" } },
      { kind: "channels", direction: "output", channels: null },
      { kind: "sampleType", direction: "output", sampleType: null },
    ];
    assert.equal(picked(text, ...defaults), "[output]\n");
    assert.equal(picked("", ...defaults), "");
  });

  it("makes no edit when the file says so already", () => {
    assert.deepEqual(choiceEdits('backend = "ALSA"\n[output]\ndevice = "hw:0"\nchannels = 1\n', [toAlsa, hw, mono], BACKENDS), []);
  });

  it("writes a pattern in place of a device, and the other way round", () => {
    const pattern: Choice = { kind: "device", direction: "output", device: { kind: "pattern", pattern: "^hw:\\d$" } };
    const text = 'backend = "ALSA"\n[output]\ndevice = "hw:0"\n';
    const after = configOf(picked(text, pattern)).output;
    assert.deepEqual([after.device.value, after.deviceRegex.value], [null, "^hw:\\d$"]);
    assert.equal(picked(picked(text, pattern), hw), text);
  });

  it("lets the last of several choices about one thing hold", () => {
    const config = configOf(picked("", mono, { ...mono, channels: 4 }, toAlsa, { kind: "backend", backend: "Virtual" }));
    assert.deepEqual([config.output.channels.value, config.backend.value], [4, "Virtual"]);
  });

  it("says in the file's words what it writes", () => {
    assert.deepEqual([toAlsa, hw, mono, int16].map(choiceText), [
      'backend = "ALSA"',
      '[output] device = "hw:0"',
      "[output] channels = 1",
      '[output] sampleType = "Int16"',
    ]);
  });
});

describe("the pages of the picker", () => {
  it("go from the backend over the device to channels and sample type", () => {
    assert.deepEqual(pickSteps("input", configOf("")).map(({ id }) => id), ["backend", "input device", "input channels", "input sampleType"]);
    assert.equal(pickSteps("all", configOf("")).length, 7);
  });

  it("leave out what a direction that is off does not have", () => {
    assert.deepEqual(pickSteps("output", configOf("[output]\ndevice = ''")).map(({ id }) => id), ["backend", "output device"]);
    assert.equal(pickSteps("all", configOf("[output]\ndevice = ''")).length, 5);
  });
});
