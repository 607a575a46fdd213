import { t } from "@vscode/l10n";

import type { BackendDevices, Direction } from "../audio/contract.ts";
import { alignedRows } from "../config/alignedRows.ts";
import type { ConfigDocument } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { explainConfig } from "../config/explainConfig.ts";
import { renderExplanation } from "../config/renderExplanation.ts";
import { deviceFacts } from "../language/deviceChoices.ts";
import { backendInEffect, deviceInEffect, rateInEffect, resolvedDevice } from "../language/inEffect.ts";
import { deviceText } from "./lensTexts.ts";
import { framesToMilliseconds, milliseconds, sampleRate } from "../language/units.ts";

/** Half of a window: the explanation stands beside the file. */
const WIDTH = 64;

/** What the file comes to, on any machine and on this one, as plain text that ends with a line end. */
export function explainHere(
  { document, config }: { readonly document: ConfigDocument; readonly config: EffectiveConfig },
  backends: readonly BackendDevices[] | null,
): string {
  const title = t("On this machine");
  const here = alignedRows(hereRows(config, backends).map(([name, value]) => [`  ${name}`, value]), WIDTH);
  return `${renderExplanation(explainConfig(document), WIDTH)}\n${[title, "-".repeat(title.length), ...here].join("\n")}\n`;
}

function hereRows(config: EffectiveConfig, backends: readonly BackendDevices[] | null): readonly (readonly [string, string])[] {
  if (backends === null) return [[t("Devices"), t("not listed yet")]];
  const backend = backendInEffect(config, backends);
  const name = backend.name ?? t("none");
  const buffer = config.bufferSizeSamples.value;
  const rate = rateInEffect(config, backends);
  return [
    [t("Backend"), backend.isHere === false ? t("{0}, which is not here", name) : backend.isDefault ? t("{0} (default)", name) : name],
    [t("Input"), deviceLine(config, "input", backends)],
    [t("Output"), deviceLine(config, "output", backends)],
    [t("Sample rate"), t("{0}, unless the music program asks for another", sampleRate(rate))],
    ...(buffer === null ? [] : [[t("Buffer"), milliseconds(framesToMilliseconds(buffer, rate))] as const]),
  ];
}

function deviceLine(config: EffectiveConfig, direction: Direction, backends: readonly BackendDevices[]): string {
  const inEffect = deviceInEffect(config, direction, backends);
  const device = resolvedDevice(inEffect);
  const text = deviceText(inEffect) ?? t("not known");
  return device === null ? text : `${text}: ${deviceFacts(device, direction)}`;
}
