import { t } from "../config/translate.ts";

import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { ValueChoice } from "./valueChoice.ts";
import { deviceInEffect, resolvedDevice } from "./inEffect.ts";
import { rateHere } from "./languageContext.ts";
import type { LanguageContext } from "./languageContext.ts";
import { frames, milliseconds, sampleRate } from "./units.ts";

const USUAL = [0.005, 0.01, 0.02, 0.05, 0.1];

/** The smallest, what PortAudio suggests for the device, and usual round figures; ascending. */
export function latencyChoices(config: EffectiveConfig, table: "input" | "output", here: LanguageContext): readonly ValueChoice[] {
  const rate = rateHere(config, here).hertz;
  const device = resolvedDevice(deviceInEffect(config, table, here.devices));
  const low = device === null ? null : rounded(table === "input" ? device.lowInputLatency : device.lowOutputLatency);
  const high = device === null ? null : rounded(table === "input" ? device.highInputLatency : device.highOutputLatency);
  const values = [...new Set([...USUAL, ...(low === null ? [] : [low]), ...(high === null ? [] : [high])])].filter((one) => one > 0);
  const note = (value: number): string =>
    value === low ? t("PortAudio's low latency for this device") : value === high ? t("PortAudio's high latency for this device") : "";
  return [
    {
      value: 0,
      description: t("the smallest that the backend gives"),
      detail: "",
      documentation: t("Asks for the smallest latency. What comes of it depends on the backend."),
      preselect: true,
    },
    ...values
      .sort((a, b) => a - b)
      .map((value) => ({
        value,
        description: [milliseconds(value * 1000), note(value)].filter((part) => part !== "").join(" · "),
        detail: t("{0} frames @ {1}", frames(Math.round(value * rate)), sampleRate(rate)),
        documentation: t("PortAudio is asked for {0} in this direction.", milliseconds(value * 1000)),
      })),
  ];
}

/** In whole tenths of milliseconds: devices say 0.0029024943. */
function rounded(seconds: number): number {
  return Math.round(seconds * 10_000) / 10_000;
}
