import assert from "node:assert/strict";
import { lensTexts } from "../../../extension/editor/lensTexts.ts";
import type { BackendDevices } from "../../../extension/audio/contract.ts";
import { BACKENDS, configOf } from "./fixtures.ts";

function lenses(text: string, backends: readonly BackendDevices[] | null = BACKENDS): readonly string[] {
  return lensTexts(configOf(text), backends).map((lens) => `${lens.line} ${lens.title}${lens.command === null ? "" : ` -> ${lens.command}`}`);
}

describe("code lenses", () => {
  it("stand on the tables and on backend", () => {
    assert.deepEqual(lenses('backend = "Virtual"\n\n[input]\n\n[output]\ndevice = ""\n'), [
      "0 Pick backend… -> pickBackend",
      "2 Virtual Cable (default)",
      "2 Pick device… -> pickInputDevice",
      "2 Test Backend -> testBackend",
      "4 Off",
      "4 Pick device… -> pickOutputDevice",
      "4 Test Backend -> testBackend",
    ]);
  });

  it("stand at the top for what is not written, the test once", () => {
    assert.deepEqual(lenses("# nothing yet\n"), [
      "0 Backend: Virtual (default)",
      "0 Pick backend… -> pickBackend",
      "0 Input: Virtual Cable (default)",
      "0 Pick input device… -> pickInputDevice",
      "0 Output: Virtual Cable (default)",
      "0 Pick output device… -> pickOutputDevice",
      "0 Test Backend -> testBackend",
    ]);
  });

  it("say that a backend is not here and offer a test with one that is", () => {
    const list = lensTexts(configOf('# x\nbackend = "Windows WASAPI"\n[input]\n[output]\n'), BACKENDS);
    assert.deepEqual(
      list.filter((lens) => lens.line === 1).map((lens) => [lens.title, lens.command, lens.backend]),
      [
        ["Not on this machine", null, null],
        ["Test with Virtual…", "testWithBackend", "Virtual"],
        ["Pick backend…", "pickBackend", null],
      ],
    );
  });

  it("claim nothing about devices that are not listed yet", () => {
    assert.deepEqual(lenses('backend = "Windows WASAPI"\n[input]\n[output]\ndevice = "Speakers"', null), [
      "0 Pick backend… -> pickBackend",
      "1 Default device",
      "1 Pick device… -> pickInputDevice",
      "1 Test Backend -> testBackend",
      "2 Speakers",
      "2 Pick device… -> pickOutputDevice",
      "2 Test Backend -> testBackend",
    ]);
  });

  it("say when a device is not found, and when a pattern matches none or several", () => {
    const input = (line: string): string | undefined => lenses(`backend = "Virtual"\n[input]\n${line}\n`)[3];
    assert.equal(input('device = "Gone"')?.slice(2), "Gone (not found)");
    assert.equal(input('deviceRegex = "zzz"')?.slice(2), "No device matches");
    assert.equal(input('deviceRegex = "."')?.slice(2), "2 devices match");
  });
});
