import { t } from "../config/translate.ts";

import { backendFacts } from "../backends/backendFacts.ts";
import { LAB_TABLE } from "../config/configDocument.ts";
import type { OptionTable } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { OptionSchema } from "../config/schema.ts";
import { backendNameHere } from "./languageContext.ts";
import type { LanguageContext } from "./languageContext.ts";

/** Whether anything looks at an option in this file. `short`: for a narrow place. */
export type Use = { readonly kind: "used" } | { readonly kind: "ignored"; readonly why: string; readonly short: string };

const USED: Use = { kind: "used" };

export function useOf(config: EffectiveConfig, table: OptionTable, option: OptionSchema, here: LanguageContext): Use {
  if (table === "top") return USED;
  if (table === LAB_TABLE) return useOfLab(config, option, here);
  const stream = config[table];
  if (!stream.enabled && option.name !== "device" && option.name !== "deviceRegex") {
    return { kind: "ignored", why: t('device = "" turns this direction off'), short: t("direction is off") };
  }
  const backend = backendNameHere(config, here);
  if (option.backends !== null && !option.backends.includes(backend)) {
    return {
      kind: "ignored",
      why: t("only {0} looks at it, and the backend is {1}", option.backends.join(", "), backend),
      short: t("not with {0}", backendFacts(backend)?.shortName ?? backend),
    };
  }
  const exclusive = stream.wasapiExclusiveMode.value;
  if (option.name === "wasapiAutoConvert" && exclusive) {
    return { kind: "ignored", why: t("exclusive mode converts nothing"), short: t("not in exclusive mode") };
  }
  if (option.name === "wasapiExplicitSampleFormat" && !exclusive) {
    return { kind: "ignored", why: t("the shared mixer works in floating point anyway"), short: t("not in shared mode") };
  }
  return USED;
}

/** Only one driver reads these, and clocks are about two directions. */
function useOfLab({ input, output }: EffectiveConfig, { name }: OptionSchema, { drivers }: LanguageContext): Use {
  if (!drivers.has("flexlab")) return { kind: "ignored", why: t("only FlexLab's driver reads it"), short: t("not with FlexASIO") };
  return name !== "clocks" || (input.enabled && output.enabled) ? USED : { kind: "ignored", why: t("there is one direction only"), short: t("direction is off") };
}
