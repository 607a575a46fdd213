import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { AudioClient, type AudioClientOptions } from "../../extension/audio/audioClient.ts";
import type { ProbePlan, ScenarioSource } from "../../extension/audio/contract.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const processPath = fileURLToPath(new URL("../../dist/audioProcess.cjs", import.meta.url));
export const cliPath = fileURLToPath(new URL("../../dist/cli.cjs", import.meta.url));

/** A client of the real audio process with the real addon. Deadlines are short, but bear a busy machine. */
export function realClient(options: Partial<AudioClientOptions> = {}): AudioClient {
  return new AudioClient({
    processPath,
    ...options,
    deadlines: { open: 2500, stop: 2500, cancel: 2500, ...options.deadlines },
  });
}

const CABLE = '[[device]]\nname = "Virtual Cable"\ninputs = 2\noutputs = 2\n';

/** One virtual device; `more` are further lines of its table (and tables below it). */
export function cable(more = "", clock: "real" | "fast" = "real"): ScenarioSource {
  return { name: "test", text: `clock = "${clock}"\n${CABLE}${more}\n` };
}

export function planOn(scenario: ScenarioSource, more: Partial<ProbePlan> = {}): ProbePlan {
  return {
    configText: 'backend = "Virtual"\n',
    configFile: null,
    scenario,
    sampleRate: 48000,
    bufferFrames: 480,
    seconds: 0.5,
    signal: { kind: "position", seed: 1, amplitude: 0.5 },
    channels: null,
    fadeFrames: 0,
    ...more,
  };
}

/** Waits for the end of a process that is not our child, which nobody can await. */
export async function untilGone(pid: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (isAlive(pid)) {
    assert.ok(performance.now() < deadline, `process ${String(pid)} is still there`);
    await sleep(50);
  }
}

/** A process that has ended but that nobody has asked about (a zombie) is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${String(pid)}/stat`, "utf8"));
  } catch {
    return false;
  }
}
