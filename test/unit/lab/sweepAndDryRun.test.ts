import assert from "node:assert/strict";
import type { BackendDevices, ProbePlan, ProbeResult } from "../../../extension/audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../../../extension/audio/emptyProbeResult.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { dryRun } from "../../../extension/lab/dryrun/dryRun.ts";
import { renderDryRun } from "../../../extension/lab/dryrun/renderDryRun.ts";
import type { OwnedPort } from "../../../extension/lab/ownedPort.ts";
import { renderSweep } from "../../../extension/lab/sweep/renderSweep.ts";
import { sweepBuffers } from "../../../extension/lab/sweep/sweepBuffers.ts";
import { recordedRun } from "../../simulator/recordedRun.ts";

const request = {
  text: 'backend = "Virtual"\n',
  file: "FlexASIO.toml",
  configFile: null,
  scenario: null,
  seconds: 0.2,
  sampleRate: null,
  bufferFrames: null,
} as const;

const here: readonly BackendDevices[] = [{ backend: "ALSA", devices: [] }, { backend: "Virtual", devices: [] }];

function port(probe: (plan: ProbePlan) => ProbeResult): OwnedPort {
  return {
    devices: () => Promise.resolve(here),
    drivers: () => Promise.resolve([]),
    versions: () => null,
    probe: (plan) => Promise.resolve(probe(plan)),
    dispose: () => Promise.resolve(),
  };
}

describe("sweepBuffers", function () {
  this.timeout(120_000);

  const pathOf = (frames: (buffer: number) => number): OwnedPort =>
    port((plan) => {
      assert.ok(plan.signal.kind === "position");
      const bufferFrames = effectiveConfig(parseConfig(plan.configText)).bufferSizeSamples.value ?? 0;
      return recordedRun({ seed: plan.signal.seed, seconds: 0.3, bufferFrames, delayFrames: frames(bufferFrames) });
    });

  it("finds queued periods and fixed cost", async () => {
    const sweep = await sweepBuffers(request, pathOf((buffer) => 2 * buffer + 100));
    assert.equal(sweep.points.length, 5);
    assert.ok(Math.abs((sweep.fit?.periods ?? NaN) - 2) < 1e-9 && Math.abs((sweep.fit?.fixedFrames ?? NaN) - 100) < 1e-6, JSON.stringify(sweep.fit));
    assert.match(renderSweep(sweep, { color: false, width: 100 }), /Round trip = 2 × buffer \+ 100 frames:/);
  });

  it("fits no line through fewer than four sizes", async () => {
    const stop = new AbortController();
    const sweep = await sweepBuffers(request, pathOf((buffer) => 2 * buffer), { signal: stop.signal, onSize: (_, done) => { if (done > 0.3) stop.abort(); } });
    assert.deepEqual([sweep.complete, sweep.fit], [false, null]);
  });
});

describe("dryRun", () => {
  const refusing = port((plan) => {
    const config = effectiveConfig(parseConfig(plan.configText));
    const opens = config.output.sampleType.value !== "Int24" && (plan.sampleRate ?? 0) <= 48_000 && config.input.channels.value !== 1;
    const stream = recordedRun({ seed: 0, seconds: 0.01 }).stream;
    if (opens) return { ...EMPTY_PROBE_RESULT, stream: stream && { ...stream, sampleRate: plan.sampleRate ?? 0 } };
    return { ...EMPTY_PROBE_RESULT, error: { code: "format", message: "It does not take that.", hint: "", where: null, host: null } };
  });

  it("opens every rate, type and channel count of the file's backend, and tells what works", async () => {
    const run = await dryRun({ ...request, backends: null }, () => refusing);
    assert.equal(run.cells.length, 6 * 4 * 3);
    assert.ok(run.cells.every(({ backend }) => backend === "Virtual"));
    const works = run.cells.filter(({ opens }) => opens);
    assert.equal(works.length, 2 * 3 * 2);
    assert.ok(works.every(({ sampleType, sampleRate, channels }) => sampleType !== "Int24" && sampleRate <= 48_000 && channels !== 1));
    assert.match(renderDryRun(run, { color: false, width: 80 }), /48000 Hz {2}✔ {8}✔ {8}✘ 1 {6}✔\n[^]*1: It does not take that\.\n$/);
  });

  it("takes the backends that are asked for, and stops when it is cancelled", async () => {
    const stop = new AbortController();
    const run = await dryRun({ ...request, backends: ["alsa"] }, () => refusing, { signal: stop.signal, onProgress: (_, done) => { if (done > 0.1) stop.abort(); } });
    assert.ok(run.cells.every(({ backend }) => backend === "ALSA"));
    assert.ok(!run.complete && run.cells.length < 20, `${run.cells.length}`);
  });
});
