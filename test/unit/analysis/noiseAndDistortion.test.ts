import assert from "node:assert/strict";
import { aWeighting, noiseFloor } from "../../../extension/analysis/noiseFloor.ts";
import { coherentFrames, coherentFrequency, toneDistortion } from "../../../extension/analysis/toneDistortion.ts";
import { gaussian, generator } from "../../simulator/noise.ts";

const RATE = 48_000;
const near = (found: number | null | undefined, truth: number, within: number, what: string): void => {
  assert.ok(found != null && Math.abs(found - truth) <= within, `${what}: ${String(found)}, not ${truth} within ${within}`);
};

describe("noiseFloor", () => {
  it("tells digital silence from noise", () => {
    assert.deepEqual(noiseFloor(new Float32Array(RATE), RATE), { rmsDbfs: null, weightedDbfs: null, peakDbfs: null, dc: 0, tone: null });
  });

  it("finds level, constant part and weighted level of white noise", () => {
    const random = generator(7);
    const noise = Float64Array.from({ length: 2 * RATE }, () => 0.01 + 1e-3 * gaussian(random));
    const found = noiseFloor(noise, RATE);
    near(found.rmsDbfs, -60, 0.1, "level");
    near(found.dc, 0.01, 1e-5, "constant part");
    // White noise up to 24 kHz, weighted: the mean of the weights over the band.
    const weights = Array.from({ length: 24_000 }, (_, hz) => aWeighting(hz)).reduce((sum, w) => sum + w, 0) / 24_000;
    near(found.weightedDbfs, -60 + 10 * Math.log10(weights), 0.2, "weighted");
    assert.equal(found.tone, null);
  });

  it("weighs as IEC 61672 does", () => {
    for (const [hz, db] of [[31.62, -39.4], [100, -19.1], [1000, 0], [2512, 1.3], [10_000, -2.5]] as const) {
      near(10 * Math.log10(aWeighting(hz)), db, 0.1, `${hz} Hz`);
    }
  });

  it("names the hum in it", () => {
    const random = generator(9);
    const hum = Float64Array.from({ length: 2 * RATE }, (_, i) => 1e-3 * Math.sin((2 * Math.PI * 50 * i) / RATE) + 1e-5 * gaussian(random));
    const { tone } = noiseFloor(hum, RATE);
    near(tone?.hz, 50, 0.2, "frequency");
    near(tone?.dbfs, -60, 0.2, "level");
  });
});

describe("toneDistortion", () => {
  const frames = coherentFrames(RATE);
  const hz = coherentFrequency(997, RATE);
  const sine = (amplitude: number, f = hz): Float64Array => Float64Array.from({ length: frames }, (_, i) => amplitude * Math.sin(0.3 + (2 * Math.PI * f * i) / RATE));

  it("plays an odd number of cycles in a power of two of frames", () => {
    for (const rate of [8000, 44_100, 48_000, 96_000, 192_000]) {
      const cycles = (coherentFrequency(997, rate) * coherentFrames(rate)) / rate;
      assert.ok(Math.abs(cycles % 2 - 1) < 1e-6 && Math.abs(coherentFrequency(997, rate) - 997) < 2, `${rate} Hz: ${cycles} cycles`);
    }
  });

  it("finds the harmonics of a bent line exactly", () => {
    const [a, second, third] = [0.5, 0.002, 0.001];
    const found = toneDistortion(sine(a).map((x) => x + second * x * x + third * x ** 3), RATE, hz);
    const fundamental = a + 0.75 * third * a ** 3;
    assert.ok(found);
    assert.equal(found.method, "coherent");
    near(found.levelDbfs, 20 * Math.log10(fundamental), 1e-6, "level");
    near(found.harmonicsDb[0], 20 * Math.log10((second * a * a) / 2 / fundamental), 1e-4, "second");
    near(found.harmonicsDb[1], 20 * Math.log10((third * a ** 3) / 4 / fundamental), 1e-4, "third");
    near(found.thdDb, found.thdPlusNoiseDb ?? 0, 1e-4, "nothing but harmonics");
  });

  it("finds the noise beside the sine, in the band from 20 Hz to 20 kHz", () => {
    const random = generator(3);
    const found = toneDistortion(sine(0.5).map((x) => x + 1e-4 * gaussian(random)), RATE, hz);
    const inBand = 10 * Math.log10((1e-8 * (19_980 / 24_000)) / (0.125));
    near(found?.thdPlusNoiseDb, inBand, 0.15, "THD+N");
    near(found?.noiseDb, inBand, 0.15, "noise");
  });

  it("finds what a 16-bit path leaves", () => {
    const found = toneDistortion(sine(0.5).map((x) => Math.round(x * 32_768) / 32_768), RATE, hz);
    // Rounding error of a step of 2^-15, spread to half the sample rate.
    near(found?.thdPlusNoiseDb, 10 * Math.log10((2 ** -30 / 12 * (19_980 / 24_000)) / 0.125), 1, "THD+N");
  });

  it("takes a window where the clocks differ, and still finds level and harmonics", () => {
    const off = hz * (1 + 150e-6);
    const found = toneDistortion(sine(0.5, off).map((x) => x + 0.002 * x * x), RATE, hz);
    assert.ok(found);
    assert.equal(found.method, "windowed");
    near(found.frequencyHz, off, 0.01, "frequency");
    near(found.levelDbfs, 20 * Math.log10(0.5), 0.001, "level");
    near(found.harmonicsDb[0], 20 * Math.log10(0.0005), 0.01, "second");
    near(found.thdPlusNoiseDb, 20 * Math.log10(0.0005), 0.05, "THD+N");
  });

  it("says nothing of what is not there", () => {
    assert.equal(toneDistortion(new Float32Array(frames), RATE, hz), null);
    const random = generator(5);
    assert.equal(toneDistortion(Float64Array.from({ length: frames }, () => gaussian(random)), RATE, hz), null);
  });
});
