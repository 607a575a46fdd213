import assert from "node:assert/strict";
import type { ProbeResult } from "../../../extension/audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../../../extension/audio/emptyProbeResult.ts";
import { isProbeResult } from "../../../extension/audio/messages.ts";
import { RecordingParts, splitRecording } from "../../../extension/audio/recordingParts.ts";
import { check } from "../../../extension/audio/shape.ts";

function recorded(input: readonly (Float32Array | Float64Array)[]): ProbeResult {
  return { ...EMPTY_PROBE_RESULT, recording: { input, codeBits: 24, frames: input[0]?.length ?? 0 } };
}

function joined(result: ProbeResult): { readonly parts: number; readonly value: unknown } {
  const { parts, rest } = splitRecording(result);
  const collected = new RecordingParts();
  for (const part of parts) collected.add(part);
  return { parts: parts.length, value: collected.join(rest) };
}

describe("parts of a recording", () => {
  it("leaves a short recording, and none, in one piece", () => {
    for (const result of [EMPTY_PROBE_RESULT, recorded([]), recorded([Float32Array.of(1, 2, 3)])]) {
      assert.deepEqual(joined(result), { parts: 0, value: result });
    }
  });

  it("puts a long recording together as it was, whatever the type of its samples", () => {
    const frames = 300_001;
    const result = recorded([
      Float32Array.from({ length: frames }, (_, index) => index),
      Float64Array.from({ length: frames }, (_, index) => -index),
    ]);
    const { parts, value } = joined(result);
    assert.equal(parts, 6);
    assert.deepEqual(value, result);
  });

  it("sends no sample twice", () => {
    const result = recorded([new Float32Array(1_000_000)]);
    const { parts, rest } = splitRecording(result);
    assert.equal(parts.reduce((sum, { samples }) => sum + samples.length, 0), 1_000_000);
    assert.deepEqual(rest.recording?.input.map(({ length }) => length), [0]);
    assert.ok(parts.every(({ samples }) => samples.byteLength <= 1024 * 1024));
  });

  it("lets a lost piece be noticed", () => {
    const { parts, rest } = splitRecording(recorded([new Float32Array(300_000)]));
    const collected = new RecordingParts();
    for (const part of parts.slice(1)) collected.add(part);
    assert.equal(check(isProbeResult, collected.join(rest), "result").ok, false);
  });

  it("passes on what is no result, to be judged elsewhere", () => {
    const collected = new RecordingParts();
    collected.add({ channel: 0, samples: new Float32Array(1) });
    for (const value of [null, 3, {}, { recording: null }, { recording: { input: 5 } }]) assert.equal(collected.join(value), value);
  });
});
