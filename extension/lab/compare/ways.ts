import type { BackendDevices, DeviceInfo, Direction } from "../../audio/contract.ts";
import { backendFacts, knownBackends } from "../../backends/backendFacts.ts";
import type { BackendFacts, BackendMode } from "../../backends/backendFacts.ts";
import type { ConfigDocument } from "../../config/configDocument.ts";
import { effectiveConfig } from "../../config/effectiveConfig.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { removeOption, setOption } from "../../config/setOption.ts";
import { applyEdits } from "../../config/text.ts";
import type { OptionChange } from "./comparison.ts";

/** A backend in one of its modes, and the file changed so that it takes this way. */
export interface Way {
  readonly backend: string;
  readonly mode: BackendMode | null;
  readonly facts: BackendFacts | null;
  readonly configured: boolean;
  readonly text: string;
  readonly changes: readonly OptionChange[];
}

const DIRECTIONS = ["input", "output"] as const;
const WASAPI = "Windows WASAPI";

/**
 * Every way that this machine offers, in the order in which PortAudio lists the backends; WASAPI counts twice.
 *
 * A device that the file names is kept where the other backend has it as well (MME cuts names at 31 characters);
 * otherwise that backend's default device is taken. A direction that is off stays off.
 */
export function waysHere(text: string, backends: readonly BackendDevices[]): readonly Way[] {
  return backends.flatMap(({ backend, devices }) => {
    const modes: readonly (BackendMode | null)[] = backend === WASAPI ? ["shared", "exclusive"] : [null];
    return modes.map((mode) => wayTo(text, backend, mode, devices));
  });
}

/** Known backends that are not listed here, as the file would name them. */
export function backendsNotHere(backends: readonly BackendDevices[]): readonly string[] {
  return knownBackends.map(({ name }) => name).filter((name) => !backends.some(({ backend }) => backend === name));
}

function wayTo(text: string, backend: string, mode: BackendMode | null, devices: readonly DeviceInfo[]): Way {
  const config = effectiveConfig(parseConfig(text));
  const isExclusive = DIRECTIONS.some((direction) => config[direction].enabled && config[direction].wasapiExclusiveMode.value);
  const isSameBackend = config.backend.value === backend;
  const changes: OptionChange[] = [];
  if (!isSameBackend) changes.push({ table: "top", key: "backend", value: backend });
  for (const direction of DIRECTIONS) {
    const { enabled, device, deviceRegex, wasapiExclusiveMode } = config[direction];
    if (!enabled) continue;
    if (!isSameBackend && deviceRegex.range !== null) changes.push({ table: direction, key: "deviceRegex", value: null });
    if (!isSameBackend && device.value !== null) {
      const found = sameDevice(device.value, direction, devices);
      if (found !== device.value) changes.push({ table: direction, key: "device", value: found });
    }
    if (mode !== null && wasapiExclusiveMode.value !== (mode === "exclusive")) {
      changes.push({ table: direction, key: "wasapiExclusiveMode", value: mode === "exclusive" });
    }
  }
  return {
    backend,
    mode,
    facts: backendFacts(backend, mode ?? "shared"),
    configured: isSameBackend && (mode === null || isExclusive === (mode === "exclusive")),
    text: changes.reduce(changed, text),
    changes,
  };
}

/** The name of that device on another backend; null: its default device has to do. */
function sameDevice(name: string, direction: Direction, devices: readonly DeviceInfo[]): string | null {
  const fitting = devices.filter((d) => (direction === "input" ? d.inputChannels : d.outputChannels) > 0).map((d) => d.name);
  const CUT = 31;
  return fitting.find((n) => n === name) ?? fitting.find((n) => n.length >= CUT && name.startsWith(n)) ?? (name.length >= CUT ? fitting.find((n) => n.startsWith(name)) : undefined) ?? null;
}

function changed(text: string, { table, key, value }: OptionChange): string {
  const document: ConfigDocument = parseConfig(text);
  return applyEdits(text, value === null ? removeOption(document, table, key) : setOption(document, table, key, value));
}
