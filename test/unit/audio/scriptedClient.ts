import { fileURLToPath } from "node:url";
import { AudioClient, type AudioClientOptions } from "../../../extension/audio/audioClient.ts";
import type { ProbePlan, ScenarioSource } from "../../../extension/audio/contract.ts";
import { LabFailure } from "../../../extension/audio/failure.ts";

const processPath = fileURLToPath(new URL("../../fixtures/scriptedProcess.cjs", import.meta.url));

/** A client of the scripted process, with deadlines that make a test short. `atStart` is what the process does first. */
export function scriptedClient(atStart: string, options: Partial<AudioClientOptions> = {}): AudioClient {
  return new AudioClient({
    processPath,
    env: { ...process.env, SCRIPT: atStart },
    ...options,
    deadlines: {
      start: 5000,
      devices: 400,
      open: 400,
      progress: 400,
      stop: 400,
      probeBeyondRecording: 3000,
      cancel: 300,
      beat: 100,
      missedBeats: 3,
      idle: 60_000,
      dispose: 500,
      ...options.deadlines,
    },
  });
}

/** What the scripted process is to do with the request. */
export function script(text: string): ScenarioSource {
  return { name: "script", text };
}

export function planFor(text: string, seconds: number | null = 1): ProbePlan {
  return { configText: "", configFile: null, scenario: script(text), sampleRate: null, bufferFrames: null, seconds, signal: { kind: "silence" }, channels: null, fadeFrames: 0 };
}

/** The failure that a promise ends in; throws when it ends well or in anything else. */
export async function failureOf(promise: Promise<unknown>): Promise<LabFailure["error"]> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof LabFailure) return error.error;
    throw error;
  }
  throw new Error("expected a failure");
}
