import { t } from "@vscode/l10n";

import type { BackendDevices, DeviceInfo, Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { deviceFacts } from "../language/deviceChoices.ts";
import { backendInEffect, candidates, channelCount, deviceInEffect, isDefault, resolvedDevice } from "../language/inEffect.ts";

/** What the user can choose for a direction. */
export type DeviceChoice =
  | { readonly kind: "off" }
  | { readonly kind: "default" }
  | { readonly kind: "device"; readonly backend: string; readonly name: string }
  /** The one device whose name this regular expression matches. */
  | { readonly kind: "pattern"; readonly pattern: string };

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
      /** One of VS Code's. */
      readonly icon?: string;
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
      label: t("Default device"),
      description: note([inEffect.kind === "default" ? t("current") : null]),
      detail: standardDetail(standard, direction, backend.name),
      isCurrent: inEffect.kind === "default",
      choice: { kind: "default" },
    },
    {
      kind: "item",
      label: t("Disable this direction"),
      description: note([inEffect.kind === "off" ? t("current") : null]),
      detail: direction === "input" ? t("Nothing is recorded") : t("Nothing is played"),
      isCurrent: inEffect.kind === "off",
      choice: { kind: "off" },
    },
  ];
  if (inEffect.kind === "named" && (inEffect.device === undefined || inEffect.device === null)) {
    rows.push({
      kind: "item",
      label: inEffect.name,
      description: note([backend.name, t("current"), inEffect.device === null ? t("not found here") : null]),
      detail: t("As written in the file"),
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
    rows.push({ kind: "separator", label: group.backend === backend.name ? t("{0} (backend in effect)", group.backend) : group.backend });
    for (const device of devices) {
      const isCurrent = inEffect.kind !== "default" && device.id === current?.id;
      rows.push({
        kind: "item",
        label: device.name,
        description: note([
          group.backend,
          isCurrent ? t("current") : null,
          isDefault(device, direction) ? t("default") : null,
        ]),
        detail: deviceFacts(device, direction),
        isCurrent,
        choice: { kind: "device", backend: group.backend, name: device.name },
      });
    }
  }
  return rows;
}

/**
 * The rows of the backend picker; a backend of the file that is not here is listed as such. `known`: what to offer while
 * this machine's own are not listed. Null: leave it to the driver.
 */
export function backendRows(
  config: EffectiveConfig,
  backends: readonly BackendDevices[] | null,
  known: readonly string[] = [],
): readonly PickerRow<string | null>[] {
  const inEffect = backendInEffect(config, backends);
  const row = (name: string, detail: string): PickerRow<string | null> => {
    const isCurrent = !inEffect.isDefault && name === inEffect.name;
    return { kind: "item", label: name, description: note([isCurrent ? t("current") : null]), detail, isCurrent, choice: name };
  };
  const rows: PickerRow<string | null>[] = [
    {
      kind: "item",
      label: t("Default backend"),
      description: note([inEffect.isDefault ? t("current") : null]),
      detail:
        inEffect.isDefault && inEffect.name !== null
          ? t("Now: {0}", inEffect.name)
          : t("Windows DirectSound where there is one, otherwise what PortAudio prefers"),
      isCurrent: inEffect.isDefault,
      choice: null,
    },
  ];
  if (!inEffect.isDefault && inEffect.name !== null && inEffect.isHere !== true) {
    rows.push({
      kind: "item",
      label: inEffect.name,
      description: note([t("current"), inEffect.isHere === false ? t("not on this machine") : null]),
      detail: t("As written in the file"),
      isCurrent: true,
      choice: inEffect.name,
    });
  }
  if (backends !== null) rows.push(...backends.map((group) => row(group.backend, backendDetail(group))));
  else rows.push(...known.filter((name) => name !== inEffect.name).map((name) => row(name, "")));
  return rows;
}

function backendDetail(group: BackendDevices): string {
  if (group.devices.length === 0) return t("No devices");
  const inputs = group.devices.filter((device) => device.inputChannels > 0).length;
  const outputs = group.devices.filter((device) => device.outputChannels > 0).length;
  return `${inputs === 1 ? t("1 input device") : t("{0} input devices", inputs)}, ${outputs === 1 ? t("1 output device") : t("{0} output devices", outputs)}`;
}

function standardDetail(standard: DeviceInfo | null | undefined, direction: Direction, backend: string | null): string {
  if (standard === undefined) {
    return direction === "input" ? t("Whatever the backend calls its default input") : t("Whatever the backend calls its default output");
  }
  if (standard !== null) return t("Now: {0}", standard.name);
  if (backend === null) return t("This backend has no default device in this direction");
  return direction === "input" ? t("{0} has no default input", backend) : t("{0} has no default output", backend);
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

export function note(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(" · ");
}
