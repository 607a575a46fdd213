import assert from "node:assert/strict";
import type { BackendDevices, LabError, ProbePlan, ProbeResult } from "../../../extension/audio/contract.ts";
import { LabFailure } from "../../../extension/audio/failure.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { compareBackends } from "../../../extension/lab/compare/compareBackends.ts";
import type { CompareHooks, CompareRequest } from "../../../extension/lab/compare/compareBackends.ts";
import type { Comparison } from "../../../extension/lab/compare/comparison.ts";
import { renderComparisonFoot, renderComparisonHead, renderComparisonRow } from "../../../extension/lab/compare/renderComparison.ts";
import { waysHere } from "../../../extension/lab/compare/ways.ts";
import type { OwnedPort } from "../../../extension/lab/ownedPort.ts";
import { liveSnapshot, recordedRun } from "../../simulator/recordedRun.ts";

function listed(backend: string, ...names: string[]): BackendDevices {
  const common = { backend, inputChannels: 2, outputChannels: 2, defaultSampleRate: 48_000, isDefaultInput: true, isDefaultOutput: true, isLoopback: false };
  const latencies = { lowInputLatency: 0, highInputLatency: 0, lowOutputLatency: 0, highOutputLatency: 0 };
  return { backend, devices: names.map((name) => ({ ...common, ...latencies, name, id: name })) };
}

const windows = [
  listed("MME", "Focusrite USB Audio Device (2- "),
  listed("Windows DirectSound", "Primary Sound Driver"),
  listed("Windows WASAPI", "Focusrite USB Audio Device (2- Scarlett)"),
];
const request: CompareRequest = {
  text: 'backend = "Windows WASAPI"\n\n[output]\ndevice = "Focusrite USB Audio Device (2- Scarlett)" # mine\n[input]\ndevice = ""\n',
  file: "FlexASIO.toml",
  configFile: null,
  scenario: null,
  seconds: 0.2,
  sampleRate: null,
  bufferFrames: null,
  backends: null,
};

function seedOf(plan: ProbePlan): number {
  assert.ok(plan.signal.kind === "position");
  return plan.signal.seed;
}

const failure = (code: string): LabError => ({ code, message: "It failed.", hint: "Try again.", where: null, host: null });

/** Ports that answer by backend; counts how many live. */
function lab(backends: readonly BackendDevices[], probe: (backend: string | null, plan: ProbePlan) => ProbeResult | LabError): { open: () => OwnedPort; living: () => number; opened: () => number } {
  let opened = 0;
  let living = 0;
  return {
    open: () => {
      opened++;
      living++;
      return {
        devices: () => Promise.resolve(backends),
        drivers: () => Promise.resolve([]),
        versions: () => null,
        probe: (plan, options) => {
          options?.onLive?.(liveSnapshot(0.1));
          const answer = probe(effectiveConfig(parseConfig(plan.configText)).backend.value, plan);
          return "code" in answer ? Promise.reject(new LabFailure(answer)) : Promise.resolve(answer);
        },
        dispose: () => {
          living--;
          return Promise.resolve();
        },
      };
    },
    living: () => living,
    opened: () => opened,
  };
}

async function compare(text: string, backends: readonly BackendDevices[], probe: Parameters<typeof lab>[1], hooks: CompareHooks = {}): Promise<Comparison> {
  const simulated = lab(backends, probe);
  const comparison = await compareBackends({ ...request, text }, simulated.open, hooks);
  assert.equal(simulated.living(), 0, "audio processes were left behind");
  return comparison;
}

describe("ways to compare", () => {
  it("are all backends of the machine, WASAPI in both modes", () => {
    const ways = waysHere(request.text, windows);
    assert.deepEqual(
      ways.map(({ backend, mode, configured }) => [backend, mode, configured]),
      [["MME", null, false], ["Windows DirectSound", null, false], ["Windows WASAPI", "shared", true], ["Windows WASAPI", "exclusive", false]],
    );
  });

  it("keep the file's device where another backend has it, and leave what is off turned off", () => {
    const [mme, directSound, shared, exclusive] = waysHere(request.text, windows).map(({ text }) => text);
    assert.match(mme ?? "", /device = "Focusrite USB Audio Device \(2- " # mine/);
    assert.doesNotMatch(directSound ?? "", /Focusrite/);
    assert.match(directSound ?? "", /\[input\]\ndevice = ""/);
    assert.equal(shared, request.text);
    assert.match(exclusive ?? "", /wasapiExclusiveMode = true/);
  });
});

describe("compareBackends", function () {
  this.timeout(60_000);
  const here = [listed("ALSA", "hw"), listed("Virtual", "Virtual Cable")];
  const clean = (plan: ProbePlan): ProbeResult => recordedRun({ seed: seedOf(plan), seconds: plan.seconds ?? 0.2, delayFrames: 960 });

  it("goes on when the audio process of one way dies, and says so in its row", async () => {
    const comparison = await compare('backend = "Virtual"\n', here, (backend, plan) => (backend === "ALSA" ? failure("audio-process-hung") : clean(plan)));
    assert.deepEqual(comparison.entries.map(({ shortName, report }) => [shortName, report.error?.code ?? null, report.latency.measuredRoundTripFrames]), [
      ["ALSA", "audio-process-hung", null],
      ["Virtual", null, 960],
    ]);
    assert.equal(comparison.complete, true);
    assert.deepEqual(comparison.entries.map(({ configured }) => configured), [false, true]);
  });

  it("keeps the rows that are there when it is cancelled", async () => {
    const stop = new AbortController();
    const comparison = await compare('backend = "Virtual"\n', here, (_, plan) => clean(plan), {
      signal: stop.signal,
      onEntry: () => { stop.abort(); },
    });
    assert.deepEqual([comparison.complete, comparison.entries.length], [false, 1]);
  });

  it("tells what the documentation says beside what was seen, and where they differ", async () => {
    const { entries } = await compare('backend = "Virtual"\n', [listed("ALSA", "hw")], (_, plan) => {
      const run = clean(plan);
      const stream = run.stream && { ...run.stream, backend: "ALSA", sampleRate: plan.sampleRate ?? run.stream.sampleRate };
      return { ...run, stream: stream && { ...stream, reportedInputFrames: 0 } };
    });
    const [alsa] = entries;
    assert.deepEqual(alsa?.seen.otherRate, { sampleRate: 44_100, outcome: "untouched" });
    assert.equal(alsa.seen.reportErrorMs, -10);
    const text = alsa.remarks.map((r) => `${r.topic}: ${r.documented} / ${r.seen} ${r.agrees}`);
    assert.ok(text.includes("reported latency: reported now right, now wrong / reported 10.0 ms too low true"), text.join("\n"));
    assert.ok(text.some((line) => line.startsWith("exclusivity: one program at a time / a second program opened it as well false")), text.join("\n"));
  });

  it("calls no report reliable that is off by a part of a buffer", async () => {
    const jack = "JACK Audio Connection Kit";
    const { entries } = await compare('backend = "Virtual"\n', [listed(jack, "loopback")], (_, plan) => {
      const run = clean(plan);
      return { ...run, stream: run.stream && { ...run.stream, backend: jack, reportedInputFrames: run.stream.reportedInputFrames - 256 } };
    });
    const said = entries[0]?.remarks.find(({ topic }) => topic === "reported latency");
    assert.deepEqual([entries[0]?.report.latency.verdict, said?.documented, said?.seen, said?.agrees], ["fair", "reported reliably", "reported 5.33 ms too low", false]);
  });

  it("fails with the names of the backends that are here when none of the wanted ones is", async () => {
    const simulated = lab(here, (_, plan) => clean(plan));
    const comparison = await compareBackends({ ...request, backends: ["MME"] }, simulated.open);
    assert.equal(comparison.error?.code, "backend-not-available");
    assert.match(comparison.error.hint, /ALSA, Virtual/);
  });

  it("prints rows that stand under their titles", async () => {
    const comparison = await compare('backend = "Virtual"\n', here, (backend, plan) => (backend === "ALSA" ? failure("device-not-found") : clean(plan)));
    const options = { color: false, width: 100 };
    const head = renderComparisonHead(options);
    const [alsa, virtual] = comparison.entries.map((entry) => renderComparisonRow(entry, options));
    assert.match(alsa ?? "", /^ALSA +no[^\n]*\n {4}It failed\. Try again\.\n$/);
    assert.equal(virtual?.indexOf("20.0 ms"), head.indexOf("round trip"));
    assert.equal(virtual.indexOf("bit-perfect"), head.indexOf("samples"));
    assert.match(renderComparisonFoot(comparison, options), /Shortest way without glitches: Virtual, 20\.0 ms round trip \(960 frames\)\./);
  });
});
