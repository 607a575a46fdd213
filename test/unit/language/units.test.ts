import assert from "node:assert/strict";
import { bareMilliseconds, frames, milliseconds, plural, sampleRate } from "../../../extension/language/units.ts";

describe("units", () => {
  it("writes milliseconds with the digits that say something", () => {
    assert.equal(milliseconds(10), "10.0 ms");
    assert.equal(milliseconds(0.52083), "0.52 ms");
    assert.equal(milliseconds(1250.4), "1250 ms");
    assert.equal(bareMilliseconds(0), "0.0");
    assert.equal(bareMilliseconds(999.7), "1000");
  });

  it("writes sample rates in kilohertz without needless zeros", () => {
    assert.equal(sampleRate(48_000), "48 kHz");
    assert.equal(sampleRate(44_100), "44.1 kHz");
    assert.equal(sampleRate(11_025), "11.025 kHz");
    assert.equal(sampleRate(800), "800 Hz");
  });

  it("groups frames and keeps one digit behind the point", () => {
    assert.equal(frames(480), "480");
    assert.equal(frames(48_000), "48\u202f000");
    assert.equal(frames(1_234_567), "1\u202f234\u202f567");
    assert.equal(frames(1234.04), "1\u202f234");
    assert.equal(frames(1234.5), "1\u202f234.5");
    assert.equal(frames(-3), "−3");
  });

  it("counts nouns", () => {
    assert.equal(plural(1, "channel"), "1 channel");
    assert.equal(plural(0, "channel"), "0 channels");
  });
});
