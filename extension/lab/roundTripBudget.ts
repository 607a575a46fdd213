import { backendFacts } from "../backends/backendFacts.ts";
import { effectiveConfig } from "../config/effectiveConfig.ts";
import type { BudgetKind } from "../config/latencyBudget.ts";
import { latencyBudget } from "../config/latencyBudget.ts";
import { parseConfig } from "../config/parseConfig.ts";
import type { ProbeStream } from "../audio/contract.ts";
import { isPlausibleLatency } from "../analysis/judgeLatency.ts";

/** Where the time of a round trip goes. */
export interface RoundTripBudget {
  /** Both directions together, in the order of the way out; only what there is. */
  readonly parts: readonly { readonly kind: BudgetKind; readonly frames: number }[];
  /** Measured, beyond all parts; negative: the parts promise more than there is. */
  readonly unexplainedFrames: number;
}

const ORDER: readonly BudgetKind[] = ["buffer", "portaudio", "engine", "device"];

/**
 * Divides a measured round trip into what is known of the backend (the ASIO buffers, what PortAudio keeps, the engine of
 * the sound system), what the driver reports beyond that (it is the device's), and what nobody owns up to.
 *
 * @param text of the FlexASIO.toml that was tested
 */
export function roundTripBudget(text: string, stream: ProbeStream, reportedFrames: number, measuredFrames: number): RoundTripBudget {
  const config = effectiveConfig(parseConfig(text));
  const facts = backendFacts(stream.backend, stream.exclusive === true ? "exclusive" : "shared");
  const known = (["input", "output"] as const).flatMap((direction) =>
    latencyBudget(config, direction, stream.bufferFrames / stream.sampleRate, facts),
  );
  const frames = new Map<BudgetKind, number>();
  const add = (kind: BudgetKind, count: number): void => void frames.set(kind, (frames.get(kind) ?? 0) + count);
  for (const { kind, seconds } of known) if (kind !== "buffer") add(kind, Math.round(seconds * stream.sampleRate));
  add("buffer", buffersIn(measuredFrames, stream.bufferFrames) * stream.bufferFrames);
  const sum = (): number => [...frames.values()].reduce((total, count) => total + count, 0);
  if (isPlausibleLatency(reportedFrames, stream.sampleRate)) add("device", Math.max(0, reportedFrames - sum()));
  return {
    parts: ORDER.flatMap((kind) => (frames.get(kind) ? [{ kind, frames: frames.get(kind) as number }] : [])),
    unexplainedFrames: measuredFrames - sum(),
  };
}

/** One buffer is recorded and one is played; where sound goes out in the callback that brought it in, there is only one. */
function buffersIn(measuredFrames: number, bufferFrames: number): number {
  return measuredFrames >= 2 * bufferFrames ? 2 : 1;
}
