import assert from "node:assert/strict";
import type { BackendDevices } from "../../../extension/audio/contract.ts";
import { deviceRows } from "../../../extension/editor/pickerItems.ts";
import { deviceChoices, deviceFacts } from "../../../extension/language/deviceChoices.ts";
import { configOf, device } from "../editor/fixtures.ts";
import { HERE } from "./scene.ts";

const LOOPBACK = device("Windows WASAPI", "Speakers [Loopback]", { outputChannels: 0, isLoopback: true });
const BACKENDS: readonly BackendDevices[] = [
  {
    backend: "Windows WASAPI",
    devices: [
      device("Windows WASAPI", "Microphone", { outputChannels: 0, isDefaultInput: true }),
      device("Windows WASAPI", "Speakers", { inputChannels: 0, isDefaultOutput: true }),
      LOOPBACK,
    ],
  },
];

describe("a loopback device", () => {
  const config = configOf('backend = "Windows WASAPI"\n');

  it("is offered as an input, with a word on what it is, and never as an output", () => {
    const inputs = deviceChoices(config, "input", { ...HERE, devices: BACKENDS });
    assert.deepEqual(inputs.map(({ value }) => value), ["Microphone", "Speakers [Loopback]", ""]);
    assert.match(inputs[1]?.detail ?? "", / · records what this output plays$/);
    assert.match(inputs[1]?.documentation ?? "", /Not in exclusive mode\.$/);
    assert.doesNotMatch(inputs[0]?.detail ?? "", /records/);
    assert.deepEqual(deviceChoices(config, "output", { ...HERE, devices: BACKENDS }).map(({ value }) => value), ["Speakers", ""]);
  });

  it("is explained in the picker's row", () => {
    const row = deviceRows("input", config, BACKENDS).find((each) => each.kind === "item" && each.label === LOOPBACK.name);
    assert.equal(row?.kind === "item" ? row.detail : null, deviceFacts(LOOPBACK, "input"));
  });
});
