import type { BackendDevices, Direction } from "../audio/contract.ts";
import { effectiveConfig } from "../config/effectiveConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { removeOption, setOption } from "../config/setOption.ts";
import type { EditStep } from "./combineEdits.ts";
import { choiceEdits } from "./pickChoices.ts";
import type { DeviceChoice } from "./pickerItems.ts";
import { applyEdits } from "../config/text.ts";
import type { TextEdit } from "../config/text.ts";

/** The edits that make `device` the device of a direction; see `choiceEdits`. */
export function deviceEdits(
  text: string,
  direction: Direction,
  device: DeviceChoice,
  backends: readonly BackendDevices[] | null,
): readonly TextEdit[] | null {
  return choiceEdits(text, [{ kind: "device", direction, device }], backends);
}

/** The edits that name a backend; null when the text cannot be edited safely. */
export function backendEdits(text: string, backend: string): readonly TextEdit[] | null {
  return choiceEdits(text, [{ kind: "backend", backend }], null);
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
