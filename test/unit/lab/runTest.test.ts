import assert from "node:assert/strict";
import type { AudioPort } from "../../../extension/audio/audioPort.ts";
import type { LabError, ProbePlan, ProbeResult } from "../../../extension/audio/contract.ts";
import { LabFailure } from "../../../extension/audio/failure.ts";
import { runFailedInProcess } from "../../../extension/lab/runFailedInProcess.ts";
import { runTest } from "../../../extension/lab/runTest.ts";
import type { TestRequest } from "../../../extension/lab/testRequest.ts";
import { liveSnapshot, recordedRun } from "../../simulator/recordedRun.ts";

const request: TestRequest = {
  text: 'backend = "Virtual"\n',
  file: "FlexASIO.toml",
  scenario: null,
  seconds: 1,
  sampleRate: null,
  bufferFrames: null,
  configFile: null,
};

function port(probe: AudioPort["probe"]): AudioPort {
  return { devices: () => Promise.resolve([]), drivers: () => Promise.resolve([]), probe, versions: () => null };
}

function failure(code: string): LabError {
  return { code, message: "It failed.", hint: "Try again.", where: null, host: null };
}

function seedOf(plan: ProbePlan): number {
  assert.ok(plan.signal.kind === "position");
  return plan.signal.seed;
}

describe("runTest", function () {
  this.timeout(60_000);

  it("reports a clean loop as exact, whole and bit-perfect", async () => {
    const steps: string[] = [];
    const report = await runTest(
      request,
      port((plan, options) => {
        options?.onLive?.(liveSnapshot(0.5));
        return Promise.resolve(recordedRun({ seed: seedOf(plan), seconds: 1, delayFrames: 960 }));
      }),
      { onProgress: (step, fraction) => steps.push(`${step} ${fraction}`) },
    );
    assert.deepEqual(steps, ["open null", "play 0.5", "analyse null"]);
    assert.equal(report.latency.measuredRoundTripFrames, 960);
    assert.equal(report.latency.verdict, "exact");
    assert.deepEqual(report.glitches, { count: 0, events: [] });
    assert.equal(report.integrity.bitPerfect, true);
    assert.equal(report.verdict.level, "pass");
    assert.equal(report.verdict.sentences[0], "Round trip 20.0 ms (960 frames), exactly as reported.");
    assert.equal(runFailedInProcess(report), false);
  });

  it("resolves with a report when the audio process dies", async () => {
    const report = await runTest(
      request,
      port(() => Promise.reject(new LabFailure(failure("audio-process-crashed")))),
    );
    assert.equal(report.error?.code, "audio-process-crashed");
    assert.equal(report.opened, false);
    assert.equal(report.verdict.level, "fail");
    assert.deepEqual(report.verdict.sentences, ["It failed. Try again."]);
    assert.equal(runFailedInProcess(report), true);
  });

  it("keeps what the driver answered and recorded before it failed", async () => {
    const report = await runTest(
      request,
      port((plan) => {
        const run: ProbeResult = recordedRun({ seed: seedOf(plan), seconds: 0.5, delayFrames: 960 });
        return Promise.resolve({ ...run, error: failure("device-lost") });
      }),
    );
    assert.equal(report.error?.code, "device-lost");
    assert.equal(report.opened, true);
    assert.equal(report.latency.measuredRoundTripFrames, 960);
    assert.equal(report.verdict.level, "fail");
    assert.equal(runFailedInProcess(report), false);
  });

  it("marks a cancelled run and keeps its figures", async () => {
    const report = await runTest(
      request,
      port((plan) =>
        Promise.resolve({ ...recordedRun({ seed: seedOf(plan), seconds: 0.5, delayFrames: 960 }), cancelled: true }),
      ),
    );
    assert.equal(report.error?.code, "cancelled");
    assert.equal(report.latency.measuredRoundTripFrames, 960);
    assert.equal(report.verdict.level, "warn");
  });

  it("lets its own mistakes through", async () => {
    await assert.rejects(
      runTest(
        request,
        port(() => Promise.reject(new TypeError("a bug"))),
      ),
      /a bug/,
    );
  });
});
