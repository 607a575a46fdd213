import assert from "node:assert/strict";
import type { AudioPort } from "../../../extension/audio/audioPort.ts";
import type { ProbePlan, ProbeResult } from "../../../extension/audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../../../extension/audio/emptyProbeResult.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import { firstThatHolds } from "../../../extension/lab/tune/bisect.ts";
import { lineDiff } from "../../../extension/lab/tune/lineDiff.ts";
import { renderTrial, renderTuning } from "../../../extension/lab/tune/renderTuning.ts";
import { tune } from "../../../extension/lab/tune/tune.ts";
import type { TuneHooks, TuneRequest } from "../../../extension/lab/tune/tune.ts";
import type { Tuning } from "../../../extension/lab/tune/tuning.ts";
import { recordedRun } from "../../simulator/recordedRun.ts";

const RATE = 48_000;
const request: TuneRequest = {
  text: '# mine\r\nbackend = "Virtual"\r\nbufferSizeSamples = 1024 # safe\r\n',
  file: "FlexASIO.toml",
  configFile: null,
  scenario: null,
  seconds: 0.2,
  sampleRate: null,
  bufferFrames: null,
  proofMinutes: 0.02,
  loadThreads: 0,
};

/** A device that takes two buffers plus the suggested latency, and has a glitch a trial below its limits. */
function device(limits: { readonly buffer: number; readonly latencyFrames: number }, failsProofAt: number | null = null): AudioPort {
  const probe = (plan: ProbePlan): ProbeResult => {
    assert.ok(plan.signal.kind === "position");
    const config = effectiveConfig(parseConfig(plan.configText));
    const bufferFrames = config.bufferSizeSamples.value ?? 512;
    const latency = Math.round((config.output.suggestedLatencySeconds.value ?? (3 * bufferFrames) / RATE) * RATE);
    const isProof = (plan.seconds ?? 0) > 0.6;
    const breaks = bufferFrames < limits.buffer || latency < limits.latencyFrames || (isProof && bufferFrames === failsProofAt);
    const run = recordedRun({
      seed: plan.signal.seed,
      seconds: plan.seconds ?? 0.2,
      bufferFrames,
      delayFrames: 2 * bufferFrames + latency,
      faults: breaks ? [{ at: 3 * bufferFrames + latency, kind: "zero", frames: 16 }] : [],
    });
    return { ...run, stream: run.stream && { ...run.stream, bufferSizes: { min: 32, max: 2048, preferred: 512, granularity: 1 } } };
  };
  return {
    devices: () => Promise.resolve([]),
    drivers: () => Promise.resolve([]),
    versions: () => null,
    probe: (plan, options) => Promise.resolve(options?.signal?.aborted === true ? { ...EMPTY_PROBE_RESULT, cancelled: true } : probe(plan)),
  };
}

async function tuned(port: AudioPort, hooks: TuneHooks = {}, change: Partial<TuneRequest> = {}): Promise<Tuning> {
  return tune({ ...request, ...change }, port, hooks);
}

describe("tune", function () {
  this.timeout(120_000);

  it("finds the smallest buffer and suggested latency that hold, and changes nothing else in the file", async () => {
    const tuning = await tuned(device({ buffer: 120, latencyFrames: 100 }));
    assert.equal(tuning.error, null);
    assert.deepEqual([tuning.result?.bufferFrames, tuning.result?.suggestedLatencySeconds], [128, 0.002667]);
    assert.deepEqual([tuning.result?.roundTripFramesBefore, tuning.result?.roundTripFrames], [1024 * 5, 2 * 128 + 128]);
    const text = applyEdits(request.text, tuning.edits);
    assert.match(text, /^# mine\r\nbackend = "Virtual"\r\nbufferSizeSamples = 128 # safe\r\n/);
    const config = effectiveConfig(parseConfig(text));
    assert.deepEqual([config.input.suggestedLatencySeconds.value, config.output.suggestedLatencySeconds.value], [0.002667, 0.002667]);
    assert.match(tuning.diff, /^-bufferSizeSamples = 1024 # safe\n\+bufferSizeSamples = 128 # safe$/m);
  });

  it("says with which confidence: three over the minutes without a glitch", async () => {
    const tuning = await tuned(device({ buffer: 0, latencyFrames: 0 }));
    const minutes = tuning.result?.proofMinutes ?? 0;
    assert.ok(minutes >= request.proofMinutes && minutes < request.proofMinutes * 1.5, `${minutes}`);
    assert.equal(tuning.result?.glitchesPerMinuteBelow, 3 / minutes);
    assert.match(renderTuning(tuning, { color: false, width: 100 }), /with 95 % confidence fewer than 1\d\d glitches a minute/);
  });

  it("goes one buffer up when the proof fails", async () => {
    const tuning = await tuned(device({ buffer: 60, latencyFrames: 0 }, 64));
    assert.equal(tuning.result?.bufferFrames, 96);
    assert.deepEqual(tuning.trials.filter(({ step }) => step === "proof").map(({ bufferFrames, held }) => [bufferFrames, held]), [[64, false], [96, true]]);
  });

  it("leaves the suggested latency alone where it shortens nothing", async () => {
    const inner = device({ buffer: 0, latencyFrames: 0 });
    const port: AudioPort = { ...inner, probe: (plan) => Promise.resolve(recordedRun({ seed: (plan.signal as { seed: number }).seed, seconds: plan.seconds ?? 0.2, bufferFrames: effectiveConfig(parseConfig(plan.configText)).bufferSizeSamples.value ?? 512, delayFrames: 4096 })) };
    const tuning = await tuned(port, {}, { seconds: 0.3 });
    assert.equal(tuning.result?.suggestedLatencySeconds, null);
    assert.doesNotMatch(tuning.diff, /suggestedLatency/);
  });

  it("proposes nothing and says why when no size holds", async () => {
    const tuning = await tuned(device({ buffer: 10_000, latencyFrames: 0 }));
    assert.deepEqual([tuning.result, tuning.edits, tuning.diff], [null, [], ""]);
    assert.equal(tuning.error?.code, "nothing-holds");
    assert.match(tuning.error.hint, /1 glitch/);
  });

  it("stops at once when it is cancelled, and changes nothing", async () => {
    const stop = new AbortController();
    const tuning = await tuned(device({ buffer: 120, latencyFrames: 0 }), { signal: stop.signal, onTrial: () => { stop.abort(); } });
    assert.deepEqual([tuning.complete, tuning.trials.length, tuning.result, tuning.edits, tuning.error], [false, 1, null, [], null]);
    assert.match(renderTuning(tuning, { color: false, width: 80 }), /^Cancelled: nothing was changed\.\n$/);
  });

  it("tells each trial in a line", async () => {
    const lines: string[] = [];
    await tuned(device({ buffer: 400, latencyFrames: 0 }), { onTrial: (trial) => lines.push(renderTrial(trial, { color: false, width: 80 })) });
    assert.match(lines[0] ?? "", /^✔ buffer {2}512 frames: holds for \d+ ms, round trip 2560 frames\n$/);
    assert.ok(lines.some((line) => /^✘ buffer {2}\d+ frames: 1 glitch in/.test(line)), lines.join(""));
  });
});

describe("firstThatHolds", () => {
  it("finds every boundary, from every start, asking few", async () => {
    for (const count of [1, 2, 3, 8, 19]) {
      for (let boundary = 0; boundary <= count; boundary++) {
        for (let start = 0; start < count; start++) {
          let asked = 0;
          const found = await firstThatHolds(count, start, (index) => {
            asked++;
            return Promise.resolve(index >= boundary);
          });
          assert.equal(found, boundary === count ? null : boundary);
          assert.ok(asked <= Math.ceil(Math.log2(count + 1)) + 1, `${asked} of ${count}`);
        }
      }
    }
  });
});

describe("lineDiff", () => {
  it("shows the changed lines with two around them", () => {
    assert.equal(lineDiff("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nD\ne\nf\n", "x"), "--- x\n+++ x\n@@ -2,5 +2,5 @@\n b\n c\n-d\n+D\n e\n f\n");
    assert.equal(lineDiff("a\n", "a\nb\n", "x"), "--- x\n+++ x\n@@ -1,1 +1,2 @@\n a\n+b\n");
    assert.equal(lineDiff("a\n", "a\n", "x"), "");
  });
});
