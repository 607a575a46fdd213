import { t } from "../config/translate.ts";

import type { BackendFacts } from "../backends/backendFacts.ts";
import { WINDOWS_ENGINE_PERIOD_SECONDS } from "../backends/backendFacts.ts";
import type { Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { preferredFrames } from "./bufferChoices.ts";

/** Where the time goes in one direction, before anything is measured. */
export interface LatencyBudget {
  readonly parts: readonly BudgetPart[];
  /** The sum of the parts. What hardware and effects add is not known before it is measured. */
  readonly sumSeconds: number;
  /** The buffer size is not written: the one is taken that the driver prefers. */
  readonly bufferIsAssumed: boolean;
}

export interface BudgetPart {
  readonly title: string;
  readonly seconds: number;
}

/**
 * The known parts of the latency of a direction. Sources: PortAudio's own code for what it keeps (WASAPI shared: a
 * buffer plus the larger of buffer and suggested latency; exclusive: a buffer plus the suggested latency; MME: two
 * buffers, three in full duplex), FlexASIO's document on backends for the period of the Windows engine (10 ms) and the
 * lumps in which DirectSound records.
 */
export function latencyBudget(config: EffectiveConfig, direction: Direction, rate: number, facts: BackendFacts | null): LatencyBudget {
  const written = config.bufferSizeSamples.value;
  const buffer = (written ?? preferredFrames(rate)) / rate;
  const suggested = config[direction].suggestedLatencySeconds.value ?? 3 * buffer;
  const parts = [{ title: t("ASIO buffer"), seconds: buffer }, ...(facts === null ? [] : backendParts(config, direction, facts, buffer, suggested))];
  return { parts, sumSeconds: parts.reduce((sum, { seconds }) => sum + seconds, 0), bufferIsAssumed: written === null };
}

function backendParts(
  config: EffectiveConfig,
  direction: Direction,
  facts: BackendFacts,
  buffer: number,
  suggested: number,
): readonly BudgetPart[] {
  const engine: BudgetPart = { title: t("a period of the Windows engine"), seconds: WINDOWS_ENGINE_PERIOD_SECONDS };
  switch (facts.name) {
    case "Windows WASAPI":
      return facts.mode === "exclusive"
        ? [{ title: t("PortAudio: the suggested latency"), seconds: suggested }]
        : [{ title: t("PortAudio: the larger of buffer and suggested latency"), seconds: Math.max(buffer, suggested) }, engine];
    case "Windows DirectSound":
      return direction === "input" && facts.captureGrainSeconds !== null
        ? [{ title: t("the lumps in which DirectSound records"), seconds: facts.captureGrainSeconds }, engine]
        : [engine];
    case "MME": {
      const fullDuplex = config.input.enabled && config.output.enabled;
      return [
        fullDuplex
          ? { title: t("PortAudio: two buffers more, three in all when input and output run"), seconds: 2 * buffer }
          : { title: t("PortAudio: one buffer more, two in all"), seconds: buffer },
        engine,
      ];
    }
    default:
      return [];
  }
}
