import assert from "node:assert/strict";
import { analysePath } from "../../extension/analysis/analysePath.ts";
import { CODE_RMS } from "../../extension/analysis/fitChannels.ts";
import { mix } from "../../extension/analysis/positionCode.ts";
import { simulatePath } from "../simulator/simulatePath.ts";
import { seed } from "../seed.ts";

const RUNS = Number(process.env["FLEXLAB_PROPERTY_RUNS"] ?? 20);
const RATE = 48_000;

interface Measured {
  readonly error: number;
  readonly uncertainty: number;
  readonly driftError: number;
}

/** A path of random gain, polarity, fraction and code; noise 60 dB below the signal. */
function measure(run: number, frames: number, driftPpm: number): Measured {
  const random = (what: number): number => mix(mix(seed + run) + what) / 2 ** 32;
  const delayFrames = 500 + 2000 * random(1);
  const gainDb = -40 * random(2);
  const code = mix(seed ^ run);
  const noiseDbfs = 20 * Math.log10(CODE_RMS) + gainDb - 60;
  const input = simulatePath({ seed: code, inputs: 1, delayFrames, gainDb, invert: random(3) < 0.5, noiseDbfs, driftPpm }, frames);
  const found = analysePath({ sampleRate: RATE, bufferFrames: 480, outputChannels: 1, input, frames, seed: code, codeBits: 24 });
  assert.deepEqual(found.glitches, [], `run ${run}`);
  return {
    error: (found.latency.roundTripFrames ?? NaN) - delayFrames,
    uncertainty: found.latency.uncertaintyFrames ?? NaN,
    driftError: (found.drift.ppm ?? NaN) - driftPpm,
  };
}

const rms = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

describe(`accuracy of the round trip by phase, ${RUNS} runs (seed ${seed})`, function () {
  this.timeout(600_000);

  it("errs by 1e-5 frame rms at most in noise 60 dB below the signal, and by no more than it says", () => {
    const runs = Array.from({ length: RUNS }, (_, run) => measure(run, RATE, 0));
    const error = rms(runs.map((run) => run.error));
    const covered = runs.filter((run) => Math.abs(run.error) <= run.uncertainty).length / RUNS;
    process.stdout.write(`      rms error ${error.toExponential(2)} frame; within the stated uncertainty ${(100 * covered).toFixed(1)} %\n`);
    assert.ok(error <= 1e-5, `${error}`);
    // Two standard errors hold 95 %; of few runs by chance a few less.
    assert.ok(covered >= 0.95 - 3 * Math.sqrt((0.95 * 0.05) / RUNS), `${covered}`);
  });

  it("is known to 2e-5 frame from a part of a long recording, and errs by no more than it says", () => {
    const runs = Array.from({ length: Math.ceil(RUNS / 10) }, (_, run) => measure(run, 8 * RATE, 0));
    const sure = Math.max(...runs.map((run) => run.uncertainty));
    const error = Math.max(...runs.map((run) => Math.abs(run.error) / run.uncertainty));
    process.stdout.write(`      uncertainty ${sure.toExponential(2)} frame at most; largest error ${error.toFixed(2)} of it\n`);
    // Twice the uncertainty is four standard errors.
    assert.ok(sure <= 2e-5 && error <= 2, `${sure} frame, ${error}`);
  });

  it("errs by 1e-3 frame and 0.01 ppm at most at 100 ppm drift over 4 s", () => {
    const runs = Array.from({ length: Math.ceil(RUNS / 5) }, (_, run) => measure(run, 4 * RATE, run % 2 === 0 ? 100 : -100));
    const error = Math.max(...runs.map((run) => Math.abs(run.error)));
    const drift = Math.max(...runs.map((run) => Math.abs(run.driftError)));
    process.stdout.write(`      largest error ${error.toExponential(2)} frame and ${drift.toExponential(2)} ppm\n`);
    assert.ok(error <= 1e-3 && drift <= 0.01, `${error} frame, ${drift} ppm`);
  });
});
