import { t } from "@vscode/l10n";

import type { BackendDevices, Direction } from "../audio/contract.ts";
import type { EffectiveConfig, SampleTypeName } from "../config/effectiveConfig.ts";
import { backendInEffect, candidates, channelCount, deviceInEffect, resolvedDevice } from "../language/inEffect.ts";
import { deviceFacts } from "../language/deviceChoices.ts";
import { note } from "./pickerItems.ts";
import type { DeviceChoice, PickerRow } from "./pickerItems.ts";
import { patternFor, previewRegex } from "./regexPreview.ts";
import { channelWords } from "../language/units.ts";

/** Counts that people use, and every count up to this. */
const EVERY_COUNT_UP_TO = 8;
const USUAL_COUNTS: readonly number[] = [10, 12, 16, 18, 20, 24, 32, 48, 64, 96, 128];

/** The rows of the channel picker. `typed`: what stands in its field; a number there is a row of its own. */
export function channelRows(
  direction: Direction,
  config: EffectiveConfig,
  backends: readonly BackendDevices[] | null,
  typed: string,
): readonly PickerRow<number | null>[] {
  const { value } = config[direction].channels;
  const device = resolvedDevice(deviceInEffect(config, direction, backends));
  const most = device === null ? null : channelCount(device, direction);
  const counts = new Set<number>();
  for (let count = 1; count <= Math.min(most ?? 2, EVERY_COUNT_UP_TO); count += 1) counts.add(count);
  for (const count of USUAL_COUNTS) if (most !== null && count <= most) counts.add(count);
  if (most !== null) counts.add(most);
  if (value !== null) counts.add(value);
  const wish = /^\s*[1-9]\d{0,8}\s*$/.test(typed) ? Number(typed) : null;
  if (wish !== null) counts.add(wish);
  return [
    {
      kind: "item",
      label: t("All channels"),
      description: note([value === null ? t("current") : null]),
      detail: most === null ? t("As many as the device has") : t("The device has {0} now", channelWords(most)),
      isCurrent: value === null,
      choice: null,
    },
    ...[...counts]
      .sort((a, b) => a - b)
      .map((count): PickerRow<number | null> => ({
        kind: "item",
        label: channelWords(count),
        description: note([count === value ? t("current") : null, most !== null && count > most ? t("more than the device has") : null]),
        detail: count === 1 ? t("Mono") : count === 2 ? t("Stereo") : "",
        isCurrent: count === value,
        choice: count,
      })),
  ];
}

/** The rows of the sample type picker. */
export function sampleTypeRows(
  direction: Direction,
  config: EffectiveConfig,
  backends: readonly BackendDevices[] | null,
): readonly PickerRow<SampleTypeName | null>[] {
  const stream = config[direction];
  const { value } = stream.sampleType;
  const exclusive = backendInEffect(config, backends).name === "Windows WASAPI" && stream.wasapiExclusiveMode.value;
  const other = config[direction === "input" ? "output" : "input"];
  const partner = other.enabled ? other.sampleType.value : null;
  const row = (choice: SampleTypeName, detail: string): PickerRow<SampleTypeName | null> => ({
    kind: "item",
    label: choice,
    description: note([choice === value ? t("current") : null, choice === partner ? t("as the other direction") : null]),
    detail,
    isCurrent: choice === value,
    choice,
  });
  return [
    {
      kind: "item",
      label: t("Default sample type"),
      description: note([value === null ? t("current") : null]),
      detail: exclusive ? t("The type that the device is set to") : "Float32",
      isCurrent: value === null,
      choice: null,
    },
    row("Float32", t("32-bit floating point; what Windows mixes in")),
    row("Int32", t("32-bit whole numbers")),
    row("Int24", t("24-bit whole numbers, packed")),
    row("Int16", t("16-bit whole numbers, as on a CD")),
  ];
}

/** What Enter does on a row of the pattern picker. */
export type PatternAnswer =
  | { readonly kind: "use"; readonly device: DeviceChoice }
  /** Puts a pattern into the field, to be changed there. */
  | { readonly kind: "fill"; readonly pattern: string }
  | { readonly kind: "nothing" };

/** The rows of the pattern picker: what the text in its field comes to, made anew with every key. */
export function patternRows(
  direction: Direction,
  config: EffectiveConfig,
  backends: readonly BackendDevices[] | null,
  pattern: string,
): readonly PickerRow<PatternAnswer>[] {
  const devices = candidates(backendInEffect(config, backends).name, direction, backends) ?? null;
  const preview = previewRegex(pattern, devices?.map(({ name }) => name) ?? null);
  const use: PatternAnswer = { kind: "use", device: { kind: "pattern", pattern } };
  const device = (name: string, choice: PatternAnswer): readonly PickerRow<PatternAnswer>[] => {
    const found = devices?.find((one) => one.name === name);
    return found === undefined ? [] : [row(name, "", deviceFacts(found, direction), choice)];
  };
  // VS Code sorts rows whose label holds the typed text to the front; the verdict stays in front of names that are no label.
  const matched = (name: string, icon: string): readonly PickerRow<PatternAnswer>[] => {
    const found = devices?.find((one) => one.name === name);
    return found === undefined ? [] : [row("", name, deviceFacts(found, direction), use, icon)];
  };
  switch (preview.kind) {
    case "empty": {
      const all = (devices ?? []).flatMap(({ name }) => device(name, { kind: "fill", pattern: patternFor(name) }));
      return [
        row(t("Type a part of the device's name"), "", t("A regular expression; only one device may match it"), { kind: "nothing" }),
        ...(all.length === 0 ? [] : [separator(t("Choose a device to start from its name"))]),
        ...all,
      ];
    }
    case "invalid":
      return [row(t("Not a pattern"), "", preview.reason, { kind: "nothing" })];
    case "untried":
      return [row(t("Use this pattern"), pattern, preview.reason, use)];
    case "matches": {
      const { names } = preview;
      const verdict =
        names.length === 1
          ? t("One device matches, as it should be")
          : names.length === 0
            ? t("No device of this machine matches: the driver would not start here")
            : t("{0} devices match: the driver takes a pattern only when one does", names.length);
      return [
        row(t("Use this pattern"), pattern, verdict, use),
        ...(names.length === 0 ? [] : [separator(t("What it matches"))]),
        ...names.flatMap((name) => matched(name, names.length === 1 ? "check" : "warning")),
      ];
    }
  }
}

function separator(label: string): PickerRow<never> {
  return { kind: "separator", label };
}

function row<Answer>(label: string, description: string, detail: string, choice: Answer, icon?: string): PickerRow<Answer> {
  return { kind: "item", label, description, detail, isCurrent: false, choice, ...(icon === undefined ? {} : { icon }) };
}
