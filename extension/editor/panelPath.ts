import { t } from "@vscode/l10n";

import { backendFacts } from "../backends/backendFacts.ts";
import { signalMap, wayThrough } from "../backends/signalMap.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { frames, framesToMilliseconds, milliseconds } from "../language/units.ts";
import type { Report } from "../lab/report.ts";
import type { PanelPath, PanelStation } from "./panelProtocol.ts";

const directions = ["output", "input"] as const;

/**
 * The way of the sound for the configuration as it stands. `backend`: the name in effect; null: not known.
 * `report`: of this very text; null: nothing was measured of it.
 */
export function panelPath(config: EffectiveConfig, backend: string | null, report: Report | null): PanelPath | null {
  const facts = backend === null ? null : backendFacts(backend);
  if (backend === null || facts === null) return null;
  const map = signalMap(facts);
  const ways = directions.map((direction) => {
    const stream = config[direction];
    const mode = stream.wasapiExclusiveMode.value ? "exclusive" : "shared";
    return { direction, way: stream.enabled ? wayThrough(backend, mode) : [] };
  });
  const passes = (id: string): PanelStation["passes"] => ways.filter(({ way }) => way.includes(id)).map(({ direction }) => direction);
  const measured = report?.backend === backend ? measuredAt(report) : new Map<string, string>();
  return {
    lanes: map.lanes,
    stations: map.stations.map((station) => ({
      ...station,
      passes: passes(station.id),
      configured: configuredAt(station.id, config),
      measured: passes(station.id).length === 0 ? null : (measured.get(station.id) ?? null),
    })),
    links: linksOf(ways.map(({ way }) => way)),
  };
}

/** Each step of each way once; the index says which directions take it. */
function linksOf(ways: readonly (readonly string[])[]): PanelPath["links"] {
  const links = new Map<string, { from: string; to: string; passes: (typeof directions)[number][] }>();
  ways.forEach((way, index) => {
    const direction = directions[index];
    way.slice(1).forEach((to, step) => {
      const from = way[step];
      if (from === undefined || direction === undefined) return;
      const link = links.get(`${from} ${to}`) ?? { from, to, passes: [] };
      link.passes.push(direction);
      links.set(`${from} ${to}`, link);
    });
  });
  return [...links.values()];
}

function configuredAt(id: string, config: EffectiveConfig): string | null {
  const buffer = config.bufferSizeSamples.value;
  switch (id) {
    case "driver":
      return buffer === null ? t("The music program chooses the buffer.") : t("Buffer: {0} frames.", frames(buffer));
    case "pa-mme":
    case "pa-ds":
    case "pa-wasapi":
    case "pa-ks":
    case "pa-alsa":
    case "pa-jack":
    case "pa-virtual":
      return suggested(config);
    case "shared":
      return directions.some((direction) => config[direction].enabled && config[direction].wasapiAutoConvert.value)
        ? t("wasapiAutoConvert is on: Windows converts.")
        : null;
    default:
      return null;
  }
}

function suggested(config: EffectiveConfig): string {
  const told = directions.flatMap((direction) => {
    const stream = config[direction];
    const { value } = stream.suggestedLatencySeconds;
    if (!stream.enabled) return [];
    const words = value === null ? t("three ASIO buffers") : milliseconds(1000 * value);
    return [direction === "output" ? t("output: {0}", words) : t("input: {0}", words)];
  });
  return t("Suggested latency, {0}.", told.join(", "));
}

/** What the last run found, at the station that it speaks of. */
function measuredAt(report: Report): ReadonlyMap<string, string> {
  const { stream, latency, integrity, mode } = report;
  const found = new Map<string, string>();
  if (stream === null || report.backend === null) return found;
  const way = wayThrough(report.backend, mode ?? "shared");
  found.set("driver", t("{0} frames at {1} Hz.", frames(stream.bufferFrames), stream.sampleRate));
  const library = way.find((id) => id.startsWith("pa-"));
  if (library !== undefined && latency.reportedRoundTripFrames !== null) {
    found.set(library, t("Reports {0} frames out and {1} in.", frames(latency.reportedOutputFrames ?? 0), frames(latency.reportedInputFrames ?? 0)));
  }
  // What changes the samples is told where they can be changed: in the mixer, else right behind PortAudio.
  const changer = way.includes("mixer") ? "mixer" : way[way.indexOf(library ?? "") + 1];
  const changes = changesOf(integrity);
  if (changer !== undefined && changes !== null) found.set(changer, changes);
  const last = way.at(-1);
  if (last !== undefined && latency.measuredRoundTripFrames !== null) {
    const time = milliseconds(framesToMilliseconds(latency.measuredRoundTripFrames, stream.sampleRate));
    found.set(last, t("There and back: {0} frames, {1}.", frames(latency.measuredRoundTripFrames), time));
  }
  return found;
}

function changesOf({ bitPerfect, effectiveBits, resampled, gainDb }: Report["integrity"]): string | null {
  if (bitPerfect === true) return t("Bit-perfect: no sample was changed.");
  const told = [
    resampled.detected === true
      ? resampled.innerSampleRate === null
        ? t("resampled")
        : t("resampled through {0} Hz", resampled.innerSampleRate)
      : null,
    effectiveBits === null ? null : t("{0} bits arrive", Math.round(effectiveBits)),
    gainDb?.some((gain) => gain !== null && Math.abs(gain) > 0.01) === true ? t("level changed") : null,
  ].filter((words) => words !== null);
  return told.length === 0 ? null : t("Changed: {0}.", told.join(", "));
}
