import type { OptionTable } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { channelCount, deviceInEffect, resolvedDevice } from "./inEffect.ts";
import type { LanguageContext } from "./languageContext.ts";

/** Counts that are usual besides the device's own: stereo, mono, 5.1, 7.1. */
const USUAL = [2, 1, 4, 6, 8];
/** Without a device, more than these would be guessing. */
const WITHOUT_DEVICE = [2, 1];

/** How many channels could be opened, the likeliest first: all of the device, then the usual ones that it has. */
export function completeChannels(config: EffectiveConfig, table: OptionTable, here: LanguageContext): readonly number[] {
  if (table !== "input" && table !== "output") return WITHOUT_DEVICE;
  const most = deviceChannels(config, table, here);
  return most === null ? WITHOUT_DEVICE : [...new Set([most, ...USUAL.filter((count) => count < most)])];
}

/** How many channels the device in effect has; null: not known. */
export function deviceChannels(config: EffectiveConfig, table: "input" | "output", here: LanguageContext): number | null {
  const device = resolvedDevice(deviceInEffect(config, table, here.devices));
  return device === null ? null : channelCount(device, table);
}
