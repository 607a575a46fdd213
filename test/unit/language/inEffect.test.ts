import assert from "node:assert/strict";
import {
  backendInEffect,
  defaultBackend,
  deviceInEffect,
  rateInEffect,
} from "../../../extension/language/inEffect.ts";
import { BACKENDS, CABLE, configOf, device } from "../editor/fixtures.ts";

describe("what is in effect", () => {
  it("takes the backend of the file, whether it is here or not", () => {
    const config = configOf('backend = "Windows WASAPI"\n');
    assert.deepEqual(backendInEffect(config, BACKENDS), { name: "Windows WASAPI", isDefault: false, isHere: false });
    assert.deepEqual(backendInEffect(config, null), { name: "Windows WASAPI", isDefault: false, isHere: null });
  });

  it("finds the default backend as the driver does: DirectSound, else the first with a default device", () => {
    assert.equal(defaultBackend(BACKENDS), "Virtual");
    assert.equal(defaultBackend([...BACKENDS, { backend: "Windows DirectSound", devices: [] }]), "Windows DirectSound");
    assert.equal(defaultBackend([{ backend: "ALSA", devices: [] }]), "ALSA");
    assert.equal(defaultBackend([]), null);
    assert.deepEqual(backendInEffect(configOf(""), null), { name: null, isDefault: true, isHere: null });
  });

  it("tells off, named, missing, default and matching devices apart", () => {
    const input = (text: string): unknown => deviceInEffect(configOf(`backend = "Virtual"\n[input]\n${text}\n`), "input", BACKENDS);
    assert.deepEqual(input('device = ""'), { kind: "off" });
    assert.deepEqual(input('device = "Virtual Cable"'), { kind: "named", name: "Virtual Cable", device: CABLE });
    assert.deepEqual(input('device = "hw:0"'), { kind: "named", name: "hw:0", device: null });
    assert.deepEqual(input(""), { kind: "default", device: CABLE });
    assert.deepEqual(input('deviceRegex = "^Virt"'), { kind: "pattern", pattern: "^Virt", matches: [CABLE] });
    assert.deepEqual(input('deviceRegex = "("'), { kind: "pattern", pattern: "(", matches: [] });
  });

  it("says nothing of devices that are not listed yet", () => {
    assert.deepEqual(deviceInEffect(configOf(""), "output", null), { kind: "default", device: undefined });
  });

  it("says nothing of the devices of a backend that is not here", () => {
    const config = configOf('backend = "MME"\n[input]\ndevice = "Mic"\n');
    assert.deepEqual(deviceInEffect(config, "input", BACKENDS), { kind: "named", name: "Mic", device: undefined });
    assert.deepEqual(deviceInEffect(config, "output", BACKENDS), { kind: "default", device: undefined });
  });

  it("does not take a device without channels in the direction", () => {
    const config = configOf('backend = "ALSA"\n[input]\ndevice = "hw:0"\n');
    assert.deepEqual(deviceInEffect(config, "input", BACKENDS), { kind: "named", name: "hw:0", device: null });
  });

  it("starts at the higher of both default rates", () => {
    const backends = [
      {
        backend: "Virtual",
        devices: [
          device("Virtual", "In", { isDefaultInput: true, defaultSampleRate: 44_100 }),
          device("Virtual", "Out", { isDefaultOutput: true, defaultSampleRate: 96_000 }),
        ],
      },
    ];
    assert.equal(rateInEffect(configOf('backend = "Virtual"'), backends), 96_000);
    assert.equal(rateInEffect(configOf('backend = "Virtual"\n[output]\ndevice = ""'), backends), 44_100);
    assert.equal(rateInEffect(configOf('backend = "Virtual"'), null), 48_000);
  });
});
