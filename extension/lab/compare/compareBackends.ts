import { t } from "@vscode/l10n";
import { createHash } from "node:crypto";
import type { BackendDevices, LabError } from "../../audio/contract.ts";
import { LabFailure } from "../../audio/failure.ts";
import { flexlabVersion, operatingSystem } from "../environment.ts";
import { withPort } from "../ownedPort.ts";
import type { OwnedPort } from "../ownedPort.ts";
import type { Report } from "../report.ts";
import { runTest } from "../runTest.ts";
import type { TestRequest } from "../testRequest.ts";
import type { Comparison, ComparisonEntry, Seen } from "./comparison.ts";
import { documentedOf, remarksOn } from "./remarks.ts";
import { tryOtherRate } from "./tryOtherRate.ts";
import { trySharing } from "./trySharing.ts";
import { backendsNotHere, waysHere } from "./ways.ts";
import type { Way } from "./ways.ts";

export interface CompareRequest extends TestRequest {
  /** Names of backends, in any case, short names included; null: all that are here. */
  readonly backends: readonly string[] | null;
}

export interface CompareHooks {
  /** All ways that will be tried, before the first of them is. */
  readonly onWays?: ((ways: readonly Way[]) => void) | undefined;
  /** `fraction` of the whole comparison, and the estimated seconds left (null before the first way is done). */
  readonly onProgress?: ((way: Way, fraction: number, secondsLeft: number | null) => void) | undefined;
  readonly onEntry?: ((entry: ComparisonEntry) => void) | undefined;
  /** Stops at once; the comparison then holds what was found until then. */
  readonly signal?: AbortSignal | undefined;
}

/** Seconds of the short runs that try another rate and a second program. */
const TRIAL_SECONDS = 0.5;
const NOTHING_SEEN: Seen = { otherRate: null, secondStream: null, mixes: null, reportErrorMs: null, startUpMs: null };

/**
 * Tests every backend and mode that exists here, one after the other, each in an audio process of its own: one that
 * hangs or crashes costs its own row. Resolves with a comparison whatever the sound systems do.
 */
export async function compareBackends(request: CompareRequest, openPort: () => OwnedPort, hooks: CompareHooks = {}): Promise<Comparison> {
  const startedAt = new Date().toISOString();
  const { signal } = hooks;
  let portaudio: string | null = null;
  const made = (rest: Pick<Comparison, "complete" | "error" | "entries" | "notHere">): Comparison => ({
    schema: "flexlab-comparison/1",
    startedAt,
    flexlab: flexlabVersion,
    config: { file: request.file, sha256: createHash("sha256").update(request.text, "utf8").digest("hex") },
    environment: { os: operatingSystem(), portaudio, node: process.version },
    ...rest,
  });

  let backends: readonly BackendDevices[];
  try {
    backends = await withPort(openPort, async (port) => {
      const listed = await port.devices(request.scenario, { signal });
      portaudio = port.versions()?.portaudio ?? null;
      return listed;
    });
  } catch (error) {
    if (!(error instanceof LabFailure)) throw error;
    return made({ complete: false, error: error.error, entries: [], notHere: [] });
  }
  const notHere = backendsNotHere(backends);
  const ways = waysHere(request.text, backends).filter((way) => isWanted(way, request.backends));
  if (ways.length === 0) return made({ complete: true, error: noSuchBackend(backends), entries: [], notHere });

  hooks.onWays?.(ways);
  const entries: ComparisonEntry[] = [];
  const begun = performance.now();
  for (const [index, way] of ways.entries()) {
    const left = (): number | null => (index === 0 ? null : ((performance.now() - begun) / 1000 / index) * (ways.length - index));
    const progress = (done: number): void => hooks.onProgress?.(way, (index + done) / ways.length, left());
    progress(0);
    const entry = await tryWay(way, request, openPort, progress, signal);
    if (signal?.aborted === true && !entry.report.opened) break;
    entries.push(entry);
    hooks.onEntry?.(entry);
    if (signal?.aborted === true) break;
  }
  return made({ complete: signal?.aborted !== true, error: null, entries, notHere });
}

async function tryWay(
  way: Way,
  request: CompareRequest,
  openPort: () => OwnedPort,
  progress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<ComparisonEntry> {
  const own: TestRequest = { ...request, text: way.text };
  return withPort(openPort, async (port) => {
    const report = await runTest(own, port, {
      signal,
      onProgress: (step, fraction) => { progress(step === "open" ? 0 : step === "play" ? 0.6 * (fraction ?? 0) : 0.6); },
    });
    const documented = way.facts === null ? null : documentedOf(way.facts);
    const seen = await look(way, own, report, port, openPort, signal);
    const { backend, mode, configured, changes } = way;
    const shortName = way.facts?.shortName ?? backend;
    return { backend, mode, shortName, configured, changes, documented, seen, remarks: remarksOn(documented, seen, report), report };
  });
}

async function look(
  way: Way,
  request: TestRequest,
  report: Report,
  port: OwnedPort,
  openPort: () => OwnedPort,
  signal: AbortSignal | undefined,
): Promise<Seen> {
  const { stream, latency, timing } = report;
  const { openMs, startMs, firstCallbackMs } = timing;
  // From start() to the first buffer holds the time in start() as well.
  const startUpMs = openMs === null || startMs === null ? null : openMs + Math.max(startMs, firstCallbackMs ?? 0);
  if (stream === null || latency.measuredRoundTripFrames === null) return { ...NOTHING_SEEN, startUpMs };
  const reportErrorMs =
    latency.reportedRoundTripFrames === null || latency.verdict === "invalid"
      ? null
      : ((latency.reportedRoundTripFrames - latency.measuredRoundTripFrames) / stream.sampleRate) * 1000;
  if (report.error !== null) return { ...NOTHING_SEEN, reportErrorMs, startUpMs };
  const seconds = TRIAL_SECONDS + (2 * latency.measuredRoundTripFrames) / stream.sampleRate;
  const otherRate = await tryOtherRate({ ...request, seconds }, stream.sampleRate, port, signal);
  // A scenario lives in one process: there a second program would find another device of the same name.
  const shared = way.backend === "Virtual" ? { secondStream: null, mixes: null } : await trySharing({ ...request, seconds }, openPort, signal);
  return { otherRate, ...shared, reportErrorMs, startUpMs };
}

/** Whether a way goes over one of these backends, named in full or short, in any case. */
export function isWanted({ backend, facts }: Way, wanted: readonly string[] | null): boolean {
  if (wanted === null) return true;
  // "JACK" for "JACK Audio Connection Kit", "wasapi" for "Windows WASAPI".
  const names = [backend, facts?.shortName ?? backend, backend.replace(/^Windows /, "")].map((name) => name.toLowerCase());
  return wanted.some((name) => names.includes(name.toLowerCase()));
}

function noSuchBackend(backends: readonly BackendDevices[]): LabError {
  return {
    code: "backend-not-available",
    message: t("None of these backends is on this machine."),
    hint: t("Backends here: {0}.", backends.map(({ backend }) => backend).join(", ")),
    where: null,
    host: null,
  };
}
