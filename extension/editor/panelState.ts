import { t } from "@vscode/l10n";
import type { BackendDevices } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { backendInEffect, deviceInEffect } from "../language/inEffect.ts";
import type { DeviceInEffect } from "../language/inEffect.ts";
import type { PanelConfig } from "./panelProtocol.ts";
import { frames } from "../language/units.ts";

/** The configuration in effect, in the words of the panel. */
export function panelConfig(
  config: EffectiveConfig,
  backends: readonly BackendDevices[] | null,
  errors: number,
): PanelConfig {
  const backend = backendInEffect(config, backends);
  const buffer = config.bufferSizeSamples.value;
  return {
    backend: backend.name === null ? t("Default backend") : backend.isDefault ? t("{0} (default)", backend.name) : backend.name,
    backendIsHere: backend.isHere ?? true,
    input: deviceWords(deviceInEffect(config, "input", backends)),
    output: deviceWords(deviceInEffect(config, "output", backends)),
    buffer: buffer === null ? t("Chosen by the music program") : t("{0} frames", frames(buffer)),
    errors,
  };
}

/** Null: the direction is off, or there is no default device. */
export function deviceWords(inEffect: DeviceInEffect): string | null {
  switch (inEffect.kind) {
    case "off":
      return null;
    case "named":
      return inEffect.device === null ? t("{0} (not found)", inEffect.name) : inEffect.name;
    case "pattern": {
      const { matches, pattern } = inEffect;
      if (matches?.length === 1 && matches[0] !== undefined) return matches[0].name;
      return matches === undefined ? t("matching {0}", pattern) : t("matching {0} ({1} devices)", pattern, matches.length);
    }
    case "default":
      if (inEffect.device === undefined) return t("Default device");
      return inEffect.device === null ? null : t("{0} (default)", inEffect.device.name);
  }
}
