import type { Activity } from "./labStore.ts";
import type { Measurement } from "../language/measurement.ts";
import { framesToMilliseconds, milliseconds, plural } from "../language/units.ts";

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
}

const NOT_TESTED: StatusText = { icon: "pulse", text: "FlexLab", spoken: "FlexLab: not tested yet" };

export function statusText(input: StatusInput): StatusText {
  const { activity } = input;
  if (activity.kind !== "idle" && activity.file === input.file) {
    switch (activity.kind) {
      case "testing": {
        const percent = activity.fraction === null ? "" : ` ${Math.round(activity.fraction * 100)} %`;
        return { icon: "sync~spin", text: `Testing${percent}`, spoken: `FlexLab: testing. ${activity.step}` };
      }
      case "streaming":
        return { icon: "unmute", text: "Test stream", spoken: `FlexLab: a test stream plays, ${activity.signal}` };
      case "stopping":
        return { icon: "sync~spin", text: "Stopping", spoken: "FlexLab: stopping" };
    }
  }
  if (input.errors > 0) {
    const text = plural(input.errors, "error");
    return { icon: "error", text, spoken: `FlexLab: ${text} in this file stop the driver` };
  }
  if (input.failed) return { icon: "error", text: "Failed", spoken: "FlexLab: the last test or stream failed" };
  const { measurement } = input;
  if (measurement !== null && !input.isStale) {
    const { report } = measurement;
    const { measuredRoundTripFrames: measured } = report.latency;
    if (report.error?.code === "cancelled") return NOT_TESTED;
    if (report.error !== null) return { icon: "error", text: "Failed", spoken: "FlexLab: the last test failed" };
    const icon = report.verdict.level === "pass" ? "pass" : report.verdict.level === "warn" ? "warning" : "error";
    if (measured !== null && report.stream !== null) {
      const text = milliseconds(framesToMilliseconds(measured, report.stream.sampleRate));
      return { icon, text, spoken: `FlexLab: ${report.verdict.sentences[0] ?? `round trip ${text}`}` };
    }
    return { icon, text: "Tested", spoken: `FlexLab: ${report.verdict.sentences[0] ?? "tested"}` };
  }
  return NOT_TESTED;
}
