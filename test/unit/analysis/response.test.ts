import assert from "node:assert/strict";
import { responseFrequencies, sweepResponse } from "../../../extension/analysis/sweepResponse.ts";
import type { SweepSignal } from "../../../extension/analysis/sweepResponse.ts";
import { fillSignal } from "../../../extension/analysis/testSignal.ts";
import { gaussian, generator } from "../../simulator/noise.ts";

const RATE = 48_000;
const SWEEP: SweepSignal = { kind: "sweep", repeat: false, startHz: 5, endHz: 0.48 * RATE, seconds: 3, amplitude: 0.5 };
const DELAY = 1234;

/** The sweep after a round trip, as a path of known truth hands it back. */
function recorded(path: (x: Float64Array) => Float64Array, { noise = 0, seed = 1 } = {}): Float64Array {
  const frames = 3.4 * RATE;
  const played = new Float64Array(frames);
  fillSignal(SWEEP, { channel: 0, channels: 1, on: null, sampleRate: RATE, codeBits: 24 }, 0, played);
  const back = path(played);
  const random = generator(seed);
  return Float64Array.from({ length: frames }, (_, i) => (back[i - DELAY] ?? 0) + (noise > 0 ? noise * gaussian(random) : 0));
}

/** A second-order low-pass by the bilinear transform (Audio EQ Cookbook, R. Bristow-Johnson), and its true gain. */
function lowPass(cornerHz: number, q: number): { run: (x: Float64Array) => Float64Array; gainDb: (hz: number) => number } {
  const w = (2 * Math.PI * cornerHz) / RATE;
  const alpha = Math.sin(w) / (2 * q);
  const a0 = 1 + alpha;
  const [b0, b1, b2, a1, a2] = [(1 - Math.cos(w)) / 2 / a0, (1 - Math.cos(w)) / a0, (1 - Math.cos(w)) / 2 / a0, (-2 * Math.cos(w)) / a0, (1 - alpha) / a0];
  return {
    run: (x) => {
      const y = new Float64Array(x.length);
      for (let i = 0; i < x.length; i++) y[i] = b0 * (x[i] ?? 0) + b1 * (x[i - 1] ?? 0) + b2 * (x[i - 2] ?? 0) - a1 * (y[i - 1] ?? 0) - a2 * (y[i - 2] ?? 0);
      return y;
    },
    gainDb: (hz) => {
      const v = (2 * Math.PI * hz) / RATE;
      const size = (c0: number, c1: number, c2: number): number => (c0 + c1 * Math.cos(v) + c2 * Math.cos(2 * v)) ** 2 + (c1 * Math.sin(v) + c2 * Math.sin(2 * v)) ** 2;
      return 10 * Math.log10(size(b0, b1, b2) / size(1, a1, a2));
    },
  };
}

/** The largest difference from the truth between two frequencies, dB. */
function worst(found: Float64Array, truth: (hz: number) => number, lowHz: number, highHz: number): number {
  return Math.max(...[...responseFrequencies(SWEEP)].map((hz, k) => (hz < lowHz || hz > highHz ? 0 : Math.abs((found[k] ?? NaN) - truth(hz)))));
}

describe("sweepResponse", function () {
  this.timeout(60_000);

  it("finds a path that changes nothing flat to a hundredth of a decibel", () => {
    const { gainDb, distortionDb } = sweepResponse(recorded((x) => x), SWEEP, RATE, DELAY);
    assert.ok(worst(gainDb, () => 0, 32, 22_500) < 0.01, `${worst(gainDb, () => 0, 32, 22_500)} dB`);
    assert.ok(worst(gainDb, () => 0, 20, 32) < 0.07, `below 32 Hz: ${worst(gainDb, () => 0, 20, 32)} dB`);
    const most = Math.max(...[...distortionDb].filter((db, k) => !Number.isNaN(db) && (responseFrequencies(SWEEP)[k] ?? 0) > 50));
    assert.ok(most < -90, `distortion of nothing: ${most} dB`);
  });

  it("finds gain and corner of a filter to some hundredths of a decibel, noise or not", () => {
    for (const [corner, q] of [[1000, 0.707], [8000, 0.9], [15_000, 0.6]] as const) {
      const filter = lowPass(corner, q);
      const { gainDb } = sweepResponse(recorded((x) => filter.run(x).map((y) => 0.25 * y)), SWEEP, RATE, DELAY);
      const truth = (hz: number): number => filter.gainDb(hz) - 20 * Math.log10(4);
      assert.ok(worst(gainDb, truth, 32, 20_000) < 0.03, `${corner} Hz: ${worst(gainDb, truth, 32, 20_000)} dB`);
      const noisy = sweepResponse(recorded((x) => filter.run(x), { noise: 1e-4 }), SWEEP, RATE, DELAY).gainDb;
      const inBand = Math.min(20_000, corner * 3);
      assert.ok(worst(noisy, filter.gainDb, 20, inBand) < 0.1, `${corner} Hz with noise: ${worst(noisy, filter.gainDb, 20, inBand)} dB`);
    }
  });

  it("tells harmonics from the response, and how strong they are", () => {
    const [second, third] = [0.02, 0.01];
    const bend = (x: Float64Array): Float64Array => x.map((v) => v + second * v * v + third * v * v * v);
    const { gainDb, distortionDb } = sweepResponse(recorded(bend), SWEEP, RATE, DELAY);
    const a = SWEEP.amplitude;
    const fundamental = a + 0.75 * third * a ** 3;
    const thd = 20 * Math.log10(Math.hypot((second * a * a) / 2, (third * a ** 3) / 4) / fundamental);
    assert.ok(worst(gainDb, () => 20 * Math.log10(fundamental / a), 32, 5000) < 0.02);
    assert.ok(worst(distortionDb, () => thd, 60, 6000) < 0.1, `${worst(distortionDb, () => thd, 60, 6000)} dB`);
  });
});
