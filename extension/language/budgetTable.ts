import { t } from "../config/translate.ts";

import type { Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { latencyBudget } from "../config/latencyBudget.ts";
import { preferredFrames } from "./bufferChoices.ts";
import { factsHere, rateHere } from "./languageContext.ts";
import type { LanguageContext } from "./languageContext.ts";
import { bareMilliseconds, frames, sampleRate } from "./units.ts";

/** The latency budget of these directions as a table in Markdown; empty when all of them are off. */
export function budgetTable(config: EffectiveConfig, directions: readonly Direction[], here: LanguageContext): string {
  const rate = rateHere(config, here).hertz;
  const rows: string[] = [];
  let sum = 0;
  // Where no size is written, the one is taken that the driver prefers.
  const written = config.bufferSizeSamples.value;
  const buffer = (written ?? preferredFrames(rate)) / rate;
  const on = directions.filter((direction) => config[direction].enabled);
  for (const direction of on) {
    const parts = latencyBudget(config, direction, buffer, factsHere(config, direction, here));
    sum += parts.reduce((total, { seconds }) => total + seconds, 0);
    const name = direction === "input" ? t("Input") : t("Output");
    rows.push(...parts.map((part) => row(`${name}: ${part.title}`, part.seconds, rate)));
  }
  if (on.length === 0) return "";
  const head = on.length > 1 ? t("Round trip, before the hardware") : t("Latency, before the hardware");
  const note = written === null ? `\n\n*${t("With the buffer that the driver prefers; the host program may take another.")}*` : "";
  return [`| ${head} | ${GAP}${t("frames")} @ ${sampleRate(rate)} | ${GAP}ms |`, "|---|--:|--:|", ...rows, row(`**${t("Known parts together")}**`, sum, rate)].join("\n") + note;
}

function row(title: string, seconds: number, rate: number): string {
  return `| ${title} | ${GAP}${frames(Math.round(seconds * rate))} | ${GAP}${bareMilliseconds(seconds * 1000)} |`;
}

/** Columns of figures touch in VS Code's hovers; a blank of Markdown's own would be dropped. */
const GAP = "&emsp;";
