import { t } from "@vscode/l10n";
import { createHash } from "node:crypto";
import { analysePath } from "../analysis/analysePath.ts";
import { callbackTiming } from "../analysis/callbackTiming.ts";
import { findStalls } from "../analysis/findStalls.ts";
import type { GlitchEvent } from "../analysis/glitch.ts";
import { judgeLatency } from "../analysis/judgeLatency.ts";
import { nothingAnalysed } from "../analysis/pathAnalysis.ts";
import type { PathAnalysis } from "../analysis/pathAnalysis.ts";
import { systemClock } from "../analysis/systemClock.ts";
import { untilSlip } from "../analysis/untilSlip.ts";
import type { AsioDriver, ProbeResult, ProbeStream } from "../audio/contract.ts";
import { flexlabVersion, operatingSystem } from "./environment.ts";
import { judgeRun } from "./judgeRun.ts";
import type { Report, ReportDevice, ReportDriver } from "./report.ts";
import { roundTripBudget } from "./roundTripBudget.ts";
import type { TestRequest } from "./testRequest.ts";

export interface FinishedRun {
  readonly request: TestRequest;
  readonly seed: number;
  readonly result: ProbeResult;
  readonly startedAt: Date;
  readonly portaudio: string | null;
}

/** Analyses a run and writes the report of it, complete with its verdict. */
export function buildReport(run: FinishedRun): Report {
  const { request, result, startedAt, portaudio } = run;
  const { stream } = result;
  const path = analyse(run);
  const stalls = stream && result.timing ? findStalls(result.timing, stream) : [];
  const measured: Omit<Report, "verdict"> = {
    schema: "flexlab-report/1",
    startedAt: startedAt.toISOString(),
    flexlab: flexlabVersion,
    config: configOf(request),
    ...(request.asio === undefined ? {} : { driver: driver(request.asio, stream) }),
    environment: { os: operatingSystem(), portaudio: request.asio === undefined ? portaudio : null, node: process.version, realtime: result.realtime },
    backend: stream?.backend ?? null,
    mode: stream?.exclusive == null ? null : stream.exclusive ? "exclusive" : "shared",
    devices: { input: device(stream, "input"), output: device(stream, "output") },
    opened: stream !== null,
    error: result.error ?? (result.cancelled ? cancelled() : null),
    stream: stream && {
      sampleRate: stream.sampleRate,
      bufferFrames: stream.bufferFrames,
      inputSampleType: stream.input?.sampleType ?? null,
      outputSampleType: stream.output?.sampleType ?? null,
    },
    latency: latency(request, stream, path),
    glitches: glitches(path, stalls),
    integrity: path.integrity,
    drift: drift(result, path, stalls),
    timing: timing(result),
    cpu: { percentOfCore: result.cpuPercent },
  };
  return { ...measured, verdict: judgeRun(measured, path) };
}

/** Which text was tested; null: none of ours. */
export function configOf({ asio, file, text }: TestRequest): Report["config"] {
  return asio === undefined ? { file, sha256: createHash("sha256").update(text, "utf8").digest("hex") } : null;
}

function driver({ name, clsid, dll }: AsioDriver, stream: ProbeStream | null): ReportDriver {
  return { name, clsid, dll, ownName: stream?.driver.name ?? null, version: stream?.driver.version ?? null };
}

function cancelled(): NonNullable<Report["error"]> {
  return {
    code: "cancelled",
    message: t("The test was cancelled; the figures are of what was recorded until then."),
    hint: "",
    where: null,
    host: null,
  };
}

function analyse({ seed, result }: FinishedRun): PathAnalysis {
  const { stream, recording } = result;
  if (stream?.input == null || stream.output === null || recording === null) return nothingAnalysed("unrecorded", []);
  return analysePath({
    sampleRate: stream.sampleRate,
    bufferFrames: stream.bufferFrames,
    outputChannels: stream.output.channels,
    input: recording.input,
    frames: recording.frames,
    seed,
    codeBits: recording.codeBits,
  });
}

function device(stream: ProbeStream | null, direction: "input" | "output"): ReportDevice | null {
  const found = stream?.[direction];
  return found ? { name: found.name, channels: found.channels } : null;
}

function latency({ text, asio }: TestRequest, stream: ProbeStream | null, path: PathAnalysis): Report["latency"] {
  const measuredRoundTripFrames = path.latency.roundTripFrames;
  const reportedInputFrames = stream?.input ? stream.reportedInputFrames : null;
  const reportedOutputFrames = stream?.output ? stream.reportedOutputFrames : null;
  const reportedRoundTripFrames =
    reportedInputFrames === null || reportedOutputFrames === null ? null : reportedInputFrames + reportedOutputFrames;
  return {
    reportedInputFrames,
    reportedOutputFrames,
    reportedRoundTripFrames,
    measuredRoundTripFrames,
    uncertaintyFrames: path.latency.uncertaintyFrames,
    method: path.latency.method,
    secondMethod: path.secondMethod,
    movesFrames: path.latency.movesFrames,
    budget:
      asio !== undefined || stream === null || reportedRoundTripFrames === null || measuredRoundTripFrames === null
        ? null
        : roundTripBudget(text, stream, reportedRoundTripFrames, measuredRoundTripFrames),
    verdict:
      stream === null || reportedRoundTripFrames === null || measuredRoundTripFrames === null
        ? null
        : judgeLatency(reportedRoundTripFrames, farthest(path.latency.movesFrames ?? [measuredRoundTripFrames], reportedRoundTripFrames), stream),
  };
}

/** A report is as good as it is at the worst moment. */
function farthest(measured: readonly number[], reported: number): number {
  return measured.reduce((most, frames) => (Math.abs(frames - reported) > Math.abs(most - reported) ? frames : most));
}

/** Damage to the sound and stalls in one list. Where single frames cannot be judged, stalls are still known. */
function glitches(path: PathAnalysis, stalls: readonly GlitchEvent[]): Report["glitches"] {
  const events = [...(path.glitches ?? []), ...stalls].sort(
    (a, b) => a.frame - b.frame || (a.channel ?? -1) - (b.channel ?? -1),
  );
  return { count: path.glitches === null ? null : events.length, events };
}

function drift({ stream, timing: times }: ProbeResult, { drift: d }: PathAnalysis, stalls: readonly GlitchEvent[]): Report["drift"] {
  return {
    ...d,
    untilSlip: stream === null || d.ppm === null || d.uncertaintyPpm === null ? null : untilSlip(d.ppm, d.uncertaintyPpm, stream),
    systemClock: stream === null || times === null ? null : systemClock(times, stream.sampleRate, stalls),
  };
}

function timing({ stream, timing: times }: ProbeResult): Report["timing"] {
  if (times === null || stream === null) {
    const unknown = { p50: null, p99: null, p999: null, max: null };
    return { callbacks: 0, openMs: null, startMs: null, firstCallbackMs: null, intervalMs: unknown, durationUs: unknown };
  }
  const { openMs, startMs, firstCallbackMs } = times;
  return { openMs, startMs, firstCallbackMs, ...callbackTiming(times, stream) };
}
