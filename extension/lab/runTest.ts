import { randomInt } from "node:crypto";
import type { AudioPort } from "../audio/audioPort.ts";
import type { LabError, LiveSnapshot, ProbeResult } from "../audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../audio/emptyProbeResult.ts";
import { LabFailure } from "../audio/failure.ts";
import type { ProbeControl } from "../audio/probeControl.ts";
import { buildReport } from "./buildReport.ts";
import { glitchWaves } from "./glitchWaves.ts";
import type { GlitchWave } from "./glitchWaves.ts";
import { makePlan } from "./makePlan.ts";
import type { Report } from "./report.ts";
import type { TestRequest } from "./testRequest.ts";

/** The steps of a test, in their order. */
export type TestStep = "open" | "play" | "analyse";

export interface TestHooks {
  /** `fraction` of the step that is done, 0..1, and the seconds it will still take; null: not known. */
  readonly onProgress?: ((step: TestStep, fraction: number | null, secondsLeft: number | null) => void) | undefined;
  readonly onLive?: ((snapshot: LiveSnapshot) => void) | undefined;
  /** The run as it was recorded, before it is analysed: for who wants the sound itself. */
  readonly onRecorded?: ((result: ProbeResult) => void) | undefined;
  /** The samples around the glitches, for who shows them; called before the report is there. */
  readonly onWaves?: ((waves: readonly GlitchWave[]) => void) | undefined;
  /** To look at the run while it lasts. */
  readonly control?: ProbeControl | undefined;
  /** Stops the stream; the report then holds what was recorded so far, with error code `cancelled`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens the configured backend through the driver, plays the position code, records, and reports.
 *
 * Resolves with a report whatever the sound system does: a driver that fails, a device that vanishes, an audio process
 * that dies (error codes `audio-process-…`) and a cancelled run are all told in `report.error`. Rejects only when
 * FlexLab itself is wrong.
 */
export async function runTest(request: TestRequest, audio: AudioPort, hooks: TestHooks = {}): Promise<Report> {
  const startedAt = new Date();
  const seed = randomInt(2 ** 32);
  hooks.onProgress?.("open", null, null);
  const result = await probe(request, audio, hooks, seed);
  hooks.onProgress?.("analyse", null, null);
  hooks.onRecorded?.(result);
  const report = buildReport({ request, seed, result, startedAt, portaudio: audio.versions()?.portaudio ?? null });
  hooks.onWaves?.(glitchWaves(result, seed, report));
  return report;
}

async function probe(
  request: TestRequest,
  audio: AudioPort,
  hooks: TestHooks,
  seed: number,
): Promise<ProbeResult> {
  let last: LiveSnapshot | null = null;
  const onLive = (snapshot: LiveSnapshot): void => {
    last = snapshot;
    if (snapshot.state !== "opening") hooks.onProgress?.("play", Math.min(1, snapshot.seconds / request.seconds), Math.max(0, request.seconds - snapshot.seconds));
    hooks.onLive?.(snapshot);
  };
  try {
    return await audio.probe(makePlan(request, seed), { signal: hooks.signal, control: hooks.control, onLive });
  } catch (thrown) {
    if (!(thrown instanceof LabFailure)) throw thrown;
    return died(thrown.error, last);
  }
}

/** The audio process took the recording with it; what the last snapshot said is all there is. */
function died(error: LabError, last: LiveSnapshot | null): ProbeResult {
  const ended = { ...EMPTY_PROBE_RESULT, error, cancelled: error.code === "cancelled" };
  return last === null ? ended : { ...ended, stream: last.stream, counters: last.counters };
}
