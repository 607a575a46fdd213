import { t } from "@vscode/l10n";
import { distortion, frequencyResponse, loudness, noise } from "../../analysis/soundQuality.ts";
import type { TestRecording } from "../../analysis/soundQuality.ts";
import type { AudioPort } from "../../audio/audioPort.ts";
import type { ProbeResult } from "../../audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../../audio/emptyProbeResult.ts";
import { LabFailure } from "../../audio/failure.ts";
import { makePlan } from "../makePlan.ts";
import type { Report, SoundQuality } from "../report.ts";
import { runTest } from "../runTest.ts";
import type { TestHooks, TestStep } from "../runTest.ts";
import type { TestRequest } from "../testRequest.ts";
import { qualityRuns } from "./fullPlan.ts";
import type { QualityRun, QualityStep } from "./fullPlan.ts";
import { judgeQuality } from "./judgeQuality.ts";

export interface FullTestHooks extends Omit<TestHooks, "onProgress"> {
  /** `fraction` of the whole test that is done, and the seconds it will still take. */
  readonly onProgress?: ((step: TestStep | QualityStep, fraction: number | null, secondsLeft: number | null) => void) | undefined;
}

type Measured = { -readonly [Part in keyof SoundQuality]: SoundQuality[Part] };

/**
 * A test, then silence, a sine, a step of level and a sweep over the same devices: the report with `quality` in it. Resolves as `runTest`
 * does. Cancelled: the report holds what was measured until then, with error code `cancelled` while parts are missing.
 */
export async function runFullTest(request: TestRequest, audio: AudioPort, hooks: FullTestHooks = {}): Promise<Report> {
  // How long the rest takes is known for good only when the round trip is; until then this is a close guess.
  const rest = total(qualityRuns(request.sampleRate ?? 48_000, 0));
  const whole = request.seconds + rest;
  const report = await runTest(request, audio, {
    ...hooks,
    onProgress: (step, fraction, left) => hooks.onProgress?.(step, ((fraction ?? 0) * request.seconds) / whole, left === null ? null : left + rest),
  });
  const { stream, latency, integrity, error } = report;
  const delayFrames = latency.measuredRoundTripFrames;
  if (stream === null || delayFrames === null || error !== null) return { ...report, quality: null };

  const { sampleRate } = stream;
  const connected = (integrity.gainDb ?? []).flatMap((gain, channel) => (gain === null ? [] : [channel]));
  const measured: Measured = { response: null, distortion: null, loudness: null, noise: null, problems: [] };
  const problems: string[] = [];
  const runs = qualityRuns(sampleRate, delayFrames);
  for (const [index, run] of runs.entries()) {
    if (hooks.signal?.aborted === true) break;
    const after = total(runs.slice(index + 1));
    const onSeconds = (seconds: number): void => {
      const left = Math.max(0, run.seconds - seconds) + after;
      hooks.onProgress?.(run.step, Math.max(0, 1 - left / whole), left);
    };
    onSeconds(0);
    const result = await probe(run, { ...request, sampleRate }, audio, hooks, onSeconds);
    if (result.cancelled) break;
    if (result.error !== null) {
      problems.push(result.error.message);
      // A process that died does not come back for the next signal; a driver that failed once may well do.
      if (result.error.code.startsWith("audio-process-")) break;
      continue;
    }
    if (result.stream?.sampleRate !== sampleRate) {
      problems.push(t("The driver came back with another sample rate."));
      continue;
    }
    measure(run, { input: result.recording?.input ?? [], sampleRate, delayFrames, connected }, measured);
  }
  const quality: SoundQuality = { ...measured, problems };
  if (hooks.signal?.aborted === true) return cancelled({ ...report, quality });
  return judgeQuality({ ...report, quality });
}

function measure(run: QualityRun, recording: TestRecording, into: Measured): void {
  switch (run.step) {
    case "noise":
      into.noise = noise(recording);
      return;
    case "distortion":
      into.distortion = distortion(recording, run.signal.frequencyHz, run.signal.amplitude);
      return;
    case "loudness":
      into.loudness = loudness(recording, run.signal);
      return;
    case "response":
      into.response = frequencyResponse(recording, run.signal);
  }
}

async function probe(run: QualityRun, request: TestRequest, audio: AudioPort, { signal, onLive }: FullTestHooks, onSeconds: (seconds: number) => void): Promise<ProbeResult> {
  try {
    return await audio.probe(
      { ...makePlan(request, 0), seconds: run.seconds, signal: run.signal },
      {
        signal,
        onLive: (snapshot) => {
          onSeconds(snapshot.seconds);
          onLive?.(snapshot);
        },
      },
    );
  } catch (thrown) {
    if (!(thrown instanceof LabFailure)) throw thrown;
    return { ...EMPTY_PROBE_RESULT, error: thrown.error, cancelled: thrown.error.code === "cancelled" };
  }
}

function cancelled(report: Report): Report {
  const message = t("The test was cancelled; the figures are of what was recorded until then.");
  return judgeQuality({
    ...report,
    error: { code: "cancelled", message, hint: "", where: null, host: null },
    verdict: { level: report.verdict.level === "pass" ? "warn" : report.verdict.level, sentences: [message, ...report.verdict.sentences] },
  });
}

function total(runs: readonly QualityRun[]): number {
  return runs.reduce((sum, { seconds }) => sum + seconds, 0);
}
