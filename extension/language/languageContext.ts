import { t } from "../config/translate.ts";

import { backendFacts } from "../backends/backendFacts.ts";
import type { BackendFacts } from "../backends/backendFacts.ts";
import type { BackendDevices, Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { DriverName } from "../config/finding.ts";
import { backendInEffect, rateInEffect } from "./inEffect.ts";
import type { Measurement } from "./measurement.ts";

/** What the language features know besides the text. */
export interface LanguageContext {
  /** As last listed; null: not listed (yet). */
  readonly devices: readonly BackendDevices[] | null;
  /** A list is on its way: what is offered now may be more in a moment. */
  readonly listing: boolean;
  /** The last test of this file whose deciding text still stands; null: none. */
  readonly measurement: Measurement | null;
  /** Where the devices are. */
  readonly platform: Platform;
  /** The drivers that will read the file. */
  readonly drivers: ReadonlySet<DriverName>;
}

export type Platform = "windows" | "linux" | "mac" | "web";

/** Hz, and how sure that is. */
export interface RateInEffect {
  readonly hertz: number;
  readonly source: "measured" | "device" | "assumed";
}

/** The rate at which frames and milliseconds are told: of the last test, else of the devices, else 48 kHz. */
export function rateHere(config: EffectiveConfig, here: Pick<LanguageContext, "devices" | "measurement">): RateInEffect {
  const measured = here.measurement?.report.stream?.sampleRate;
  if (measured !== undefined) return { hertz: measured, source: "measured" };
  return { hertz: rateInEffect(config, here.devices), source: here.devices === null ? "assumed" : "device" };
}

/** The backend that the file comes to; where only the machine could tell and nothing is listed, what Windows takes. */
export function backendNameHere(config: EffectiveConfig, here: Pick<LanguageContext, "devices">): string {
  return backendInEffect(config, here.devices).name ?? "Windows DirectSound";
}

/** What is known of the backend in effect, in the mode of this direction; null: nothing. */
export function factsHere(config: EffectiveConfig, direction: Direction, here: LanguageContext): BackendFacts | null {
  return backendFacts(backendNameHere(config, here), config[direction].wasapiExclusiveMode.value ? "exclusive" : "shared");
}

/** Where a rate comes from, for behind the number. */
export function rateNote(source: RateInEffect["source"]): string {
  switch (source) {
    case "measured":
      return t("the rate of the last test");
    case "device":
      return t("the rate at which the driver starts with these devices");
    case "assumed":
      return t("this rate is assumed, the devices are not known yet");
  }
}
