import assert from "node:assert/strict";
import { Fft } from "../../../extension/analysis/fft.ts";
import { judgeLatency } from "../../../extension/analysis/judgeLatency.ts";
import { medianOf } from "../../../extension/analysis/medianOf.ts";
import { percentiles } from "../../../extension/analysis/percentiles.ts";
import { solveSymmetric } from "../../../extension/analysis/solveSymmetric.ts";
import { generator } from "../../simulator/noise.ts";

describe("percentiles", () => {
  it("gives a percentile only with enough values", () => {
    const up = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => n - i);
    assert.deepEqual(percentiles(up(0)), { p50: null, p99: null, p999: null, max: null });
    assert.deepEqual(percentiles(up(1)), { p50: 1, p99: null, p999: null, max: 1 });
    assert.deepEqual(percentiles(up(999)), { p50: 500, p99: null, p999: null, max: 999 });
    assert.deepEqual(percentiles(up(1000)), { p50: 500, p99: 990, p999: null, max: 1000 });
    assert.deepEqual(percentiles(up(10_000)), { p50: 5000, p99: 9900, p999: 9990, max: 10_000 });
  });

  it("leaves out what is no number", () => {
    assert.deepEqual(percentiles(Float64Array.of(NaN, 3, Infinity, 1)), { p50: 1, p99: null, p999: null, max: 3 });
  });
});

describe("medianOf", () => {
  it("gives what sorting would put in the middle, of few values and of many alike", () => {
    assert.equal(medianOf(new Float64Array(0)), 0);
    const random = generator(11);
    for (let length = 1; length < 300; length++) {
      const alike = 1 + Math.floor(random() * length);
      const values = Float64Array.from({ length }, () => Math.floor(random() * alike) - alike / 2);
      assert.equal(medianOf(values.slice()), values.toSorted()[length >> 1], values.join());
    }
  });
});

describe("judgeLatency", () => {
  const stream = { sampleRate: 48_000, bufferFrames: 480 };

  it("grades by frame, millisecond and buffer", () => {
    const grades = [960, 961, 962, 1008, 1009, 1440, 1441, 0].map((reported) => judgeLatency(reported, 960, stream));
    assert.deepEqual(grades, ["exact", "exact", "good", "good", "fair", "fair", "misleading", "misleading"]);
  });

  it("calls impossible numbers invalid", () => {
    for (const reported of [-1, NaN, Infinity, 2 ** 32, 480_001]) {
      assert.equal(judgeLatency(reported, 960, stream), "invalid", `${reported}`);
    }
  });
});

describe("Fft", () => {
  it("equals the sum that defines it, and inverts", () => {
    const n = 32;
    const re = Float64Array.from({ length: n }, (_, i) => Math.sin(i * i));
    const im = Float64Array.from({ length: n }, (_, i) => Math.cos(3 * i) / (i + 1));
    const spectrum = { re: re.slice(), im: im.slice() };
    const fft = new Fft(n);
    fft.forward(spectrum.re, spectrum.im);
    for (let k = 0; k < n; k++) {
      let sumRe = 0;
      let sumIm = 0;
      for (let i = 0; i < n; i++) {
        const angle = (-2 * Math.PI * i * k) / n;
        sumRe += (re[i] ?? 0) * Math.cos(angle) - (im[i] ?? 0) * Math.sin(angle);
        sumIm += (re[i] ?? 0) * Math.sin(angle) + (im[i] ?? 0) * Math.cos(angle);
      }
      assert.ok(Math.abs((spectrum.re[k] ?? 0) - sumRe) < 1e-12 && Math.abs((spectrum.im[k] ?? 0) - sumIm) < 1e-12);
    }
    fft.inverse(spectrum.re, spectrum.im);
    spectrum.re.forEach((x, i) => {
      assert.ok(Math.abs(x / n - (re[i] ?? 0)) < 1e-13);
    });
  });

  it("takes powers of two alone", () => {
    assert.throws(() => new Fft(48), RangeError);
  });
});

describe("solveSymmetric", () => {
  it("solves, and refuses a singular matrix", () => {
    const [x] = solveSymmetric(Float64Array.of(4, 2, 2, 3), 2, [Float64Array.of(10, 9)]) ?? [];
    assert.ok(x && Math.abs((x[0] ?? 0) - 1.5) < 1e-12 && Math.abs((x[1] ?? 0) - 2) < 1e-12);
    assert.equal(solveSymmetric(Float64Array.of(1, 1, 1, 1), 2, [Float64Array.of(1, 1)]), null);
  });
});
