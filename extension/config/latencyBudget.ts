import type { BackendFacts } from "../backends/backendFacts.ts";
import { WINDOWS_ENGINE_PERIOD_SECONDS } from "../backends/backendFacts.ts";
import type { EffectiveConfig } from "./effectiveConfig.ts";
import { t } from "./translate.ts";

/** Who keeps the sound: the ASIO buffer, PortAudio, the engine of the sound system, or the device. */
export type BudgetKind = "buffer" | "portaudio" | "engine" | "device";

/** A known part of the latency of one direction, before anything is measured. */
export interface BudgetPart {
  readonly kind: BudgetKind;
  readonly title: string;
  readonly seconds: number;
}

/**
 * The known parts of the latency of a direction. What hardware and effects add is not known before it is measured.
 * Sources: PortAudio's own code for what it keeps (WASAPI shared: a buffer plus the larger of buffer and suggested
 * latency; exclusive: a buffer plus the suggested latency; MME: two buffers, three in full duplex), FlexASIO's document
 * on backends for the period of the Windows engine (10 ms) and the lumps in which DirectSound records.
 *
 * @param buffer of ASIO, in seconds
 */
export function latencyBudget(config: EffectiveConfig, direction: "input" | "output", buffer: number, facts: BackendFacts | null): readonly BudgetPart[] {
  const suggested = config[direction].suggestedLatencySeconds.value ?? 3 * buffer;
  const parts = facts === null ? [] : backendParts(config, direction, facts, buffer, suggested);
  return [{ kind: "buffer", title: t("ASIO buffer"), seconds: buffer }, ...parts];
}

function backendParts(
  config: EffectiveConfig,
  direction: "input" | "output",
  facts: BackendFacts,
  buffer: number,
  suggested: number,
): readonly BudgetPart[] {
  const engine: BudgetPart = { kind: "engine", title: t("a period of the Windows engine"), seconds: WINDOWS_ENGINE_PERIOD_SECONDS };
  const portaudio = (title: string, seconds: number): BudgetPart => ({ kind: "portaudio", title, seconds });
  switch (facts.name) {
    case "Windows WASAPI":
      return facts.mode === "exclusive"
        ? [portaudio(t("PortAudio: the suggested latency"), suggested)]
        : [portaudio(t("PortAudio: the larger of buffer and suggested latency"), Math.max(buffer, suggested)), engine];
    case "Windows DirectSound":
      return direction === "input" && facts.captureGrainSeconds !== null
        ? [{ kind: "device", title: t("the lumps in which DirectSound records"), seconds: facts.captureGrainSeconds }, engine]
        : [engine];
    case "MME": {
      const fullDuplex = config.input.enabled && config.output.enabled;
      return [
        fullDuplex
          ? portaudio(t("PortAudio: two buffers more, three in all when input and output run"), 2 * buffer)
          : portaudio(t("PortAudio: one buffer more, two in all"), buffer),
        engine,
      ];
    }
    default:
      return [];
  }
}
