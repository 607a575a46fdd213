import assert from "node:assert/strict";
import { backendRows, deviceRows } from "../../../extension/editor/pickerItems.ts";
import { testableBackends } from "../../../extension/editor/testableBackends.ts";
import type { PickerRow } from "../../../extension/editor/pickerItems.ts";
import { BACKENDS, configOf } from "./fixtures.ts";

function shown(rows: readonly PickerRow<unknown>[]): readonly string[] {
  return rows.map((row) => (row.kind === "separator" ? `-- ${row.label}` : `${row.label} | ${row.description} | ${row.detail}`));
}

describe("the device picker", () => {
  it("groups by backend, the one in effect first, and marks default and current", () => {
    const config = configOf('backend = "Virtual"\n[output]\ndevice = "Second"\n');
    assert.deepEqual(shown(deviceRows("output", config, BACKENDS)), [
      "Default device |  | Now: Virtual Cable",
      "Disable this direction |  | Nothing is played",
      "-- Virtual (backend in effect)",
      "Virtual Cable | Virtual · default | 2 channels · 48 kHz · 10.0 to 100.0 ms latency",
      "Second | Virtual · current | 2 channels · 96 kHz · 10.0 to 100.0 ms latency",
      "-- ALSA",
      "hw:0 | ALSA | 2 channels · 44.1 kHz · 10.0 to 100.0 ms latency",
    ]);
  });

  it("leaves out what has no channels in the direction, and backends that have nothing left", () => {
    const rows = shown(deviceRows("input", configOf('backend = "Virtual"'), BACKENDS));
    assert.ok(!rows.some((row) => row.includes("ALSA")));
    assert.ok(rows.some((row) => row.startsWith("Second | Virtual | 8 channels")));
  });

  it("has exactly one current entry, whatever is in effect", () => {
    for (const text of ["", "[input]\ndevice = ''", "[input]\ndevice = 'Second'", "[input]\ndevice = 'gone'", "[input]\ndeviceRegex = '^Virt'"]) {
      for (const backends of [BACKENDS, null]) {
        const current = deviceRows("input", configOf(text), backends).filter((row) => row.kind === "item" && row.isCurrent);
        const expected = backends === null && text.includes("Regex") ? 0 : 1;
        assert.equal(current.length, expected, text);
      }
    }
  });

  it("shows what needs no list while the devices are still to come", () => {
    assert.deepEqual(shown(deviceRows("input", configOf('[input]\ndevice = "Mic"'), null)), [
      "Default device |  | Whatever the backend calls its default input",
      "Disable this direction |  | Nothing is recorded",
      "Mic | current | As written in the file",
    ]);
  });

  it("keeps a device of the file that is not here, and says so", () => {
    const rows = shown(deviceRows("input", configOf('backend = "Virtual"\n[input]\ndevice = "Mic"'), BACKENDS));
    assert.ok(rows.includes("Mic | Virtual · current · not found here | As written in the file"));
  });
});

describe("the backend picker", () => {
  it("lists what is here with its devices, and the default first", () => {
    assert.deepEqual(shown(backendRows(configOf(""), BACKENDS)), [
      "Default backend | current | Now: Virtual",
      "ALSA |  | 0 input devices, 1 output device",
      "Virtual |  | 2 input devices, 2 output devices",
    ]);
    const [, , virtual] = shown(backendRows(configOf('backend = "Virtual"'), BACKENDS));
    assert.equal(virtual, "Virtual | current | 2 input devices, 2 output devices");
  });

  it("keeps a backend of the file that is not here, and says so", () => {
    const [, first] = shown(backendRows(configOf('backend = "Windows WASAPI"'), BACKENDS));
    assert.equal(first, "Windows WASAPI | current · not on this machine | As written in the file");
  });

  it("offers what is known of where nothing could be listed", () => {
    const rows = shown(backendRows(configOf('backend = "MME"'), null, ["MME", "Windows WASAPI"]));
    assert.deepEqual(rows.slice(1), ["MME | current | As written in the file", "Windows WASAPI |  | "]);
  });

  it("offers a test only where there are devices, default devices first", () => {
    assert.deepEqual(testableBackends([...BACKENDS, { backend: "JACK", devices: [] }]), ["Virtual", "ALSA"]);
  });
});
