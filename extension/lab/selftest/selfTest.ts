import type { AudioPort } from "../../audio/audioPort.ts";
import { flexlabVersion, operatingSystem } from "../environment.ts";
import type { GlitchEvent } from "../report.ts";
import { runTest } from "../runTest.ts";
import { selfTestRounds } from "./rounds.ts";
import type { Round } from "./rounds.ts";
import type { RoundResult, SelfTest } from "./selfTestResult.ts";

export interface SelfTestRequest {
  readonly faults: number;
  readonly seed: number;
}

export interface SelfTestHooks {
  readonly onProgress?: ((title: string, fraction: number) => void) | undefined;
  readonly onRound?: ((round: RoundResult) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const DEFAULT_SELF_TEST_FAULTS = 24;

/**
 * Injects faults of mixed kinds into devices of the Virtual backend, with a clock as fast as the machine, and holds the
 * reports against the injected list. The path is the one of every test: driver, audio process, analysis.
 */
export async function selfTest(request: SelfTestRequest, audio: AudioPort, hooks: SelfTestHooks = {}): Promise<SelfTest> {
  const startedAt = new Date().toISOString();
  const rounds = selfTestRounds(request.faults, request.seed);
  const results: RoundResult[] = [];
  for (const [index, round] of rounds.entries()) {
    if (hooks.signal?.aborted === true) break;
    hooks.onProgress?.(round.title, index / rounds.length);
    const result = await runRound(round, audio, hooks.signal);
    if (result.error?.code === "cancelled") break;
    results.push(result);
    hooks.onRound?.(result);
  }
  const injected = results.reduce((sum, r) => sum + r.injected.length, 0);
  const complete = results.length === rounds.length;
  return {
    schema: "flexlab-selftest/1",
    startedAt,
    flexlab: flexlabVersion,
    environment: { os: operatingSystem(), node: process.version },
    seed: request.seed,
    proved: complete && results.every(({ proved }) => proved),
    complete,
    injected,
    found: injected - results.reduce((sum, r) => sum + r.missing.length, 0),
    rounds: results,
  };
}

async function runRound(round: Round, audio: AudioPort, signal: AbortSignal | undefined): Promise<RoundResult> {
  const report = await runTest(
    {
      text: `backend = "Virtual"\nbufferSizeSamples = ${round.bufferFrames}\n`,
      file: "self-test",
      configFile: null,
      scenario: { name: "self-test", text: round.scenario },
      seconds: round.seconds,
      sampleRate: null,
      bufferFrames: null,
    },
    audio,
    { signal },
  );
  const { missing, unexpected } = difference(round.injected, report.glitches.events);
  const measuredFrames = report.latency.measuredRoundTripFrames;
  const error = report.error === null ? null : { ...report.error, host: report.error.host ?? null };
  return {
    title: round.title,
    proved: error === null && missing.length === 0 && unexpected.length === 0 && measuredFrames === round.delayFrames,
    error,
    injected: round.injected,
    missing,
    unexpected,
    roundTrip: { trueFrames: round.delayFrames, measuredFrames },
  };
}

/** What is in one list and not in the other; equal events are paired off one by one. */
export function difference(
  injected: readonly GlitchEvent[],
  reported: readonly GlitchEvent[],
): { readonly missing: readonly GlitchEvent[]; readonly unexpected: readonly GlitchEvent[] } {
  const left = [...reported];
  const missing = injected.filter((event) => {
    const at = left.findIndex((other) => isSame(event, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { missing, unexpected: left };
}

function isSame(a: GlitchEvent, b: GlitchEvent): boolean {
  return (
    a.kind === b.kind && a.frame === b.frame && a.lengthFrames === b.lengthFrames && a.channel === b.channel && a.deltaFrames === b.deltaFrames
  );
}
