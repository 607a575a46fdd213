import { numberText } from "../config/numberText.ts";
import { t } from "../config/translate.ts";

import type { Direction } from "../audio/contract.ts";
import type { ConfigDocument } from "../config/configDocument.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { Position } from "../config/text.ts";
import { deviceHints } from "./deviceHints.ts";
import { MAX_HINT_LENGTH, fit } from "./hint.ts";
import type { HintCommand, HintPart, HintText } from "./hint.ts";
import { rateHere, rateNote } from "./languageContext.ts";
import type { LanguageContext, RateInEffect } from "./languageContext.ts";
import { measuredText } from "./measuredText.ts";
import type { MeasuredText } from "./measuredText.ts";
import { frames, framesToMilliseconds, milliseconds, sampleRate } from "./units.ts";

/** Which hints are wanted. */
export interface HintKinds {
  /** Frames in milliseconds, seconds in frames. */
  readonly units: boolean;
  /** The device and the channels that a default comes to. */
  readonly defaults: boolean;
  /** The measured latency beside the reported one. */
  readonly measured: boolean;
}

export interface HintInput {
  readonly document: ConfigDocument;
  readonly config: EffectiveConfig;
  readonly here: LanguageContext;
  readonly kinds: HintKinds;
}

/** All hints of a file, in the order of their positions. */
export function hintTexts(input: HintInput): readonly HintText[] {
  const { config, here, kinds } = input;
  const rate = rateHere(config, here);
  const measured = here.measurement === null || !kinds.measured ? null : measuredText(here.measurement);
  const hints = [
    bufferHint(input, rate, measured),
    ...(kinds.units ? (["input", "output"] as const).map((direction) => latencyHint(config, direction, rate)) : []),
    ...(kinds.defaults ? deviceHints(input.document, config, here) : []),
  ].filter((hint) => hint !== null);
  // In an inline table several could come on one line: the first one of this list wins.
  const lines = new Set<number>();
  return hints
    .filter(({ position }) => !lines.has(position.line) && lines.add(position.line))
    .sort((a, b) => a.position.line - b.position.line);
}

/** The buffer in milliseconds, and the latency that was measured with it. */
function bufferHint({ document, config, kinds }: HintInput, rate: RateInEffect, measured: MeasuredText | null): HintText | null {
  const { range, value } = config.bufferSizeSamples;
  if (range === null || value === null) {
    if (measured === null) return null;
    const position = config.backend.range?.end ?? fallback(document, config);
    return measuredHint(position, "", measured.labels, measured.tooltip);
  }
  const size = milliseconds(framesToMilliseconds(value, rate.hertz));
  const unit = `≙ ${size}`;
  const derivation = `**${t("{0} frames", frames(value))}** ÷ ${sampleRate(rate.hertz)} = **${size}** (${rateNote(rate.source)})`;
  if (measured !== null) {
    if (!kinds.units) return measuredHint(range.end, "", measured.labels, measured.tooltip);
    const longest = MAX_HINT_LENGTH - `${unit} · `.length;
    const label = measured.labels.find((one) => [...one].length <= longest);
    const tooltip = `${derivation}\n\n${measured.tooltip}`;
    return label === undefined ? measuredHint(range.end, "", measured.labels, tooltip) : measuredHint(range.end, `${unit} · `, [label], tooltip);
  }
  if (!kinds.units) return null;
  return plain(range.end, [`${unit} @ ${sampleRate(rate.hertz)}`, unit], derivation, ["testBackend"]);
}

function measuredHint(position: Position, before: string, labels: readonly string[], tooltip: string): HintText {
  const parts: HintPart[] = [{ text: fit(labels), command: "openPanel" }];
  if (before !== "") parts.unshift({ text: before, command: null });
  return { position, parts, tooltip, actions: ["testBackend", "openPanel"] };
}

function latencyHint(config: EffectiveConfig, direction: Direction, rate: RateInEffect): HintText | null {
  const { range, value } = config[direction].suggestedLatencySeconds;
  if (range === null || value === null || value === 0) return null;
  const count = value * rate.hertz;
  const words = `≙ ${t("{0} frames", frames(Math.round(count)))}`;
  return plain(
    range.end,
    [`${words} @ ${sampleRate(rate.hertz)}`, words],
    `**${numberText(value)} s** × ${sampleRate(rate.hertz)} = **${t("{0} frames", frames(count))}**, ${milliseconds(value * 1000)} (${rateNote(rate.source)})`,
    [],
  );
}

function plain(position: Position, wordings: readonly string[], tooltip: string, actions: readonly HintCommand[]): HintText {
  return { position, parts: [{ text: fit(wordings), command: null }], tooltip, actions };
}

/** The end of the line of the first table, else of the first line: where there is neither buffer nor backend. */
function fallback(document: ConfigDocument, config: EffectiveConfig): Position {
  const line = (config.output.table ?? config.input.table)?.start.line ?? 0;
  return document.positionAt(document.lines.lineSpan(line).end);
}
