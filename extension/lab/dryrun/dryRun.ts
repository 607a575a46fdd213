import { createHash } from "node:crypto";
import type { LabError, SampleType } from "../../audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../../audio/emptyProbeResult.ts";
import { LabFailure } from "../../audio/failure.ts";
import { effectiveConfig } from "../../config/effectiveConfig.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { setOption } from "../../config/setOption.ts";
import { applyEdits } from "../../config/text.ts";
import { isWanted } from "../compare/compareBackends.ts";
import { waysHere } from "../compare/ways.ts";
import type { Way } from "../compare/ways.ts";
import { flexlabVersion, operatingSystem } from "../environment.ts";
import { makePlan } from "../makePlan.ts";
import { withPort } from "../ownedPort.ts";
import type { OwnedPort } from "../ownedPort.ts";
import type { TestRequest } from "../testRequest.ts";
import type { DryRun, DryRunCell } from "./dryRunResult.ts";

export interface DryRunHooks {
  readonly onProgress?: ((way: Way, fraction: number) => void) | undefined;
  readonly onCell?: ((cell: DryRunCell) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const RATES = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000] as const;
const TYPES: readonly SampleType[] = ["Float32", "Int32", "Int24", "Int16"];
const CHANNELS: readonly (number | null)[] = [null, 1, 2];
const MOMENT_SECONDS = 0.01;
const DIRECTIONS = ["input", "output"] as const;

/** Opens every combination for a moment, one after the other. Resolves whatever the sound system does. */
export async function dryRun(
  request: TestRequest & { readonly backends: readonly string[] | null },
  openPort: () => OwnedPort,
  hooks: DryRunHooks = {},
): Promise<DryRun> {
  const startedAt = new Date().toISOString();
  const cells: DryRunCell[] = [];
  const { signal } = hooks;
  let error: LabError | null = null;
  await withPort(openPort, async (port) => {
    const ways = await port.devices(request.scenario, { signal }).then((backends) => chosen(request, waysHere(request.text, backends)), failed);
    if (!Array.isArray(ways)) {
      error = ways as LabError;
      return;
    }
    const combinations = (ways as readonly Way[]).flatMap((way) => CHANNELS.flatMap((channels) => RATES.flatMap((rate) => TYPES.map((type) => ({ way, channels, rate, type })))));
    for (const [index, { way, channels, rate, type }] of combinations.entries()) {
      if (signal?.aborted === true) return;
      hooks.onProgress?.(way, index / combinations.length);
      const text = textOfCell(way.text, type, channels);
      const plan = { ...makePlan({ ...request, text, sampleRate: rate, seconds: MOMENT_SECONDS, bufferFrames: null }, 0), signal: { kind: "silence" } as const };
      const result = await port.probe(plan, { signal }).catch((thrown: unknown) => ({ ...EMPTY_PROBE_RESULT, error: failed(thrown) }));
      if (result.cancelled) return;
      const opens = result.error === null && result.stream?.sampleRate === rate;
      const cell: DryRunCell = { backend: way.backend, mode: way.mode, sampleRate: rate, sampleType: type, channels, opens, error: result.error };
      cells.push(cell);
      hooks.onCell?.(cell);
    }
  });
  return {
    schema: "flexlab-dry-run/1",
    startedAt,
    flexlab: flexlabVersion,
    config: { file: request.file, sha256: createHash("sha256").update(request.text, "utf8").digest("hex") },
    environment: { os: operatingSystem(), node: process.version },
    complete: signal?.aborted !== true,
    error,
    cells,
  };
}

/** The backends that were asked for; otherwise the one of the file in all its modes; without one, all. */
function chosen(request: { readonly text: string; readonly backends: readonly string[] | null }, ways: readonly Way[]): readonly Way[] {
  const own = effectiveConfig(parseConfig(request.text)).backend.value;
  const wanted = request.backends ?? (own === null ? null : [own]);
  return ways.filter((way) => isWanted(way, wanted));
}

function failed(error: unknown): LabError {
  if (error instanceof LabFailure) return error.error;
  throw error;
}

/** The file with what a cell tried in it, by the smallest edits; `text`: of the way that it was tried on. */
export function textOfCell(text: string, sampleType: SampleType, channels: number | null): string {
  const config = effectiveConfig(parseConfig(text));
  let now = text;
  for (const direction of DIRECTIONS) {
    if (!config[direction].enabled) continue;
    now = applyEdits(now, setOption(parseConfig(now), direction, "sampleType", sampleType));
    if (channels !== null) now = applyEdits(now, setOption(parseConfig(now), direction, "channels", channels));
  }
  return now;
}
