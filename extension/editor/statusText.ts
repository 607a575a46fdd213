import { t } from "@vscode/l10n";
import type { Activity } from "./labStore.ts";
import type { Measurement } from "../language/measurement.ts";
import { framesToMilliseconds, milliseconds } from "../language/units.ts";

/** What the status bar item says. `icon` is a codicon's name; the text stands for itself without it. */
export interface StatusText {
  readonly icon: string;
  readonly text: string;
  /** For screen readers: a whole sentence. */
  readonly spoken: string;
}

export interface StatusInput {
  readonly file: string;
  readonly activity: Activity;
  readonly errors: number;
  /** The last measurement, and whether the text has changed since. */
  readonly measurement: Measurement | null;
  readonly isStale: boolean;
  /** The last operation failed. */
  readonly failed: boolean;
  /** False: this window reaches no machine with sound devices. */
  readonly hasAudio: boolean;
}

function notTested(hasAudio: boolean): StatusText {
  return {
    icon: "pulse",
    text: "FlexLab",
    spoken: hasAudio
      ? t("FlexLab: not tested yet")
      : t("FlexLab: sound devices cannot be reached from this window; the file is checked, but cannot be tested here"),
  };
}

export function statusText(input: StatusInput): StatusText {
  const { activity } = input;
  if (activity.kind !== "idle" && activity.file === input.file) {
    switch (activity.kind) {
      case "testing":
      case "running": {
        const text = activity.fraction === null ? t("Testing") : t("Testing {0} %", Math.round(activity.fraction * 100));
        return { icon: "sync~spin", text, spoken: t("FlexLab: testing. {0}", activity.step) };
      }
      case "streaming":
        return { icon: "unmute", text: t("Test stream"), spoken: t("FlexLab: a test stream plays") };
      case "stopping":
        return { icon: "sync~spin", text: t("Stopping"), spoken: t("FlexLab: stopping") };
    }
  }
  if (input.errors > 0) {
    return input.errors === 1
      ? { icon: "error", text: t("1 error"), spoken: t("FlexLab: 1 error in this file stops the driver") }
      : {
          icon: "error",
          text: t("{0} errors", input.errors),
          spoken: t("FlexLab: {0} errors in this file stop the driver", input.errors),
        };
  }
  if (input.failed) return { icon: "error", text: t("Failed"), spoken: t("FlexLab: the last test or stream failed") };
  const { measurement } = input;
  if (measurement !== null && !input.isStale) {
    const { report } = measurement;
    const { measuredRoundTripFrames: measured } = report.latency;
    if (report.error?.code === "cancelled") return notTested(input.hasAudio);
    if (report.error !== null) return { icon: "error", text: t("Failed"), spoken: t("FlexLab: the last test failed") };
    const icon = report.verdict.level === "pass" ? "pass" : report.verdict.level === "warn" ? "warning" : "error";
    if (measured !== null && report.stream !== null) {
      const text = milliseconds(framesToMilliseconds(measured, report.stream.sampleRate));
      return { icon, text, spoken: `FlexLab: ${report.verdict.sentences[0] ?? text}` };
    }
    return { icon, text: t("Tested"), spoken: `FlexLab: ${report.verdict.sentences[0] ?? t("Tested")}` };
  }
  return notTested(input.hasAudio);
}
