import { t } from "../config/translate.ts";

import type { Direction } from "../audio/contract.ts";
import { LAB_TABLE } from "../config/configDocument.ts";
import type { OptionTable } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { OptionSchema } from "../config/schema.ts";
import { deviceFacts } from "./deviceChoices.ts";
import { preferredFrames } from "./bufferChoices.ts";
import { deviceChannels } from "./channelChoices.ts";
import { backendInEffect, candidates, deviceInEffect, isDefault } from "./inEffect.ts";
import type { DeviceInEffect } from "./inEffect.ts";
import { backendNameHere, rateHere, rateNote } from "./languageContext.ts";
import type { LanguageContext } from "./languageContext.ts";
import { escapeMarkdown } from "./markdown.ts";
import { defaultWords } from "./optionTexts.ts";
import { channelWords, frames, framesToMilliseconds, milliseconds, sampleRate } from "./units.ts";

/** What an option comes to on this machine, in words (Markdown). */
export interface OptionHere {
  /** Written or not: what is in effect. */
  readonly now: string;
  /** What it would come to without the line; null where the general words say it all. */
  readonly byDefault: string | null;
}

export function optionHere(config: EffectiveConfig, table: OptionTable, option: OptionSchema, here: LanguageContext): OptionHere {
  if (table === "top") return option.name === "backend" ? backendHere(config, here) : bufferHere(config, here);
  if (table === LAB_TABLE) {
    const value = config.lab.get(option.name)?.value ?? null;
    const now = value === null ? defaultWords(option) : option.unit === "frames" ? t("{0} frames", frames(Number(value))) : `\`${String(value)}\``;
    return { now, byDefault: option.name === "clocks" ? "`auto`" : null };
  }
  switch (option.name) {
    case "device":
    case "deviceRegex":
      return deviceHere(config, table, here);
    case "channels":
      return channelsHere(config, table, here);
    case "suggestedLatencySeconds":
      return latencyHere(config, table, here);
    case "sampleType": {
      const own = config[table].sampleType.value;
      const exclusive = backendNameHere(config, here) === "Windows WASAPI" && config[table].wasapiExclusiveMode.value;
      const byDefault = exclusive ? t("the type that the device is set to") : "`Float32`";
      return { now: own === null ? byDefault : `\`${own}\``, byDefault };
    }
    default: {
      const stream: Readonly<Record<string, unknown>> = { ...config[table] };
      const value = stream[option.name] as { readonly value: unknown };
      return { now: `\`${String(value.value)}\``, byDefault: null };
    }
  }
}

function backendHere(config: EffectiveConfig, here: LanguageContext): OptionHere {
  const inEffect = backendInEffect(config, here.devices);
  const standard = backendInEffect({ ...config, backend: { value: null, isDefault: true, range: null } }, here.devices).name;
  const name = inEffect.name === null ? t("not known before the devices are listed") : `**${escapeMarkdown(inEffect.name)}**`;
  const presence = inEffect.isHere === false ? ` (${t("not on this machine")})` : "";
  return { now: `${name}${presence}`, byDefault: standard === null ? null : escapeMarkdown(standard) };
}

function bufferHere(config: EffectiveConfig, here: LanguageContext): OptionHere {
  const rate = rateHere(config, here);
  const { value } = config.bufferSizeSamples;
  const preferred = preferredFrames(rate.hertz);
  const fastest = backendNameHere(config, here) === "Windows DirectSound" && config.input.enabled ? 0.01 : 0.001;
  const least = Math.max(32, Math.trunc(rate.hertz * fastest));
  const most = Math.max(32, Math.trunc(rate.hertz));
  const choice = t("{0} to {1} frames, {2} preferred ({3})", frames(least), frames(most), frames(preferred), inMilliseconds(preferred, rate.hertz));
  return {
    now:
      value === null
        ? choice
        : `**${t("{0} frames", frames(value))}** = **${inMilliseconds(value, rate.hertz)}** ${t("at {0}", sampleRate(rate.hertz))} (${rateNote(rate.source)})`,
    byDefault: choice,
  };
}

function latencyHere(config: EffectiveConfig, direction: Direction, here: LanguageContext): OptionHere {
  const rate = rateHere(config, here);
  const seconds = config[direction].suggestedLatencySeconds.value;
  const buffer = config.bufferSizeSamples.value;
  const three = 3 * (buffer ?? preferredFrames(rate.hertz));
  const byDefault = `3 × ${frames(three / 3)} = ${t("{0} frames", frames(three))} = ${inMilliseconds(three, rate.hertz)}${buffer === null ? ` (${t("if the host program takes the preferred buffer")})` : ""}`;
  if (seconds === null) return { now: byDefault, byDefault };
  const words =
    seconds === 0
      ? t("the smallest that the backend gives")
      : `**${t("{0} frames", frames(seconds * rate.hertz))}** = **${milliseconds(seconds * 1000)}** ${t("at {0}", sampleRate(rate.hertz))} (${rateNote(rate.source)})`;
  return { now: words, byDefault };
}

function channelsHere(config: EffectiveConfig, direction: Direction, here: LanguageContext): OptionHere {
  const own = config[direction].channels.value;
  const all = deviceChannels(config, direction, here);
  const byDefault = all === null ? null : t("{0}, all of the device", channelWords(all));
  if (!config[direction].enabled) return { now: t("none: this direction is off"), byDefault: null };
  if (own === null) return { now: byDefault ?? t("as many as the device has"), byDefault };
  return { now: all === null ? channelWords(own) : t("{0} of the {1} that the device has", own, all), byDefault };
}

function deviceHere(config: EffectiveConfig, direction: Direction, here: LanguageContext): OptionHere {
  const backend = backendInEffect(config, here.devices).name;
  const standard = candidates(backend, direction, here.devices)?.find((device) => isDefault(device, direction));
  return {
    now: deviceWords(deviceInEffect(config, direction, here.devices), direction),
    byDefault: standard === undefined ? null : escapeMarkdown(standard.name),
  };
}

/** The device in effect, in words (Markdown). */
export function deviceWords(inEffect: DeviceInEffect, direction: Direction): string {
  switch (inEffect.kind) {
    case "off":
      return t("this direction is off");
    case "named":
      if (inEffect.device === undefined) return `**${escapeMarkdown(inEffect.name)}**`;
      return inEffect.device === null
        ? t("no device of the backend has the name {0}", `**${escapeMarkdown(inEffect.name)}**`)
        : `**${escapeMarkdown(inEffect.name)}** · ${deviceFacts(inEffect.device, direction)}`;
    case "pattern": {
      if (inEffect.matches === undefined) return t("the one device that the pattern matches");
      const [only] = inEffect.matches;
      if (only === undefined) return t("no device matches the pattern");
      if (inEffect.matches.length === 1) return `**${escapeMarkdown(only.name)}** · ${deviceFacts(only, direction)}`;
      return t("{0} devices match, and only one may: {1}", inEffect.matches.length, inEffect.matches.slice(0, 5).map(({ name }) => escapeMarkdown(name)).join(", "));
    }
    case "default":
      if (inEffect.device === undefined) return t("the default device of the backend");
      return inEffect.device === null
        ? t("none: the backend has no default device in this direction")
        : `**${escapeMarkdown(inEffect.device.name)}** (${t("default device")}) · ${deviceFacts(inEffect.device, direction)}`;
  }
}

function inMilliseconds(count: number, rate: number): string {
  return milliseconds(framesToMilliseconds(count, rate));
}
