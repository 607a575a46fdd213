import { t } from "../config/translate.ts";

import type { Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { factsHere, rateHere } from "./languageContext.ts";
import type { LanguageContext } from "./languageContext.ts";
import { latencyBudget } from "./latencyBudget.ts";
import { bareMilliseconds, frames, sampleRate } from "./units.ts";

/** The latency budget of these directions as a table in Markdown; empty when all of them are off. */
export function budgetTable(config: EffectiveConfig, directions: readonly Direction[], here: LanguageContext): string {
  const rate = rateHere(config, here).hertz;
  const rows: string[] = [];
  let sum = 0;
  let assumed = false;
  const on = directions.filter((direction) => config[direction].enabled);
  for (const direction of on) {
    const budget = latencyBudget(config, direction, rate, factsHere(config, direction, here));
    sum += budget.sumSeconds;
    assumed ||= budget.bufferIsAssumed;
    const name = direction === "input" ? t("Input") : t("Output");
    rows.push(...budget.parts.map((part) => row(`${name}: ${part.title}`, part.seconds, rate)));
  }
  if (on.length === 0) return "";
  const head = on.length > 1 ? t("Round trip, before the hardware") : t("Latency, before the hardware");
  const note = assumed ? `\n\n*${t("With the buffer that the driver prefers; the host program may take another.")}*` : "";
  return [`| ${head} | ${t("frames")} @ ${sampleRate(rate)} | ms |`, "|---|--:|--:|", ...rows, row(`**${t("Known parts together")}**`, sum, rate)].join("\n") + note;
}

function row(title: string, seconds: number, rate: number): string {
  return `| ${title} | ${frames(Math.round(seconds * rate))} | ${bareMilliseconds(seconds * 1000)} |`;
}
