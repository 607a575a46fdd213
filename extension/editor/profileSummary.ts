import { t } from "@vscode/l10n";

import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { deviceInEffect } from "../language/inEffect.ts";
import { deviceText } from "./lensTexts.ts";
import { frames } from "../language/units.ts";

/** A configuration in one line, to be told from others. */
export function profileSummary(config: EffectiveConfig): string {
  const buffer = config.bufferSizeSamples.value;
  return [
    config.backend.value ?? t("default backend"),
    t("in: {0}", wordsOf(config, "input")),
    t("out: {0}", wordsOf(config, "output")),
    buffer === null ? null : t("{0} frames", frames(buffer)),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

function wordsOf(config: EffectiveConfig, direction: "input" | "output"): string {
  const inEffect = deviceInEffect(config, direction, null);
  return inEffect.kind === "pattern" ? inEffect.pattern : (deviceText(inEffect) ?? "");
}
