import type { BackendDevices, DeviceInfo, Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";

/** The backend that the driver will use, and whether this machine has it (null: the devices are not listed yet). */
export interface BackendInEffect {
  /** Null: the file leaves it to the driver, and the devices are not listed yet. */
  readonly name: string | null;
  readonly isDefault: boolean;
  readonly isHere: boolean | null;
}

/** What a direction of the configuration comes to on this machine; nothing is known of a backend that is not here. */
export type DeviceInEffect =
  | { readonly kind: "off" }
  /** `device` is null when no such device is listed, undefined when the backend's devices are not known. */
  | { readonly kind: "named"; readonly name: string; readonly device: DeviceInfo | null | undefined }
  | { readonly kind: "pattern"; readonly pattern: string; readonly matches: readonly DeviceInfo[] | undefined }
  | { readonly kind: "default"; readonly device: DeviceInfo | null | undefined };

/** The backend that the drivers take when the file names none and PortAudio has it. */
const PREFERRED_BACKEND = "Windows DirectSound";
/** Where a stream starts when no device says a rate (44 100 Hz, as the driver does). */
const RATE_WITHOUT_DEVICES = 44_100;
/** The rate that hints assume while the devices are not known. */
export const ASSUMED_RATE = 48_000;

export function backendInEffect(config: EffectiveConfig, backends: readonly BackendDevices[] | null): BackendInEffect {
  const { value, isDefault } = config.backend;
  if (value !== null) {
    return { name: value, isDefault, isHere: backends === null ? null : backends.some((b) => b.backend === value) };
  }
  if (backends === null) return { name: null, isDefault: true, isHere: null };
  const name = defaultBackend(backends);
  return { name, isDefault: true, isHere: name !== null };
}

/** DirectSound where it exists, otherwise the first backend that has a default device, as PortAudio decides. */
export function defaultBackend(backends: readonly BackendDevices[]): string | null {
  const preferred = backends.find((b) => b.backend === PREFERRED_BACKEND);
  const usable = backends.find((b) => b.devices.some((d) => d.isDefaultInput || d.isDefaultOutput));
  return (preferred ?? usable ?? backends[0])?.backend ?? null;
}

/** The devices of a backend that have channels in that direction; undefined: not listed yet, or no such backend here. */
export function candidates(
  backend: string | null,
  direction: Direction,
  backends: readonly BackendDevices[] | null,
): readonly DeviceInfo[] | undefined {
  const devices = backends?.find((b) => b.backend === backend)?.devices;
  return devices?.filter((device) => channelCount(device, direction) > 0);
}

export function deviceInEffect(
  config: EffectiveConfig,
  direction: Direction,
  backends: readonly BackendDevices[] | null,
): DeviceInEffect {
  const stream = config[direction];
  if (!stream.enabled) return { kind: "off" };
  const listed = candidates(backendInEffect(config, backends).name, direction, backends);
  const pattern = stream.deviceRegex.value;
  if (pattern !== null) {
    return { kind: "pattern", pattern, matches: listed?.filter((device) => matches(pattern, device.name)) };
  }
  const name = stream.device.value;
  if (name !== null) {
    return { kind: "named", name, device: listed && (listed.find((device) => device.name === name) ?? null) };
  }
  return { kind: "default", device: listed && (listed.find((device) => isDefault(device, direction)) ?? null) };
}

/** The device that will be opened, when that is known. */
export function resolvedDevice(inEffect: DeviceInEffect): DeviceInfo | null {
  switch (inEffect.kind) {
    case "off":
      return null;
    case "named":
    case "default":
      return inEffect.device ?? null;
    case "pattern":
      return inEffect.matches?.length === 1 ? (inEffect.matches[0] ?? null) : null;
  }
}

/** The rate at which the driver starts: the higher of both devices' default rates. */
export function rateInEffect(config: EffectiveConfig, backends: readonly BackendDevices[] | null): number {
  if (backends === null) return ASSUMED_RATE;
  const rates = (["input", "output"] as const).flatMap((direction) => {
    const device = resolvedDevice(deviceInEffect(config, direction, backends));
    return device === null ? [] : [device.defaultSampleRate];
  });
  if (rates.length > 0) return Math.max(...rates);
  return backendInEffect(config, backends).isHere === true ? RATE_WITHOUT_DEVICES : ASSUMED_RATE;
}

export function channelCount(device: DeviceInfo, direction: Direction): number {
  return direction === "input" ? device.inputChannels : device.outputChannels;
}

export function isDefault(device: DeviceInfo, direction: Direction): boolean {
  return direction === "input" ? device.isDefaultInput : device.isDefaultOutput;
}

/** The drivers search with an ECMAScript expression, anywhere in the name, case-sensitively. */
function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
}
