import assert from "node:assert/strict";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import { backendEdits, deviceEdits, textForBackend } from "../../../extension/editor/deviceEdits.ts";
import type { DeviceChoice } from "../../../extension/editor/pickerItems.ts";
import { BACKENDS, configOf } from "./fixtures.ts";

function picked(text: string, direction: "input" | "output", choice: DeviceChoice): string {
  const edits = deviceEdits(text, direction, choice, BACKENDS);
  assert.ok(edits !== null, "the edit was refused");
  return applyEdits(text, edits);
}

const cable: DeviceChoice = { kind: "device", backend: "Virtual", name: "Virtual Cable" };
const alsa: DeviceChoice = { kind: "device", backend: "ALSA", name: "hw:0" };

describe("writing what was picked", () => {
  it("changes the value alone and leaves every other byte", () => {
    const text = '# mine\r\nbackend="Virtual"\r\n[input]   # in\r\ndevice =   "Second"   # why\r\n\r\n[output]\r\nchannels=2';
    assert.equal(picked(text, "input", cable), text.replace("Second", "Virtual Cable"));
  });

  it("makes the table when there is none", () => {
    const after = picked('backend = "Virtual"\n', "output", cable);
    assert.ok(after.startsWith('backend = "Virtual"\n'));
    assert.equal(configOf(after).output.device.value, "Virtual Cable");
    assert.equal(configOf(picked("", "input", cable)).input.device.value, "Virtual Cable");
  });

  it("names the backend too when the device belongs to another", () => {
    const after = picked('backend = "Virtual"\n[output]\ndevice = "Second"\n', "output", alsa);
    assert.equal(after, 'backend = "ALSA"\n[output]\ndevice = "hw:0"\n');
    const fresh = configOf(picked("", "output", alsa));
    assert.deepEqual([fresh.backend.value, fresh.output.device.value], ["ALSA", "hw:0"]);
  });

  it("does not write a backend that is in effect anyway", () => {
    assert.equal(configOf(picked("[input]\n", "input", cable)).backend.value, null);
  });

  it("turns a direction off, and back to the default without leaving a trace", () => {
    const text = "[input]\nchannels = 2\n";
    const off = picked(text, "input", { kind: "off" });
    assert.equal(configOf(off).input.enabled, false);
    assert.equal(picked(off, "input", { kind: "default" }), text);
  });

  it("replaces a pattern, because the driver takes only one of both", () => {
    const after = configOf(picked('[input]\ndeviceRegex = "x"\n', "input", cable));
    assert.deepEqual([after.input.deviceRegex.value, after.input.device.value], [null, "Virtual Cable"]);
  });

  it("changes nothing when the file says so already", () => {
    assert.deepEqual(deviceEdits('backend = "Virtual"\n[input]\ndevice = "Virtual Cable"', "input", cable, BACKENDS), []);
    assert.deepEqual(deviceEdits("", "input", { kind: "default" }, BACKENDS), []);
    assert.deepEqual(backendEdits("backend = 'ALSA'", "ALSA"), []);
  });

  it("writes odd names so that they read back", () => {
    for (const name of ['Say "hi"', "back\\slash", "[x] # y", "Mikrofon (Gerät) 🎤", "a\tb"]) {
      const after = picked('backend = "Virtual"\n', "input", { kind: "device", backend: "Virtual", name });
      assert.equal(configOf(after).input.device.value, name);
    }
  });

  it("works in a file that has errors elsewhere, and touches none of them", () => {
    const text = "bufferSizeSamples = \n[input]\ndevi\n[output\n";
    const after = picked(text, "input", cable);
    assert.equal(configOf(after).input.device.value, "Virtual Cable");
    for (const line of ["bufferSizeSamples = ", "devi", "[output"]) assert.ok(after.split("\n").includes(line), line);
  });

  it("can be applied at once: the edits fit the text they were made for", () => {
    const text = '[input]\ndeviceRegex = "x"\n';
    const edits = deviceEdits(text, "input", alsa, BACKENDS) ?? [];
    const document = parseConfig(text);
    const spans = edits.map((edit) => [document.offsetAt(edit.range.start), document.offsetAt(edit.range.end)]);
    for (const [start = 0, end = 0] of spans) assert.ok(start <= end && end <= text.length);
  });
});

describe("testing with another backend", () => {
  it("takes that backend with its default devices and keeps the rest", () => {
    const text = 'backend = "Windows WASAPI"\nbufferSizeSamples = 128\n[input]\ndevice = "Mic"\nchannels = 1\n[output]\ndevice = ""\n';
    const config = configOf(textForBackend(text, "Virtual") ?? "");
    assert.equal(config.backend.value, "Virtual");
    assert.equal(config.bufferSizeSamples.value, 128);
    assert.equal(config.input.device.value, null);
    assert.equal(config.input.channels.value, 1);
    assert.equal(config.output.enabled, false);
  });
});
