import { t } from "@vscode/l10n";
import { formatDb, formatNumber } from "./formatFrames.ts";
import type { Report } from "./report.ts";

/** What a path does to channels and samples, in words; what is as it should be or was not measured is left out. */
export function integrityRows({ integrity }: Pick<Report, "integrity">): readonly { readonly key: string; readonly name: string; readonly text: string }[] {
  const rows: { key: string; name: string; text: string }[] = [];
  const { routing, dither, dc, resampled } = integrity;
  if (routing != null) {
    const leak = routing.crosstalkDb === null ? "" : `, ${t("crosstalk {0}", formatDb(routing.crosstalkDb))}`;
    rows.push({ key: "routing", name: t("channels"), text: `${routingText(routing)}${leak}` });
  }
  if (dither != null) rows.push({ key: "dither", name: t("dither"), text: { none: t("none"), rectangular: t("rectangular"), triangular: t("triangular") }[dither] });
  const constant = (dc ?? []).filter((value) => value !== null && value !== 0) as number[];
  if (constant.length > 0) rows.push({ key: "dc", name: t("constant part"), text: constant.map((value) => value.toExponential(2)).join(", ") });
  if (resampled.quality != null) {
    const { grade, passbandDb, noiseDb } = resampled.quality;
    rows.push({ key: "resampling", name: t("resampling"), text: t("grade {0}: within {1} dB, noise and aliases {2} dB", grade, formatNumber(passbandDb, 2), formatNumber(noiseDb, 0)) });
  }
  return rows;
}

function routingText({ kind, matchesBs775 }: NonNullable<Report["integrity"]["routing"]>): string {
  switch (kind) {
    case "identity":
      return t("each output on its own input");
    case "swap":
      return t("two channels swapped");
    case "permutation":
      return t("in another order");
    case "copies":
      return t("one output on several inputs");
    case "mono-sum":
      return t("summed to mono");
    case "downmix-5.1":
      return matchesBs775 === true ? t("5.1 mixed down to two as ITU-R BS.775 has it") : t("5.1 mixed down to two");
    case "mix":
      return t("mixed");
    case "silence":
      return t("silence");
  }
}
