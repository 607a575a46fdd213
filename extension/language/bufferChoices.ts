import { t } from "../config/translate.ts";

import { backendFacts } from "../backends/backendFacts.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { ValueChoice } from "./valueChoice.ts";
import { backendNameHere, rateHere, rateNote } from "./languageContext.ts";
import type { LanguageContext } from "./languageContext.ts";
import { framesToMilliseconds, milliseconds, sampleRate } from "./units.ts";

const POWERS_OF_TWO = [64, 128, 256, 512, 1024, 2048];
/** Whole milliseconds that people know; 10 ms are the period of the Windows engine. */
const MILLISECONDS = [5, 10, 20, 40];

/** Usual buffer sizes, from small to large, with what they come to at the rate in effect. */
export function bufferChoices(config: EffectiveConfig, here: Pick<LanguageContext, "devices" | "measurement">): readonly ValueChoice[] {
  const rate = rateHere(config, here);
  const even = MILLISECONDS.map((ms) => Math.trunc((rate.hertz * ms) / 1000));
  const preferred = preferredFrames(rate.hertz);
  const facts = backendFacts(backendNameHere(config, here));
  const small = facts?.smallBuffer ?? null;
  return [...new Set([...POWERS_OF_TWO, ...even])]
    .sort((a, b) => a - b)
    .map((size) => {
      const ms = milliseconds(framesToMilliseconds(size, rate.hertz));
      const at48 = (size / rate.hertz) * 48_000;
      const warning =
        small === null || at48 >= small.risky
          ? null
          : at48 < small.bad
            ? t("Too small for {0}: the sound breaks up.", facts?.shortName ?? "")
            : t("Small for {0}: the sound may break up.", facts?.shortName ?? "");
      const notes = [
        t("{0} frames at {1} are {2} ({3}).", size, sampleRate(rate.hertz), ms, rateNote(rate.source)),
        ...(warning === null ? [] : [`⚠ ${warning}`]),
        ...(POWERS_OF_TWO.includes(size) ? [t("A power of two: some host programs take nothing else.")] : []),
        ...(size === preferred ? [t("What the driver prefers when the file names no size.")] : []),
      ];
      return {
        value: size,
        description: `${ms} @ ${sampleRate(rate.hertz)}${warning === null ? "" : " ⚠"}`,
        detail: size === preferred ? t("the driver's preference") : "",
        documentation: notes.join("\n\n"),
        preselect: size === preferred,
      };
    });
}

/** What the driver offers as preferred without `bufferSizeSamples`: 20 ms, at least 32 frames. */
export function preferredFrames(rate: number): number {
  return Math.max(32, Math.trunc(rate * 0.02));
}
