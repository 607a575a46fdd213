import assert from "node:assert/strict";

import { STREAM_SIGNALS } from "../../../extension/editor/panelProtocol.ts";
import { streamPlayback } from "../../../extension/editor/streamPlayback.ts";
import { isPlayback } from "../../../extension/audio/messages.ts";
import { fillSignal } from "../../../extension/analysis/testSignal.ts";

describe("the panel's test streams", () => {
  for (const signal of STREAM_SIGNALS) {
    it(`are as loud as chosen and never louder: ${signal}`, () => {
      for (const levelDb of [-60, -20, 0]) {
        const playback = streamPlayback({ signal, levelDb, channels: null });
        assert.equal(isPlayback(playback, "it"), null);
        assert.ok(playback.fadeFrames > 0);
        const samples = new Float64Array(240_000);
        fillSignal(playback.signal, { channel: 0, channels: 2, on: null, sampleRate: 48_000, codeBits: 24 }, 0, samples);
        const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        const asked = signal === "silence" ? 0 : 10 ** (levelDb / 20);
        assert.ok(peak <= asked + 1e-12 && peak >= 0.9 * asked, `${String(levelDb)} dB: ${String(peak)}`);
      }
    });
  }
});
