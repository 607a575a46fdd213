import { t } from "@vscode/l10n";

import type { BackendDevices, Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { optionSchema } from "../config/schema.ts";
import { bufferChoices, preferredFrames } from "../language/bufferChoices.ts";
import { rateInEffect } from "../language/inEffect.ts";
import { frames, framesToMilliseconds, milliseconds } from "../language/units.ts";
import { note } from "./pickerItems.ts";
import type { PickerRow } from "./pickerItems.ts";

/**
 * The rows of the buffer picker: those that completion offers, and any number that is `typed`. Null: the music program
 * chooses.
 */
export function bufferRows(config: EffectiveConfig, backends: readonly BackendDevices[] | null, typed: string): readonly PickerRow<number | null>[] {
  const { value } = config.bufferSizeSamples;
  const rate = rateInEffect(config, backends);
  const offered = new Map(bufferChoices(config, { devices: backends, measurement: null }).map((choice) => [Number(choice.value), choice]));
  const most = optionSchema("top", "bufferSizeSamples")?.maximum ?? Number.MAX_SAFE_INTEGER;
  const wish = /^\s*[1-9]\d{0,9}\s*$/.test(typed) && Number(typed) <= most ? Number(typed) : null;
  const sizes = [...new Set([...offered.keys(), ...(value === null ? [] : [value]), ...(wish === null ? [] : [wish])])].sort((a, b) => a - b);
  return [
    {
      kind: "item",
      label: t("The music program chooses"),
      description: note([value === null ? t("current") : null]),
      detail: t("The driver prefers {0} frames then", frames(preferredFrames(rate))),
      isCurrent: value === null,
      choice: null,
    },
    ...sizes.map((size): PickerRow<number | null> => ({
      kind: "item",
      label: t("{0} frames", frames(size)),
      description: note([offered.get(size)?.description ?? milliseconds(framesToMilliseconds(size, rate)), size === value ? t("current") : null]),
      detail: offered.get(size)?.detail ?? "",
      isCurrent: size === value,
      choice: size,
    })),
  ];
}

/** The rows of the mode picker; only WASAPI has both. True: exclusive. */
export function modeRows(direction: Direction, config: EffectiveConfig): readonly PickerRow<boolean>[] {
  const { value } = config[direction].wasapiExclusiveMode;
  const row = (exclusive: boolean, label: string, detail: string): PickerRow<boolean> => ({
    kind: "item",
    label,
    description: note([exclusive === value ? t("current") : null]),
    detail,
    isCurrent: exclusive === value,
    choice: exclusive,
  });
  return [
    row(false, t("Shared"), t("Windows mixes all programs, converts where needed, and adds 10 ms or more")),
    row(true, t("Exclusive"), t("The device for this driver alone, without mixer and conversion: the shortest way")),
  ];
}
