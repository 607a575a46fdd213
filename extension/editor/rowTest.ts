import { t } from "@vscode/l10n";

import type { TestEnd } from "./testBackend.ts";
import { framesToMilliseconds, milliseconds } from "../language/units.ts";

/** What came of a test, short enough for the row of a picker. */
export function rowTestSentence(end: TestEnd): string {
  if (end.kind === "notTested") {
    switch (end.why) {
      case "errors":
        return t("Not tested: the file has errors.");
      case "busy":
        return t("Not tested: another test is running.");
      case "cancelled":
        return t("Cancelled.");
      case "backendNotHere":
      case "noLab":
      case "untrusted":
      case "failed":
        return t("Not tested: devices cannot be opened here.");
    }
  }
  const { report } = end;
  if (report.error !== null) return t("Failed: {0}", report.error.message);
  const { measuredRoundTripFrames: measured } = report.latency;
  const time = measured === null || report.stream === null ? null : milliseconds(framesToMilliseconds(measured, report.stream.sampleRate));
  const { count } = report.glitches;
  const glitches = count === null ? null : count === 0 ? t("no glitches") : count === 1 ? t("1 glitch") : t("{0} glitches", count);
  const parts = [time === null ? t("nothing came back to measure") : t("round trip {0}", time), time === null ? null : glitches];
  return t("Works: {0}", parts.filter((part) => part !== null).join(", "));
}
