import { t } from "../config/translate.ts";

import { backendFacts } from "../backends/backendFacts.ts";
import { backendWords } from "../backends/backendWords.ts";
import type { BackendDevices } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { BOTH_DRIVERS } from "../config/finding.ts";
import type { DriverName } from "../config/finding.ts";
import type { OptionSchema } from "../config/schema.ts";
import type { ValueChoice } from "./valueChoice.ts";
import { backendInEffect } from "./inEffect.ts";
import type { LanguageContext } from "./languageContext.ts";

/**
 * The backends: those of this machine first, then those of other machines; what one of the chosen drivers does not know
 * says so, and is left out when no chosen driver knows it.
 */
export function backendChoices(option: OptionSchema, config: EffectiveConfig, here: LanguageContext): readonly ValueChoice[] {
  const names = (option.values ?? []).filter((name) => drivers(option, name).some((driver) => here.drivers.has(driver)));
  const inEffect = backendInEffect(config, here.devices);
  return names
    .map((name) => ({ name, group: here.devices?.find((each) => each.backend === name) ?? null }))
    .sort((a, b) => nearness(b.name, b.group, here) - nearness(a.name, a.group, here))
    .map(({ name, group }) => choice(option, name, group, here, inEffect.isDefault && inEffect.name === name));
}

function drivers(option: OptionSchema, name: string): readonly DriverName[] {
  const only = option.valueDrivers.get(name);
  return only === undefined ? BOTH_DRIVERS : BOTH_DRIVERS.filter((driver) => only.includes(driver));
}

function nearness(name: string, group: BackendDevices | null, here: LanguageContext): number {
  if (group !== null) return group.devices.length > 0 ? 4 : 3;
  const platform = backendFacts(name)?.platform;
  return platform === here.platform || platform === "any" ? 2 : 1;
}

function choice(
  option: OptionSchema,
  name: string,
  group: BackendDevices | null,
  here: LanguageContext,
  isDefault: boolean,
): ValueChoice {
  const facts = backendFacts(name);
  const words = facts === null ? null : backendWords(facts);
  const onlyOurs = !drivers(option, name).includes("flexasio") && here.drivers.has("flexasio");
  const presence = here.devices === null ? "" : group === null ? t("not on this machine") : counts(group);
  return {
    value: name,
    description: [isDefault ? t("default here") : "", presence].filter((part) => part !== "").join(" · "),
    detail: onlyOurs ? t("only the FlexLab driver knows it") : "",
    documentation: [words?.summary ?? "", ...(words?.notes ?? []).map((note) => `- ${note}`)].filter((part) => part !== "").join("\n"),
  };
}

/** `3 inputs, 2 outputs`. */
function counts(group: BackendDevices): string {
  const inputs = group.devices.filter((device) => device.inputChannels > 0).length;
  const outputs = group.devices.filter((device) => device.outputChannels > 0).length;
  return `${inputs === 1 ? t("1 input") : t("{0} inputs", inputs)}, ${outputs === 1 ? t("1 output") : t("{0} outputs", outputs)}`;
}
