import type { EffectiveConfig, EffectiveStream } from "../config/effectiveConfig.ts";
import type { GlitchWave } from "../lab/glitchWaves.ts";
import type { Report } from "../lab/report.ts";

/** A finished test of a file, and what its result rests on. */
export interface Measurement {
  readonly report: Report;
  /** `decidingKey` of the configuration that was tested. */
  readonly decidedBy: string;
  /** The backend that was tested in place of the file's own; null: the file as it stands. */
  readonly insteadBackend: string | null;
  /** The samples around its glitches; absent where only the report is left, after a reload for example. */
  readonly waves?: readonly GlitchWave[];
}

/**
 * Everything in the text that decides what a test measures, as one comparable string. Comments, order and spelling do
 * not count; values of options do, written out or not.
 */
export function decidingKey(config: EffectiveConfig): string {
  return JSON.stringify([
    config.backend.value,
    config.bufferSizeSamples.value,
    streamKey(config.input),
    streamKey(config.output),
  ]);
}

/** Whether the configuration as it stands now would give another result than the one that was measured. */
export function isStale(measurement: Measurement, config: EffectiveConfig | null): boolean {
  return config === null || decidingKey(config) !== measurement.decidedBy;
}

function streamKey(stream: EffectiveStream): unknown {
  if (!stream.enabled) return null;
  return Object.entries(stream)
    .filter((entry): entry is [string, { readonly value: unknown }] => hasValue(entry[1]))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { value }]) => [key, value]);
}

function hasValue(field: unknown): boolean {
  return typeof field === "object" && field !== null && "value" in field;
}
