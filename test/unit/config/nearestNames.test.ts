import assert from "node:assert/strict";
import { nearestNames } from "../../../extension/config/nearestNames.ts";

const names = ["Microphone (USB Audio)", "Speakers (2- USB Audio)", "Speakers (Realtek High Definition Audio)", "Line"];

describe("nearestNames", () => {
  it("is sure of a name that differs in case, in the number that Windows gives, or in its cut end", () => {
    assert.deepEqual(nearestNames("speakers (2- usb audio)", names, null)[0], { name: "Speakers (2- USB Audio)", sure: true });
    assert.deepEqual(nearestNames("Speakers (USB Audio)", names, null)[0], { name: "Speakers (2- USB Audio)", sure: true });
    assert.deepEqual(nearestNames("Speakers (High Definition Audio Device)", ["Speakers (High Definition Audio"], 31)[0], {
      name: "Speakers (High Definition Audio",
      sure: true,
    });
  });

  it("is not sure when two are as near, or when letters differ", () => {
    assert.deepEqual(nearestNames("Speakers (USB)", ["Speakers (2- USB)", "Speakers (3- USB)"], null).map(({ sure }) => sure), [false, false]);
    assert.deepEqual(nearestNames("Lime", names, null), [{ name: "Line", sure: false }]);
  });

  it("offers names that share most of their words, three at most, and nothing that is far", () => {
    assert.equal(nearestNames("Realtek High Definition Speakers", names, null)[0]?.name, "Speakers (Realtek High Definition Audio)");
    assert.equal(nearestNames("USB Audio", ["1 USB Audio", "2 USB Audio", "3 USB Audio", "4 USB Audio"], null).length, 3);
    assert.deepEqual(nearestNames("Piano", names, null), []);
  });
});
