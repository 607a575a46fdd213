import { t } from "../config/translate.ts";

import type { DeviceInfo, Direction } from "../audio/contract.ts";
import type { ConfigDocument } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { Position } from "../config/text.ts";
import { deviceFacts } from "./deviceChoices.ts";
import { fit } from "./hint.ts";
import type { HintText } from "./hint.ts";
import { channelCount, deviceInEffect } from "./inEffect.ts";
import type { LanguageContext } from "./languageContext.ts";
import { escapeMarkdown } from "./markdown.ts";
import { channelWords } from "./units.ts";

/**
 * What the file leaves to a default: the default device behind `[input]` and `[output]`, the device that a pattern
 * finds, and how many channels a device has where the file names no number. Only what is known of this machine.
 */
export function deviceHints(document: ConfigDocument, config: EffectiveConfig, here: LanguageContext): readonly HintText[] {
  return (["input", "output"] as const).flatMap((direction) => {
    const hint = deviceHint(document, config, direction, here);
    return hint === null ? [] : [hint];
  });
}

function deviceHint(document: ConfigDocument, config: EffectiveConfig, direction: Direction, here: LanguageContext): HintText | null {
  const inEffect = deviceInEffect(config, direction, here.devices);
  const stream = config[direction];
  const isCounted = stream.channels.value !== null;
  switch (inEffect.kind) {
    case "off":
      return null;
    case "named": {
      const { device } = inEffect;
      if (device === undefined || device === null || isCounted || stream.device.range === null) return null;
      return hint(direction, stream.device.range.end, [`≙ ${channelWords(channelCount(device, direction))}`], facts(device, direction));
    }
    case "pattern": {
      const { matches } = inEffect;
      const at = stream.deviceRegex.range?.end;
      if (matches === undefined || at === undefined) return null;
      const [only] = matches;
      if (only === undefined) return hint(direction, at, [t("no device matches")], t("No device of the backend matches this pattern."));
      if (matches.length > 1) {
        return hint(direction, at, [t("{0} devices match", matches.length)], t("Only one may match. These do: {0}", matches.map(({ name }) => escapeMarkdown(name)).join(", ")));
      }
      return hint(direction, at, wordings(only, direction, isCounted), facts(only, direction));
    }
    case "default": {
      const header = document.header(direction);
      const { device } = inEffect;
      if (header === null || device === undefined) return null;
      const at = document.positionAt(header.span.end);
      if (device === null) return hint(direction, at, [`→ ${t("no device")}`], t("The backend has no default device in this direction."));
      return hint(direction, at, wordings(device, direction, isCounted), `${t("The default device of {0}, since the file names none.", escapeMarkdown(device.backend))}\n\n${facts(device, direction)}`);
    }
  }
}

function wordings(device: DeviceInfo, direction: Direction, isCounted: boolean): readonly string[] {
  const name = `→ ${device.name.replace(/\s+/g, " ")}`;
  return isCounted ? [name] : [`${name} · ${channelWords(channelCount(device, direction))}`, name];
}

function facts(device: DeviceInfo, direction: Direction): string {
  return `**${escapeMarkdown(device.name)}**  \n${deviceFacts(device, direction)}`;
}

function hint(direction: Direction, position: Position, labels: readonly string[], tooltip: string): HintText {
  const command = direction === "input" ? "pickInputDevice" : "pickOutputDevice";
  return { position, parts: [{ text: fit(labels), command }], tooltip, actions: [command] };
}
