import type { BackendDevices, DeviceInfo, Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { backendInEffect, candidates, channelCount, deviceInEffect, isDefault, resolvedDevice } from "./inEffect.ts";
import { bareMilliseconds, milliseconds, plural, sampleRate } from "./units.ts";

/** What the user can choose for a direction. */
export type DeviceChoice =
  | { readonly kind: "off" }
  | { readonly kind: "default" }
  | { readonly kind: "device"; readonly backend: string; readonly name: string };

/** One row of a picker, before VS Code's types. */
export type PickerRow<Choice> =
  | { readonly kind: "separator"; readonly label: string }
  | {
      readonly kind: "item";
      readonly label: string;
      readonly description: string;
      readonly detail: string;
      readonly isCurrent: boolean;
      readonly choice: Choice;
    };

/**
 * The rows of the device picker. While the devices are not listed yet (`backends` null), what needs no list is there
 * already. The backend in effect comes first, the others follow in PortAudio's order.
 */
export function deviceRows(
  direction: Direction,
  config: EffectiveConfig,
  backends: readonly BackendDevices[] | null,
): readonly PickerRow<DeviceChoice>[] {
  const inEffect = deviceInEffect(config, direction, backends);
  const backend = backendInEffect(config, backends);
  const current = resolvedDevice(inEffect);
  const standard = defaultDevice(direction, backend.name, backends);
  const rows: PickerRow<DeviceChoice>[] = [
    {
      kind: "item",
      label: "Default device",
      description: note([inEffect.kind === "default" ? "current" : null]),
      detail:
        standard === undefined
          ? `Whatever the backend calls its default ${direction}`
          : standard === null
            ? `${backend.name ?? "This backend"} has no default ${direction}`
            : `Now: ${standard.name}`,
      isCurrent: inEffect.kind === "default",
      choice: { kind: "default" },
    },
    {
      kind: "item",
      label: "No device (off)",
      description: note([inEffect.kind === "off" ? "current" : null]),
      detail: direction === "input" ? "Nothing is recorded" : "Nothing is played",
      isCurrent: inEffect.kind === "off",
      choice: { kind: "off" },
    },
  ];
  if (inEffect.kind === "named" && (inEffect.device === undefined || inEffect.device === null)) {
    rows.push({
      kind: "item",
      label: inEffect.name,
      description: note([backend.name, "current", inEffect.device === null ? "not found here" : null]),
      detail: "As written in the file",
      isCurrent: true,
      choice: { kind: "device", backend: backend.name ?? "", name: inEffect.name },
    });
  }
  const ordered = [...(backends ?? [])].sort(
    (a, b) => Number(b.backend === backend.name) - Number(a.backend === backend.name),
  );
  for (const group of ordered) {
    const devices = group.devices.filter((device) => channelCount(device, direction) > 0);
    if (devices.length === 0) continue;
    rows.push({ kind: "separator", label: group.backend === backend.name ? `${group.backend} (backend in effect)` : group.backend });
    for (const device of devices) {
      const isCurrent = inEffect.kind !== "default" && device.id === current?.id;
      rows.push({
        kind: "item",
        label: device.name,
        description: note([
          group.backend,
          isCurrent ? "current" : null,
          isDefault(device, direction) ? "default" : null,
        ]),
        detail: deviceDetail(device, direction),
        isCurrent,
        choice: { kind: "device", backend: group.backend, name: device.name },
      });
    }
  }
  return rows;
}

/** The rows of the backend picker; a backend of the file that is not here is listed as such. */
export function backendRows(
  config: EffectiveConfig,
  backends: readonly BackendDevices[] | null,
): readonly PickerRow<string>[] {
  const inEffect = backendInEffect(config, backends);
  const rows: PickerRow<string>[] = (backends ?? []).map((group) => ({
    kind: "item",
    label: group.backend,
    description: note([group.backend === inEffect.name ? "current" : null, group.backend === inEffect.name && inEffect.isDefault ? "default" : null]),
    detail: backendDetail(group),
    isCurrent: group.backend === inEffect.name,
    choice: group.backend,
  }));
  if (inEffect.name !== null && inEffect.isHere !== true) {
    rows.unshift({
      kind: "item",
      label: inEffect.name,
      description: note(["current", inEffect.isHere === false ? "not on this machine" : null]),
      detail: "As written in the file",
      isCurrent: true,
      choice: inEffect.name,
    });
  }
  return rows;
}

/** The backends that a test could run on, for a file whose own is not here: those with default devices first. */
export function testableBackends(backends: readonly BackendDevices[]): readonly string[] {
  const defaults = ({ devices }: BackendDevices): number =>
    Number(devices.some((device) => device.isDefaultInput)) + Number(devices.some((device) => device.isDefaultOutput));
  return backends
    .filter((group) => group.devices.length > 0)
    .sort((a, b) => defaults(b) - defaults(a))
    .map((group) => group.backend);
}

/** `2 channels · 48 kHz · 10.0 to 100.0 ms latency`. */
export function deviceDetail(device: DeviceInfo, direction: Direction): string {
  const [low, high] =
    direction === "input"
      ? [device.lowInputLatency, device.highInputLatency]
      : [device.lowOutputLatency, device.highOutputLatency];
  const latency =
    low === high ? `${milliseconds(low * 1000)} latency` : `${bareMilliseconds(low * 1000)} to ${milliseconds(high * 1000)} latency`;
  return [plural(channelCount(device, direction), "channel"), sampleRate(device.defaultSampleRate), latency].join(" · ");
}

function backendDetail(group: BackendDevices): string {
  if (group.devices.length === 0) return "No devices";
  const inputs = group.devices.filter((device) => device.inputChannels > 0).length;
  const outputs = group.devices.filter((device) => device.outputChannels > 0).length;
  return `${plural(inputs, "input device")}, ${plural(outputs, "output device")}`;
}

/** The default device of a backend; undefined: its devices are not known. */
function defaultDevice(
  direction: Direction,
  backend: string | null,
  backends: readonly BackendDevices[] | null,
): DeviceInfo | null | undefined {
  const devices = candidates(backend, direction, backends);
  return devices && (devices.find((device) => isDefault(device, direction)) ?? null);
}

function note(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(" · ");
}
