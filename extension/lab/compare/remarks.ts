import { t } from "@vscode/l10n";
import type { BackendFacts } from "../../backends/backendFacts.ts";
import { formatMs } from "../formatFrames.ts";
import type { Report } from "../report.ts";
import type { Documented, Remark, Seen } from "./comparison.ts";

export function documentedOf(facts: BackendFacts): Documented {
  const ms = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1000);
  return {
    mixes: facts.mixes,
    converts: facts.converts,
    exclusive: facts.exclusive,
    latencyReport: facts.latencyReport,
    unreportedMs: ms(facts.unreportedSeconds),
    floorMs: ms(facts.floorSeconds),
  };
}

/** What the books say beside what was seen, where something was. */
export function remarksOn(documented: Documented | null, seen: Seen, report: Report): readonly Remark[] {
  if (documented === null) return [];
  return [
    ...mixing(documented, seen),
    ...exclusivity(documented, seen),
    ...conversion(documented, seen),
    ...reportedLatency(documented, seen, report),
    ...lowestLatency(documented, report),
  ];
}

function mixing({ mixes }: Documented, seen: Seen): readonly Remark[] {
  if (seen.mixes === null) return [];
  const words = (does: boolean): string => (does ? t("mixes with other programs") : t("does not mix with other programs"));
  const found = seen.mixes ? t("a second program was heard in the recording") : t("a second program was not heard");
  return [{ topic: "mixing", documented: words(mixes), seen: found, agrees: mixes === seen.mixes }];
}

function exclusivity({ exclusive }: Documented, { secondStream }: Seen): readonly Remark[] {
  if (secondStream === null) return [];
  return [
    {
      topic: "exclusivity",
      documented: exclusive ? t("one program at a time") : t("open to several programs"),
      seen: secondStream === "refused" ? t("a second program was refused") : t("a second program opened it as well"),
      agrees: exclusive === (secondStream === "refused"),
    },
  ];
}

function conversion({ converts }: Documented, { otherRate }: Seen): readonly Remark[] {
  if (otherRate === null || otherRate.outcome === "unclear") return [];
  const documented = { always: t("converts any rate"), "if-allowed": t("converts if allowed"), never: t("never converts") }[converts];
  const rate = otherRate.sampleRate;
  const seen = {
    converted: t("{0} Hz was converted", rate),
    untouched: t("{0} Hz came back unconverted", rate),
    refused: t("{0} Hz was refused", rate),
  }[otherRate.outcome];
  // A device that knows the rate itself needs no conversion, whatever the backend could do.
  const agrees = otherRate.outcome === "untouched" || converts === "if-allowed" || (converts === "always") === (otherRate.outcome === "converted");
  return [{ topic: "conversion", documented, seen, agrees }];
}

function reportedLatency({ latencyReport, unreportedMs }: Documented, { reportErrorMs }: Seen, { latency }: Report): readonly Remark[] {
  if (latency.verdict === null) return [];
  const tooLow = unreportedMs === null ? t("reported too low") : t("reported too low by {0} or more", formatMs(unreportedMs));
  const documented = { exact: t("reported exactly"), reliable: t("reported reliably"), varies: t("reported now right, now wrong"), "too-low": tooLow }[latencyReport];
  const seen =
    latency.verdict === "invalid" || reportErrorMs === null
      ? t("reported a latency that no path can have")
      : latency.verdict === "exact"
        ? t("reported exactly")
        : reportErrorMs < 0
          ? t("reported {0} too low", formatMs(-reportErrorMs))
          : t("reported {0} too high", formatMs(reportErrorMs));
  const isRight = latency.verdict === "exact" || latency.verdict === "good";
  const isTooLow = reportErrorMs !== null && reportErrorMs <= -Math.max(1, (unreportedMs ?? 0) * 0.9);
  const agrees = { exact: latency.verdict === "exact", reliable: isRight, varies: true, "too-low": isTooLow }[latencyReport];
  return [{ topic: "reported latency", documented, seen, agrees }];
}

function lowestLatency({ floorMs }: Documented, { latency, stream }: Report): readonly Remark[] {
  if (floorMs === null || stream === null || latency.measuredRoundTripFrames === null) return [];
  const measured = (latency.measuredRoundTripFrames / stream.sampleRate) * 1000;
  return [
    { topic: "lowest latency", documented: t("at least {0}", formatMs(floorMs)), seen: formatMs(measured), agrees: measured >= floorMs },
  ];
}
