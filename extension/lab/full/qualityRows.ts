import { t } from "@vscode/l10n";
import { formatNumber } from "../formatFrames.ts";
import type { FrequencyResponse } from "../../analysis/soundQuality.ts";
import type { Report } from "../report.ts";
import { formatChange, kilohertz, percentOf } from "./judgeQuality.ts";

type Band = Pick<FrequencyResponse["channels"][number], "lowHz" | "highHz" | "deviationDb">;

/** Response, noise and distortion of a full test, a row per figure with all channels in it; empty: not measured. */
export function qualityRows({ quality }: Report): readonly { readonly key: string; readonly name: string; readonly text: string }[] {
  const { response, noise, distortion, loudness } = quality ?? { response: null, noise: null, distortion: null, loudness: null };
  const rows: { key: string; name: string; text: string }[] = [];
  const add = (key: string, name: string, values: readonly string[]): void => {
    if (values.length > 0) rows.push({ key, name, text: [...new Set(values)].join(", ") });
  };
  const level = (dbfs: number | null): string => (dbfs === null ? t("digital silence") : `${formatNumber(dbfs, 1)} dBFS`);
  const ratio = (db: number | null): string => (db === null ? t("none") : `${formatNumber(db, 1)} dB (${percentOf(db)})`);
  const band = ({ lowHz, highHz, deviationDb }: Band): string => {
    if (lowHz === null && highHz === null) return t("within {0} dB", formatNumber(deviationDb, 2));
    if (lowHz === null) return t("up to {0} at -3 dB", kilohertz(highHz ?? 0));
    if (highHz === null) return t("from {0} at -3 dB", kilohertz(lowHz));
    return t("{0} to {1} at -3 dB", kilohertz(lowHz), kilohertz(highHz));
  };
  add("response", t("response"), (response?.channels ?? []).map(band));
  add("noiseFloor", t("noise floor"), (noise?.channels ?? []).map(({ rmsDbfs }) => level(rmsDbfs)));
  add("noiseFloorWeighted", t("A-weighted"), (noise?.channels ?? []).flatMap(({ weightedDbfs }) => (weightedDbfs === null ? [] : [level(weightedDbfs)])));
  add("hum", t("tone in it"), (noise?.channels ?? []).flatMap(({ tone }) => (tone === null ? [] : [`${kilohertz(tone.hz)}, ${level(tone.dbfs)}`])));
  add("thdPlusNoise", "THD+N", (distortion?.channels ?? []).map(({ thdPlusNoiseDb }) => ratio(thdPlusNoiseDb)));
  add("thd", "THD", (distortion?.channels ?? []).map(({ thdDb }) => ratio(thdDb)));
  add("loudness", t("near full scale"), (loudness?.channels ?? []).map(({ kind, gainChangeDb }) => {
    if (kind === "none") return t("unchanged");
    return kind === "clipped" ? t("cut off, {0} less", formatChange(gainChangeDb)) : t("turned down by {0}", formatChange(gainChangeDb));
  }));
  return rows;
}
