import type { BackendDevices, LabError } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { backendInEffect, deviceInEffect } from "../language/inEffect.ts";
import type { DeviceInEffect } from "../language/inEffect.ts";
import type { PanelConfig } from "./panelProtocol.ts";
import { frames, plural } from "../language/units.ts";

/** The configuration in effect, in the words of the panel. */
export function panelConfig(
  config: EffectiveConfig,
  backends: readonly BackendDevices[] | null,
  errors: number,
): PanelConfig {
  const backend = backendInEffect(config, backends);
  const buffer = config.bufferSizeSamples.value;
  return {
    backend: backend.name === null ? "Default backend" : backend.isDefault ? `${backend.name} (default)` : backend.name,
    backendIsHere: backend.isHere ?? true,
    input: deviceWords(deviceInEffect(config, "input", backends)),
    output: deviceWords(deviceInEffect(config, "output", backends)),
    buffer: buffer === null ? "Chosen by the music program" : `${frames(buffer)} frames`,
    errors,
  };
}

function deviceWords(inEffect: DeviceInEffect): string | null {
  switch (inEffect.kind) {
    case "off":
      return null;
    case "named":
      return inEffect.device === null ? `${inEffect.name} (not found)` : inEffect.name;
    case "pattern": {
      const { matches, pattern } = inEffect;
      if (matches?.length === 1 && matches[0] !== undefined) return matches[0].name;
      return matches === undefined ? `matching ${pattern}` : `matching ${pattern} (${plural(matches.length, "device")})`;
    }
    case "default":
      if (inEffect.device === undefined) return "Default device";
      return inEffect.device === null ? null : `${inEffect.device.name} (default)`;
  }
}

/** A test report's error as every other failure is told. */
export function labError(error: Omit<LabError, "host"> & { readonly host?: string | null }): LabError {
  return { ...error, host: error.host ?? null };
}
