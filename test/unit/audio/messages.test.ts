import assert from "node:assert/strict";
import type { ProbeResult } from "../../../extension/audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../../../extension/audio/emptyProbeResult.ts";
import { isFromProcess, isProbeResult, isToProcess } from "../../../extension/audio/messages.ts";
import { check } from "../../../extension/audio/shape.ts";

const result: ProbeResult = {
  error: { code: "device-lost", message: "Gone.", hint: "", where: { table: "input", key: null }, host: "-9985" },
  cancelled: false,
  stream: {
    driver: { name: "FlexLab", version: 1 },
    backend: "Virtual",
    exclusive: null,
    input: { name: "Cable", channels: 1, sampleType: "Int24" },
    output: null,
    sampleRate: 48000,
    bufferFrames: 4,
    bufferSizes: { min: 1, max: 8, preferred: 4, granularity: -1 },
    reportedInputFrames: NaN,
    reportedOutputFrames: Infinity,
  },
  recording: { input: [new Float32Array(4)], codeBits: 23, frames: 4 },
  timing: {
    entered: new Float64Array(1),
    duration: new Float64Array(1),
    position: new Float64Array(1),
    openMs: 1,
    startMs: 1,
    firstCallbackMs: null,
  },
  counters: { ...EMPTY_PROBE_RESULT.counters, bufferSwitches: 1 },
  cpuPercent: null,
  realtime: true,
};

function problemOf(shape: typeof isProbeResult | typeof isFromProcess | typeof isToProcess, value: unknown): string | null {
  const checked = check<unknown>(shape, value, "it");
  return checked.ok ? null : checked.problem;
}

describe("messages of the audio process", () => {
  it("accepts a whole result, absurd latencies included", () => {
    assert.equal(problemOf(isProbeResult, result), null);
  });

  for (const [what, value, problem] of [
    ["a missing field", { ...result, cancelled: undefined }, "it.cancelled is not a boolean"],
    ["a number where an error is due", { ...result, error: 3 }, "it.error is not an object"],
    ["an unknown table", { ...result, error: { ...result.error, where: { table: "inputs", key: null } } }, "it.error.where.table is not one of top, input, output, scenario"],
    ["a plain array for samples", { ...result, recording: { ...result.recording, input: [[0, 0, 0, 0]] } }, "it.recording.input[0] is not an array of samples"],
    ["a channel that is too short", { ...result, recording: { ...result.recording, frames: 5 } }, "it.recording: a channel that is not `frames` long"],
    ["timing arrays of unequal length", { ...result, timing: { ...result.timing, position: new Float64Array(2) } }, "it.timing: arrays of unequal length"],
    ["a negative count", { ...result, counters: { ...result.counters, overloads: -1 } }, "it.counters.overloads is not a whole number from 0"],
    ["nothing", null, "it is not an object"],
  ] as const) {
    it(`names ${what}`, () => {
      assert.equal(problemOf(isProbeResult, value), problem);
    });
  }

  it("tells messages apart by their type, and knows no inherited ones", () => {
    assert.equal(problemOf(isFromProcess, { type: "pong", beat: 1 }), null);
    for (const type of ["toString", "__proto__", "ping", 3, undefined]) {
      assert.equal(problemOf(isFromProcess, { type, beat: 1 }), "it.type is not one of hello, pong, live, part, result, error");
    }
  });

  it("checks requests just as well", () => {
    const plan = { configText: "", configFile: null, scenario: null, sampleRate: null, bufferFrames: null, seconds: 1, signal: { kind: "position", seed: 1, amplitude: 0.5 }, channels: [0], fadeFrames: 0 };
    const request = (changed: object): unknown => ({ type: "request", id: 1, request: { type: "probe", plan: { ...plan, ...changed } } });
    assert.equal(problemOf(isToProcess, request({})), null);
    assert.equal(problemOf(isToProcess, request({ signal: { kind: "position" } })), "it.request.plan.signal.seed is not a number");
    assert.equal(problemOf(isToProcess, request({ signal: { kind: "hum" } })), "it.request.plan.signal.kind is not one of position, silence, sine, sweep, noise, impulses, channels, steps");
    assert.equal(problemOf(isToProcess, request({ signal: { kind: "noise", color: "brown" } })), "it.request.plan.signal.color is not one of white, pink");
    assert.equal(problemOf(isToProcess, request({ channels: [-1] })), "it.request.plan.channels[0] is not a whole number from 0");
    assert.equal(problemOf(isToProcess, request({ bufferFrames: 1.5 })), "it.request.plan.bufferFrames is not a whole number from 0");
  });
});
