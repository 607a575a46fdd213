import { t } from "../config/translate.ts";

import type { DeviceInfo, Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { ValueChoice } from "./valueChoice.ts";
import { backendInEffect, candidates, channelCount, isDefault } from "./inEffect.ts";
import type { LanguageContext } from "./languageContext.ts";
import { escapeMarkdown } from "./markdown.ts";
import { exactPattern, patternWithoutNumber, plainPattern } from "./patterns.ts";
import { bareMilliseconds, channelWords, milliseconds, sampleRate } from "./units.ts";

/** The devices of the backend in effect that have channels in this direction, its default first; then "off". */
export function deviceChoices(config: EffectiveConfig, direction: Direction, here: LanguageContext): readonly ValueChoice[] {
  const devices = listed(config, direction, here);
  const names = devices.map(({ name }) => name);
  const unique = devices.filter(({ name }, index) => names.indexOf(name) === index);
  return [
    ...unique.map((device) => {
      const same = names.filter((name) => name === device.name).length;
      return {
        value: device.name,
        description: description(device, direction, same),
        detail: deviceFacts(device, direction),
        documentation: documentation(device, direction, same),
      };
    }),
    {
      value: "",
      description: direction === "input" ? t("turns the input off") : t("turns the output off"),
      detail: "",
      documentation: t("An empty name turns this direction off."),
    },
  ];
}

/** A pattern for each device that matches it alone, where one can. */
export function patternChoices(config: EffectiveConfig, direction: Direction, here: LanguageContext): readonly ValueChoice[] {
  const devices = listed(config, direction, here);
  const names = devices.map(({ name }) => name);
  const choices: ValueChoice[] = [];
  for (const device of devices) {
    if (names.indexOf(device.name) !== names.lastIndexOf(device.name)) continue; // No pattern tells equal names apart.
    const others = names.filter((name) => name !== device.name);
    const plain = plainPattern(device.name);
    const alone = !others.some((name) => name.includes(device.name));
    choices.push(pattern(device, direction, alone ? plain : exactPattern(device.name), t("exactly this name")));
    const numbered = patternWithoutNumber(device.name);
    if (numbered !== null && !others.some((name) => new RegExp(numbered).test(name))) {
      choices.push(pattern(device, direction, numbered, t("whatever number Windows gives it")));
    }
  }
  return choices;
}

function pattern(device: DeviceInfo, direction: Direction, value: string, description: string): ValueChoice {
  return {
    value,
    description,
    detail: deviceFacts(device, direction),
    documentation: t("Matches {0} and no other device of {1}.", `**${escapeMarkdown(device.name)}**`, device.backend),
  };
}

function listed(config: EffectiveConfig, direction: Direction, here: LanguageContext): readonly DeviceInfo[] {
  const devices = candidates(backendInEffect(config, here.devices).name, direction, here.devices) ?? [];
  // Half a character cannot be written in TOML.
  return devices.filter(({ name }) => !/\p{Cs}/u.test(name)).sort((a, b) => Number(isDefault(b, direction)) - Number(isDefault(a, direction)));
}

function description(device: DeviceInfo, direction: Direction, same: number): string {
  const parts = [
    isDefault(device, direction) ? t("default") : "",
    channelWords(channelCount(device, direction)),
    sampleRate(device.defaultSampleRate),
    same > 1 ? t("{0} of this name", same) : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function documentation(device: DeviceInfo, direction: Direction, same: number): string {
  return [
    `**${escapeMarkdown(device.name)}**`,
    ...(isDefault(device, direction) ? [t("The default device of {0}: the same as without this line.", device.backend)] : []),
    ...(device.isLoopback ? [t("Records what the output of that name plays, whichever program plays it. Not in exclusive mode.")] : []),
    ...(same > 1 ? [t("{0} devices have this name, and a driver cannot tell them apart.", same)] : []),
  ].join("\n\n");
}

/** `2 channels · 48 kHz · 10.0 to 100.0 ms latency`: channels, default rate, PortAudio's low and high latency; of a loopback what it is. */
export function deviceFacts(device: DeviceInfo, direction: Direction): string {
  const [low, high] =
    direction === "input" ? [device.lowInputLatency, device.highInputLatency] : [device.lowOutputLatency, device.highOutputLatency];
  const latency =
    low === high
      ? t("{0} latency", milliseconds(low * 1000))
      : t("{0} to {1} latency", bareMilliseconds(low * 1000), milliseconds(high * 1000));
  const parts = [channelWords(channelCount(device, direction)), sampleRate(device.defaultSampleRate), latency];
  return [...parts, ...(device.isLoopback ? [t("records what this output plays")] : [])].join(" · ");
}
