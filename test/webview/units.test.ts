import assert from "node:assert/strict";

import {
  decibelText,
  frameCount,
  framesWithUnit,
  percentText,
  sampleRateText,
  signedDecimal,
  signedFrameCount,
  spokenDecibels,
  toDecibels,
} from "../../webview/units.ts";

describe("figures in words", () => {
  it("show frames with the decimals they have", () => {
    assert.equal(frameCount(1234), "1,234");
    assert.equal(frameCount(1234.5), "1,234.5");
    assert.equal(frameCount(0.25), "0.25");
    assert.equal(frameCount(1 / 3), "0.333");
    assert.equal(frameCount(1e-9), "0");
    assert.equal(framesWithUnit(1), "1 frame");
    assert.equal(framesWithUnit(0), "0 frames");
  });

  it("sign what may go both ways, and zero not at all", () => {
    assert.equal(signedFrameCount(3), "+3");
    assert.equal(signedFrameCount(-3), "\u22123");
    assert.equal(signedDecimal(0, 2), "0.00");
    assert.equal(signedDecimal(-0.001, 2), "0.00");
    assert.equal(signedDecimal(0.001, 2), "0.00");
    assert.equal(signedDecimal(5.708, 2), "+5.71");
  });

  it("name sample rates as people do", () => {
    assert.equal(sampleRateText(48000), "48 kHz");
    assert.equal(sampleRateText(44100), "44.1 kHz");
    assert.equal(sampleRateText(11025), "11.025 kHz");
  });

  it("never round an almost exact path up to exact", () => {
    assert.equal(percentText(1), "100 %");
    assert.equal(percentText(0.9999999), "99.999 %");
    assert.equal(percentText(0.5), "50.0 %");
    assert.equal(percentText(0), "0.0 %");
  });

  it("tell levels in decibels below full scale", () => {
    assert.equal(decibelText(toDecibels(1)), "0.0");
    assert.equal(decibelText(toDecibels(0.5)), "\u22126.0");
    assert.equal(decibelText(toDecibels(0)), "\u2212\u221e");
    assert.equal(spokenDecibels(toDecibels(0)), "silent");
    assert.equal(spokenDecibels(toDecibels(0.5)), "-6 decibels full scale");
  });
});
