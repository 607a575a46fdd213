import { t } from "@vscode/l10n";
import type { GlitchEvent } from "../analysis/glitch.ts";
import { formatFrames, formatPosition, framesToMs } from "./formatFrames.ts";

/** `3 frames dropped at 1.000 s`, `64 frames silenced on channel 2 at 0.500 s`. */
export function describeGlitch(event: GlitchEvent, sampleRate: number): string {
  const at = formatPosition(event.frame, sampleRate);
  if (event.kind === "stalled") return t("stream stalled for {0} at {1}", framesToMs(event.lengthFrames, sampleRate), at);
  const what = happened(event);
  return event.channel === null ? t("{0} at {1}", what, at) : t("{0} on channel {1} at {2}", what, event.channel + 1, at);
}

function happened({ kind, lengthFrames }: GlitchEvent): string {
  const frames = formatFrames(lengthFrames);
  switch (kind) {
    case "dropped":
      return t("{0} dropped", frames);
    case "inserted":
      return t("{0} inserted as silence", frames);
    case "repeated":
      return t("{0} played twice", frames);
    case "zeroed":
      return t("{0} silenced", frames);
    case "corrupted":
      return t("{0} corrupted", frames);
    case "reordered":
      return t("{0} out of order", frames);
    case "stalled":
      return t("{0} late", frames);
  }
}

/** All glitches of a run in one sentence, the first few told one by one: `1 glitch: 3 frames dropped at 1.000 s.` */
export function describeGlitches(events: readonly GlitchEvent[], sampleRate: number): string {
  const shown = events.slice(0, 3).map((event) => describeGlitch(event, sampleRate)).join("; ");
  if (events.length === 1) return t("1 glitch: {0}.", shown);
  const hidden = events.length - 3;
  return hidden > 0
    ? t("{0} glitches: {1}; and {2} more.", events.length, shown, hidden)
    : t("{0} glitches: {1}.", events.length, shown);
}
