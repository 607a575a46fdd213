import type { GlitchEvent, GlitchKind } from "../analysis/glitch.ts";
import { formatCount, formatPosition, framesToMs } from "./formatFrames.ts";

const worded: Readonly<Record<GlitchKind, string>> = {
  dropped: "dropped",
  inserted: "inserted as silence",
  repeated: "played twice",
  zeroed: "silenced",
  corrupted: "corrupted",
  reordered: "out of order",
  stalled: "late",
};

/** `3 frames dropped at 1.000 s`, `64 frames silenced on channel 2 at 0.500 s`. */
export function describeGlitch(event: GlitchEvent, sampleRate: number): string {
  const where = event.channel === null ? "" : ` on channel ${event.channel + 1}`;
  const at = formatPosition(event.frame, sampleRate);
  if (event.kind === "stalled") return `stream stalled for ${framesToMs(event.lengthFrames, sampleRate)} at ${at}`;
  return `${formatCount(event.lengthFrames, "frame", "frames")} ${worded[event.kind]}${where} at ${at}`;
}

/** All glitches of a run in one sentence, the first few told one by one: `1 glitch: 3 frames dropped at 1.000 s.` */
export function describeGlitches(events: readonly GlitchEvent[], sampleRate: number): string {
  const shown = events.slice(0, 3).map((event) => describeGlitch(event, sampleRate));
  const hidden = events.length - shown.length;
  const rest = hidden > 0 ? `; and ${hidden} more` : "";
  return `${formatCount(events.length, "glitch", "glitches")}: ${shown.join("; ")}${rest}.`;
}
