import assert from "node:assert/strict";
import type { AudioPort } from "../../../extension/audio/audioPort.ts";
import type { ProbePlan, ProbeResult } from "../../../extension/audio/contract.ts";
import { fillSignal } from "../../../extension/analysis/testSignal.ts";
import { runFullTest } from "../../../extension/lab/full/runFullTest.ts";
import { validatorOf } from "../../documentSchemas.ts";
import { recordedRun } from "../../simulator/recordedRun.ts";
import { gaussian, generator } from "../../simulator/noise.ts";

const REQUEST = { text: 'backend = "Virtual"\n', file: "FlexASIO.toml", configFile: null, scenario: null, seconds: 0.5, sampleRate: null, bufferFrames: null };
const DELAY = 960;
const validate = validatorOf("report");

/** A path that bends what it is given and adds noise to it. */
function port(path: { readonly second?: number; readonly gain?: number; readonly average?: boolean; readonly noise?: number; readonly clip?: number; readonly onPlan?: (plan: ProbePlan) => Partial<ProbeResult> | null } = {}): AudioPort {
  return {
    devices: () => Promise.resolve([]),
    drivers: () => Promise.resolve([]),
    versions: () => null,
    probe: (plan) => {
      const changed = path.onPlan?.(plan) ?? null;
      const seconds = plan.seconds ?? 0;
      const run = recordedRun({ seed: plan.signal.kind === "position" ? plan.signal.seed : 1, seconds, delayFrames: DELAY });
      if (plan.signal.kind === "position" || run.recording === null) return Promise.resolve({ ...run, ...changed });
      const random = generator(5);
      const { signal } = plan;
      const played = new Float64Array(run.recording.frames);
      fillSignal(signal, { channel: 0, channels: 2, on: null, sampleRate: 48_000, codeBits: 24 }, 0, played);
      const sample = (n: number): number => played[n] ?? 0;
      const input = [0, 1].map(() =>
        Float64Array.from({ length: run.recording?.frames ?? 0 }, (_, i) => {
          const x = (path.gain ?? 1) * (path.average === true ? (sample(i - DELAY) + sample(i - DELAY - 1)) / 2 : sample(i - DELAY));
          if (path.clip !== undefined) return Math.max(-path.clip, Math.min(path.clip, x));
          return x + (path.second ?? 0) * x * x + (path.noise ?? 0) * gaussian(random);
        }),
      );
      return Promise.resolve({ ...run, recording: { ...run.recording, input }, ...changed });
    },
  };
}

describe("runFullTest", function () {
  this.timeout(60_000);

  it("finds nothing on a path that does nothing, and says so", async () => {
    const report = await runFullTest(REQUEST, port());
    assert.equal(report.verdict.level, "pass");
    assert.ok(report.verdict.sentences.includes("Silence comes back as digital silence."));
    assert.ok(validate(JSON.parse(JSON.stringify(report))), JSON.stringify(validate.errors));
  });

  it("tells noise floor and distortion of each channel", async () => {
    const { quality, verdict } = await runFullTest(REQUEST, port({ second: 0.004, noise: 1e-5 }));
    assert.ok(quality);
    assert.deepEqual(quality.noise?.channels.map(({ channel, rmsDbfs }) => [channel, Math.round(rmsDbfs ?? 0)]), [[0, -100], [1, -100]]);
    // A path x + a x² has a second harmonic of a A / 2.
    assert.deepEqual(quality.distortion?.channels.map(({ thdDb, method }) => [Math.round((thdDb ?? 0) * 10) / 10, method]), [[-60, "coherent"], [-60, "coherent"]]);
    assert.ok(verdict.sentences.includes("Distortion and noise of a tone of 998 Hz: -60.0 dB (0.10 %)."), verdict.sentences.join("\n"));
  });

  it("tells the frequency response of each channel", async () => {
    const { quality, verdict } = await runFullTest(REQUEST, port({ gain: 0.5 }));
    const response = quality?.response;
    assert.ok(response);
    assert.deepEqual(response.channels.map(({ channel, lowHz, highHz, deviationDb }) => [channel, lowHz, highHz, deviationDb < 0.1]), [[0, null, null, true], [1, null, null, true]]);
    const at = response.frequenciesHz.findIndex((hz) => hz >= 1000);
    assert.ok(Math.abs((response.channels[0]?.gainDb[at] ?? 0) - 20 * Math.log10(0.5)) < 0.02);
    assert.ok(verdict.sentences.includes("Frequency response within 0.1 dB from 20 Hz to 20.0 kHz."), verdict.sentences.join("\n"));
  });

  it("tells where the band of a path ends", async () => {
    // (x[n] + x[n-1]) / 2 has the gain cos(pi f / rate): -3 dB of its gain at 1 kHz near a quarter of the rate.
    const { quality, verdict } = await runFullTest(REQUEST, port({ average: true }));
    const truth = (Math.acos(10 ** (-3 / 20) * Math.cos((Math.PI * 1000) / 48_000)) / Math.PI) * 48_000;
    const high = quality?.response?.channels[0]?.highHz ?? 0;
    assert.ok(Math.abs(high / truth - 1) < 0.003, `${high} instead of ${truth}`);
    assert.ok(verdict.sentences.includes("The frequency response ends at 12.0 kHz (3 dB below 1 kHz)."), verdict.sentences.join("\n"));
  });

  it("warns of much distortion", async () => {
    const { verdict } = await runFullTest(REQUEST, port({ second: 0.1 }));
    assert.equal(verdict.level, "warn");
    assert.match(verdict.sentences[0] ?? "", /^Much distortion/);
  });

  it("warns of sound that is cut off, and by how much", async () => {
    const { quality, verdict } = await runFullTest(REQUEST, port({ clip: 0.9 }));
    assert.deepEqual(quality?.loudness?.channels.map(({ channel, kind, gainChangeDb }) => [channel, kind, Math.round(gainChangeDb * 100) / 100]), [[0, "clipped", -0.31], [1, "clipped", -0.31]]);
    assert.deepEqual([verdict.level, verdict.sentences[0]], ["warn", "Loud sound is cut off: near full scale a tone loses 0.31 dB. Turn the level down somewhere on the way."]);
    const clean = await runFullTest(REQUEST, port());
    assert.deepEqual(clean.quality?.loudness?.channels.map(({ kind }) => kind), ["none", "none"]);
  });

  it("keeps what there is when it is cancelled between two signals", async () => {
    const abort = new AbortController();
    const report = await runFullTest(REQUEST, port({
      onPlan: ({ signal }) => {
        if (signal.kind !== "sine") return null;
        abort.abort();
        return { cancelled: true };
      },
    }), { signal: abort.signal });
    assert.equal(report.error?.code, "cancelled");
    assert.ok(report.quality?.noise);
    assert.equal(report.quality.distortion, null);
    assert.equal(report.latency.measuredRoundTripFrames, DELAY);
    assert.equal(report.verdict.level, "warn");
  });

  it("says which part a failing driver cost, and measures the rest", async () => {
    const error = { code: "device-busy", message: "The device is busy.", hint: "", where: null, host: null };
    const report = await runFullTest(REQUEST, port({ onPlan: ({ signal }) => (signal.kind === "silence" ? { error } : null) }));
    assert.ok(report.quality);
    assert.equal(report.quality.noise, null);
    assert.ok(report.quality.distortion);
    assert.equal(report.verdict.level, "warn");
    assert.ok(report.verdict.sentences.includes("Part of the full test was not measured: The device is busy."));
  });

  it("tells how much is done and how long it still takes, and never goes back", async () => {
    const told: [number, number][] = [];
    await runFullTest(REQUEST, port(), { onProgress: (_, fraction, left) => { if (fraction !== null && left !== null) told.push([fraction, left]); } });
    assert.ok(told.length >= 2);
    for (const [k, [fraction, left]] of told.entries()) {
      assert.ok(fraction >= (told[k - 1]?.[0] ?? 0) && left <= (told[k - 1]?.[1] ?? Infinity), JSON.stringify(told));
    }
  });
});
