import { t } from "@vscode/l10n";
import type { PanelRun } from "../../extension/editor/panelProtocol.ts";
import { decimal } from "../units.ts";

/** Less than this from top to bottom would make mountains of what the clock cannot tell. */
const LEAST_SPAN_MS = 1;

/** In milliseconds. */
export interface TrendScale {
  readonly top: number;
  readonly bottom: number;
}

/** What the drawing says, for who does not see it. */
export function trendSentence(inTime: readonly PanelRun[]): string {
  const trips = inTime.flatMap(({ roundTripMs }) => (roundTripMs === null ? [] : [roundTripMs]));
  const last = trips.at(-1);
  if (last === undefined) return t("No run brought the sound back.");
  const ms = (value: number): string => decimal(value, 2);
  return t("Round trip of {0} runs: between {1} and {2} ms, {3} ms at last.", decimal(trips.length, 0), ms(Math.min(...trips)), ms(Math.max(...trips)), ms(last));
}

/** A tenth of air above and below. */
export function scaleOf(runs: readonly PanelRun[]): TrendScale {
  const values = runs.flatMap(({ roundTripMs, reportedMs }) => [roundTripMs, reportedMs].filter((value) => value !== null));
  if (values.length === 0) return { top: LEAST_SPAN_MS, bottom: 0 };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(LEAST_SPAN_MS, most - least);
  const middle = (least + most) / 2;
  const bottom = Math.max(0, middle - 0.6 * span);
  return { bottom, top: bottom + 1.2 * span };
}

/** 0: at the top, 1: at the bottom. */
export function heightOf(value: number, { top, bottom }: TrendScale): number {
  return 1 - (value - bottom) / (top - bottom);
}
