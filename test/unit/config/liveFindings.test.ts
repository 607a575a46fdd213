import assert from "node:assert/strict";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { liveFindings } from "../../../extension/config/liveFindings.ts";
import type { LiveBackend } from "../../../extension/config/liveScene.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { applyEdits } from "../../../extension/config/text.ts";

const machine: readonly LiveBackend[] = [
  {
    backend: "MME",
    devices: [
      { name: "Microphone (High Definition Aud", inputChannels: 2, outputChannels: 0 },
      { name: "Speakers (High Definition Audio", inputChannels: 0, outputChannels: 2 },
    ],
  },
  {
    backend: "Windows WASAPI",
    devices: [
      { name: "Microphone (High Definition Audio Device)", inputChannels: 2, outputChannels: 0 },
      { name: "Speakers (High Definition Audio Device)", inputChannels: 0, outputChannels: 2 },
      { name: "Monitor", inputChannels: 0, outputChannels: 2 },
      { name: "Monitor", inputChannels: 0, outputChannels: 2 },
      { name: "Interface", inputChannels: 8, outputChannels: 8 },
    ],
  },
];

function tell(text: string, on: readonly LiveBackend[] = machine): readonly string[] {
  return liveFindings(parseConfig(text), on).map(({ code, severity, range }) => {
    const line = text.split("\n")[range.start.line] ?? "";
    return `${severity} ${code} ${line.slice(range.start.character, range.end.character)}`;
  });
}

describe("liveFindings", () => {
  it("has nothing to say where everything is here", () => {
    assert.deepEqual(tell('backend = "Windows WASAPI"\n[input]\ndevice = "Interface"\nchannels = 8\n[output]\ndeviceRegex = "^Speakers"'), []);
    assert.deepEqual(tell(""), []);
    assert.deepEqual(tell('backend = "MME"\n[input]\ndevice = ""'), []);
  });

  it("tells a backend that this machine does not have as no mistake, and does not judge its devices", () => {
    assert.deepEqual(tell('backend = "ALSA"\n[input]\ndevice = "hw:0"'), ['information backend-not-here "ALSA"']);
  });

  it("leaves a backend that exists nowhere to the checks of the text", () => {
    const text = 'backend = "Wasapi"\n[input]\ndevice = "x"';
    assert.deepEqual(tell(text), []);
    assert.ok(checkConfig(parseConfig(text)).some(({ severity }) => severity === "error"));
  });

  it("tells a device that is not here, and offers the one that was meant", () => {
    const text = 'backend = "Windows WASAPI"\n[input]\ndevice = "interface"\n';
    assert.deepEqual(tell(text), ['error device-not-found "interface"']);
    const [finding] = liveFindings(parseConfig(text), machine);
    const edits = finding?.fixes[0]?.edits ?? [];
    assert.equal(applyEdits(text, edits), 'backend = "Windows WASAPI"\n[input]\ndevice = "Interface"\n');
  });

  it("knows that MME cuts names", () => {
    const text = 'backend = "MME"\n[output]\ndevice = "Speakers (High Definition Audio X)"\n';
    const [finding] = liveFindings(parseConfig(text), machine);
    assert.equal(finding?.code, "device-not-found");
    assert.match(finding.hint, /"Speakers \(High Definition Audio"/);
  });

  it("tells a device of another backend, and offers to change the backend", () => {
    const text = 'backend = "MME"\n[input]\ndevice = "Interface"\n';
    assert.deepEqual(tell(text), ['error device-other-backend "Interface"']);
    const [finding] = liveFindings(parseConfig(text), machine);
    assert.equal(applyEdits(text, finding?.fixes[0]?.edits ?? []), text.replace("MME", "Windows WASAPI"));
  });

  it("tells a device that has no channels in this direction", () => {
    assert.deepEqual(tell('backend = "MME"\n[input]\ndevice = "Speakers (High Definition Audio"'), [
      'error device-wrong-direction "Speakers (High Definition Audio"',
    ]);
  });

  it("tells names and expressions that several devices match, as the driver would refuse them", () => {
    assert.deepEqual(tell('backend = "Windows WASAPI"\n[output]\ndevice = "Monitor"'), ['error device-ambiguous "Monitor"']);
    assert.deepEqual(tell('backend = "Windows WASAPI"\n[output]\ndeviceRegex = "o"'), ['error device-ambiguous "o"']);
    assert.deepEqual(tell('backend = "Windows WASAPI"\n[output]\ndeviceRegex = "^Line"'), ['error device-not-found "^Line"']);
  });

  it("takes loopbacks for inputs like any other where an expression finds them, as the driver does", () => {
    const usb = [{ backend: "Windows WASAPI", devices: ["Microphone (USB)", "Speakers (USB) [Loopback]"].map((name) => ({ name, inputChannels: 2, outputChannels: 0 })) }];
    const file = (expression: string): string => `backend = "Windows WASAPI"\n[input]\ndeviceRegex = ${expression}\n[output]\ndevice = ""`;
    assert.deepEqual(tell(file('"USB"'), usb), ['error device-ambiguous "USB"']);
    assert.deepEqual(tell(file("'USB.*\\)$'"), usb), []);
    assert.deepEqual(tell(file('"Speakers"'), usb), []);
  });

  it("judges no expression that might run for ever", () => {
    const names = [{ backend: "MME", devices: [{ name: "a".repeat(100), inputChannels: 1, outputChannels: 0 }] }];
    assert.deepEqual(tell('backend = "MME"\n[input]\ndeviceRegex = "(a+)+b"', names), []);
  });

  it("warns of more channels than the device has", () => {
    assert.deepEqual(tell('backend = "Windows WASAPI"\n[input]\ndevice = "Interface"\nchannels = 9'), ["warning channels-beyond-device 9"]);
  });

  it("without a backend in the file, looks at all devices where the default is not known", () => {
    assert.deepEqual(tell('[input]\ndevice = "Interface"'), []);
    assert.deepEqual(tell('[input]\ndevice = "Nothing like it"'), ['error device-not-found "Nothing like it"']);
    const directSound = [...machine, { backend: "Windows DirectSound", devices: [] }];
    assert.deepEqual(tell('[input]\ndevice = "Interface"', directSound), ['error device-other-backend "Interface"']);
  });
});
