import type { AudioPort } from "../../audio/audioPort.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { setOption } from "../../config/setOption.ts";
import { applyEdits } from "../../config/text.ts";
import { configOf } from "../buildReport.ts";
import { flexlabVersion } from "../environment.ts";
import type { Report } from "../report.ts";
import { runTest } from "../runTest.ts";
import type { TestHooks } from "../runTest.ts";
import type { TestRequest } from "../testRequest.ts";

/** The round trip over buffer sizes: the document `flexlab test --sweep-buffers --json` prints. */
export interface BufferSweep {
  readonly schema: "flexlab-buffer-sweep/1";
  readonly startedAt: string;
  readonly flexlab: string;
  readonly config: Report["config"];
  readonly complete: boolean;
  readonly points: readonly SweepPoint[];
  /** Round trip = periods * buffer + fixed, by least squares; null: fewer than four sizes were measured. */
  readonly fit: { readonly periods: number; readonly fixedFrames: number; readonly rmsErrorFrames: number } | null;
}

export interface SweepPoint {
  readonly bufferFrames: number;
  readonly report: Report;
}

const SIZES = [128, 256, 512, 1024, 2048] as const;
const FEWEST = 4;

/** Tests the file at five buffer sizes, one after the other. */
export async function sweepBuffers(request: TestRequest, audio: AudioPort, hooks: TestHooks & { readonly onSize?: (frames: number, index: number) => void } = {}): Promise<BufferSweep> {
  const startedAt = new Date().toISOString();
  const points: SweepPoint[] = [];
  for (const [index, bufferFrames] of SIZES.entries()) {
    if (hooks.signal?.aborted === true) break;
    hooks.onSize?.(bufferFrames, index / SIZES.length);
    points.push({ bufferFrames, report: await runTest(withBuffer(request, bufferFrames), audio, { signal: hooks.signal }) });
  }
  return {
    schema: "flexlab-buffer-sweep/1",
    startedAt,
    flexlab: flexlabVersion,
    config: configOf(request),
    complete: hooks.signal?.aborted !== true,
    points,
    fit: fitOf(points),
  };
}

/** Our driver has its buffer size from its file; any other is asked for it. */
function withBuffer(request: TestRequest, bufferFrames: number): TestRequest {
  if (request.asio !== undefined) return { ...request, bufferFrames };
  const text = applyEdits(request.text, setOption(parseConfig(request.text), "top", "bufferSizeSamples", bufferFrames));
  return { ...request, text, bufferFrames: null };
}

function fitOf(points: readonly SweepPoint[]): BufferSweep["fit"] {
  const measured = points.flatMap(({ bufferFrames, report }) =>
    report.latency.measuredRoundTripFrames === null || report.stream?.bufferFrames !== bufferFrames ? [] : [{ x: bufferFrames, y: report.latency.measuredRoundTripFrames }],
  );
  const n = measured.length;
  if (n < FEWEST) return null;
  const meanX = measured.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = measured.reduce((sum, { y }) => sum + y, 0) / n;
  const periods = measured.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / measured.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const fixedFrames = meanY - periods * meanX;
  const rmsErrorFrames = Math.sqrt(measured.reduce((sum, { x, y }) => sum + (y - periods * x - fixedFrames) ** 2, 0) / n);
  return { periods, fixedFrames, rmsErrorFrames };
}
