import type { BackendDevices, Direction } from "../audio/contract.ts";
import { effectiveConfig } from "../config/effectiveConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { removeOption, setOption } from "../config/setOption.ts";
import { backendInEffect } from "./inEffect.ts";
import { combineEdits } from "./combineEdits.ts";
import type { EditStep } from "./combineEdits.ts";
import type { DeviceChoice } from "./pickerItems.ts";
import { applyEdits } from "../config/text.ts";
import type { TextEdit } from "../config/text.ts";

/**
 * The edits that make `choice` the device of a direction: as few as possible, all to be applied at once. Empty when the
 * file says so already; null when the text cannot be edited safely (what comes out would not mean the choice).
 *
 * A default is never written: "Default device" removes what names another one, and a backend is only named when the
 * device belongs to another than the one in effect.
 */
export function deviceEdits(
  text: string,
  direction: Direction,
  choice: DeviceChoice,
  backends: readonly BackendDevices[] | null,
): readonly TextEdit[] | null {
  const before = effectiveConfig(parseConfig(text));
  const steps: EditStep[] = [];
  const stream = before[direction];
  let backend = before.backend.value;
  if (choice.kind === "device" && choice.backend !== "" && choice.backend !== backendInEffect(before, backends).name) {
    backend = choice.backend;
    steps.push((document) => setOption(document, "top", "backend", choice.backend));
  }
  if (stream.deviceRegex.range !== null) steps.push((document) => removeOption(document, direction, "deviceRegex"));
  const name = choice.kind === "device" ? choice.name : choice.kind === "off" ? "" : null;
  if (name !== null) {
    const isSet = stream.device.range !== null && (choice.kind === "off" ? !stream.enabled : stream.device.value === name);
    if (!isSet) steps.push((document) => setOption(document, direction, "device", name));
  } else if (stream.device.range !== null) {
    steps.push((document) => removeOption(document, direction, "device"));
  }
  return combineEdits(text, steps, (after) => {
    const config = effectiveConfig(after);
    const changed = config[direction];
    if (config.backend.value !== backend || changed.deviceRegex.value !== null) return false;
    switch (choice.kind) {
      case "off":
        return !changed.enabled;
      case "default":
        return changed.enabled && changed.device.value === null;
      case "device":
        return changed.enabled && changed.device.value === choice.name;
    }
  });
}

/** The edits that name a backend; null when the text cannot be edited safely. */
export function backendEdits(text: string, backend: string): readonly TextEdit[] | null {
  if (effectiveConfig(parseConfig(text)).backend.value === backend) return [];
  return combineEdits(
    text,
    [(document) => setOption(document, "top", "backend", backend)],
    (after) => effectiveConfig(after).backend.value === backend,
  );
}

/**
 * The text of a file as it would be tested on another backend: that backend, and its default devices, because device
 * names of one backend mean nothing to another. A direction that is off stays off. Null: it cannot be made.
 */
export function textForBackend(text: string, backend: string): string | null {
  const config = effectiveConfig(parseConfig(text));
  const steps: EditStep[] = [(document) => setOption(document, "top", "backend", backend)];
  for (const direction of ["input", "output"] as const) {
    const { enabled, device, deviceRegex } = config[direction];
    if (enabled && device.range !== null) steps.push((document) => removeOption(document, direction, "device"));
    if (deviceRegex.range !== null) steps.push((document) => removeOption(document, direction, "deviceRegex"));
  }
  let result = text;
  for (const step of steps) result = applyStep(result, step);
  return effectiveConfig(parseConfig(result)).backend.value === backend ? result : null;
}

function applyStep(text: string, step: EditStep): string {
  const document = parseConfig(text);
  return applyEdits(text, step(document));
}
