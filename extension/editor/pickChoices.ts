import type { BackendDevices, Direction } from "../audio/contract.ts";
import { effectiveConfig } from "../config/effectiveConfig.ts";
import type { EffectiveConfig, SampleTypeName } from "../config/effectiveConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { removeOption, setOption } from "../config/setOption.ts";
import { applyEdits } from "../config/text.ts";
import type { TextEdit } from "../config/text.ts";
import { combineEdits } from "./combineEdits.ts";
import type { EditStep } from "./combineEdits.ts";
import { backendInEffect } from "../language/inEffect.ts";
import type { DeviceChoice } from "./pickerItems.ts";

/** What a user can decide in the picker. Null: leave it to the driver, the option is taken out of the file. */
export type Choice =
  | { readonly kind: "backend"; readonly backend: string | null }
  | { readonly kind: "buffer"; readonly frames: number | null }
  | { readonly kind: "mode"; readonly direction: Direction; readonly exclusive: boolean }
  | { readonly kind: "device"; readonly direction: Direction; readonly device: DeviceChoice }
  | { readonly kind: "channels"; readonly direction: Direction; readonly channels: number | null }
  | { readonly kind: "sampleType"; readonly direction: Direction; readonly sampleType: SampleTypeName | null };

/**
 * The edits that write these choices, in their order: as few as possible, all to be applied at once. Empty when the file
 * says so already; null when the text cannot be edited safely (what comes out would not mean the choices).
 *
 * A default is never written: to leave something to the driver takes the option out, and a backend is only named when it
 * was picked or when a picked device belongs to another than the one in effect.
 */
export function choiceEdits(
  text: string,
  choices: readonly Choice[],
  backends: readonly BackendDevices[] | null,
): readonly TextEdit[] | null {
  const steps: EditStep[] = [];
  let current = text;
  for (const choice of choices) {
    for (const step of stepsOf(configOf(current), choice, backends)) {
      steps.push(step);
      current = applyEdits(current, step(parseConfig(current)));
    }
  }
  const wanted = expected(configOf(text), choices, backends);
  return combineEdits(text, steps, (after) => {
    const config = effectiveConfig(after);
    return config.backend.value === wanted.backend && wanted.choices.every((choice) => holds(config, choice));
  });
}

/** The text with these choices in it, as the next step of the picker and a test see it; null: it cannot be made. */
export function textWith(text: string, choices: readonly Choice[], backends: readonly BackendDevices[] | null): string | null {
  const edits = choiceEdits(text, choices, backends);
  return edits === null ? null : applyEdits(text, edits);
}

/** What a choice changes from this configuration on; nothing when it is so already. */
function stepsOf(before: EffectiveConfig, choice: Choice, backends: readonly BackendDevices[] | null): readonly EditStep[] {
  switch (choice.kind) {
    case "backend": {
      const { backend } = choice;
      if (backend === null) return before.backend.range === null ? [] : [remove("top", "backend")];
      return before.backend.value === backend ? [] : [set("top", "backend", backend)];
    }
    case "buffer": {
      const { value, range } = before.bufferSizeSamples;
      if (choice.frames === null) return [remove("top", "bufferSizeSamples")];
      return range !== null && value === choice.frames ? [] : [set("top", "bufferSizeSamples", choice.frames)];
    }
    case "mode": {
      const { value } = before[choice.direction].wasapiExclusiveMode;
      if (value === choice.exclusive) return [];
      // Shared is the default, and a default is not written.
      return [choice.exclusive ? set(choice.direction, "wasapiExclusiveMode", true) : remove(choice.direction, "wasapiExclusiveMode")];
    }
    case "device":
      return deviceSteps(before, choice.direction, choice.device, backends);
    case "channels": {
      const { value, range } = before[choice.direction].channels;
      if (choice.channels === null) return [remove(choice.direction, "channels")];
      return range !== null && value === choice.channels ? [] : [set(choice.direction, "channels", choice.channels)];
    }
    case "sampleType": {
      const { value, range } = before[choice.direction].sampleType;
      if (choice.sampleType === null) return [remove(choice.direction, "sampleType")];
      return range !== null && value === choice.sampleType ? [] : [set(choice.direction, "sampleType", choice.sampleType)];
    }
  }
}

function deviceSteps(
  before: EffectiveConfig,
  direction: Direction,
  choice: DeviceChoice,
  backends: readonly BackendDevices[] | null,
): readonly EditStep[] {
  const steps: EditStep[] = [];
  const { device, deviceRegex, enabled } = before[direction];
  if (choice.kind === "device" && choice.backend !== "" && choice.backend !== backendInEffect(before, backends).name) {
    steps.push(set("top", "backend", choice.backend));
  }
  if (choice.kind === "pattern") {
    if (device.range !== null) steps.push(remove(direction, "device"));
    if (deviceRegex.value !== choice.pattern) steps.push(set(direction, "deviceRegex", choice.pattern));
    return steps;
  }
  if (deviceRegex.range !== null) steps.push(remove(direction, "deviceRegex"));
  if (choice.kind === "default") {
    if (device.range !== null) steps.push(remove(direction, "device"));
    return steps;
  }
  const name = choice.kind === "device" ? choice.name : "";
  const isSet = device.range !== null && (choice.kind === "off" ? !enabled : device.value === name);
  if (!isSet) steps.push(set(direction, "device", name));
  return steps;
}

/** The backend at the end, and of several choices about one thing the last. */
function expected(
  before: EffectiveConfig,
  choices: readonly Choice[],
  backends: readonly BackendDevices[] | null,
): { readonly backend: string | null; readonly choices: readonly Choice[] } {
  let config: EffectiveConfig = before;
  const last = new Map<string, Choice>();
  for (const choice of choices) {
    if (choice.kind === "backend") {
      config = { ...config, backend: { value: choice.backend, isDefault: choice.backend === null, range: null } };
      continue;
    }
    const { device } = choice.kind === "device" ? choice : { device: null };
    if (device?.kind === "device" && device.backend !== "" && device.backend !== backendInEffect(config, backends).name) {
      config = { ...config, backend: { value: device.backend, isDefault: false, range: null } };
    }
    last.set(choice.kind === "buffer" ? choice.kind : `${choice.kind} ${choice.direction}`, choice);
  }
  return { backend: config.backend.value, choices: [...last.values()] };
}

function holds(config: EffectiveConfig, choice: Choice): boolean {
  if (choice.kind === "backend") return config.backend.value === choice.backend;
  if (choice.kind === "buffer") return config.bufferSizeSamples.value === choice.frames;
  const stream = config[choice.direction];
  switch (choice.kind) {
    case "mode":
      return stream.wasapiExclusiveMode.value === choice.exclusive;
    case "channels":
      return stream.channels.value === choice.channels;
    case "sampleType":
      return stream.sampleType.value === choice.sampleType;
    case "device":
      return deviceHolds(stream, choice.device);
  }
}

function deviceHolds(stream: EffectiveConfig[Direction], choice: DeviceChoice): boolean {
  if (choice.kind === "pattern") return stream.device.value === null && stream.deviceRegex.value === choice.pattern;
  if (stream.deviceRegex.value !== null) return false;
  switch (choice.kind) {
    case "off":
      return !stream.enabled;
    case "default":
      return stream.enabled && stream.device.value === null;
    case "device":
      return stream.enabled && stream.device.value === choice.name;
  }
}

function set(table: "top" | Direction, key: string, value: string | number | boolean): EditStep {
  return (document) => setOption(document, table, key, value);
}

function remove(table: "top" | Direction, key: string): EditStep {
  return (document) => removeOption(document, table, key);
}

function configOf(text: string): EffectiveConfig {
  return effectiveConfig(parseConfig(text));
}
