import { t } from "@vscode/l10n";
import type { GlitchEvent } from "../../extension/editor/panelProtocol.ts";
import { decimal, framesWithUnit, toMilliseconds } from "../units.ts";

/** What happened, in a sentence; the rate gives the time of day of the recording. */
export function glitchSentence(event: GlitchEvent, sampleRate: number | null): string {
  const what = happened(event, sampleRate);
  const sentence = t("{0} at frame {1} {2}; {3}.", what, decimal(event.frame, 0), placeOf(event), consequence(event));
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function happened({ kind, lengthFrames }: GlitchEvent, sampleRate: number | null): string {
  const frames = framesWithUnit(lengthFrames);
  const one = lengthFrames === 1;
  switch (kind) {
    case "dropped":
      return one ? t("{0} was lost", frames) : t("{0} were lost", frames);
    case "inserted":
      return t("{0} too many came in", frames);
    case "repeated":
      return t("{0} came twice", frames);
    case "zeroed":
      return one ? t("{0} was silenced", frames) : t("{0} were silenced", frames);
    case "corrupted":
      return one ? t("{0} was damaged", frames) : t("{0} were damaged", frames);
    case "reordered":
      return t("{0} came in another order", frames);
    case "stalled":
      return sampleRate === null
        ? t("the callback came {0} late", frames)
        : t("the callback came {0} ms late", decimal(toMilliseconds(lengthFrames, sampleRate), 1));
  }
}

function placeOf({ direction, channel }: GlitchEvent): string {
  if (direction === "input") return channel === null ? t("on all input channels") : t("on input channel {0}", channel + 1);
  return channel === null ? t("on all output channels") : t("on output channel {0}", channel + 1);
}

function consequence({ deltaFrames }: GlitchEvent): string {
  if (deltaFrames === 0) return t("the round trip stays as it was");
  const frames = framesWithUnit(Math.abs(deltaFrames));
  return deltaFrames < 0
    ? t("from there on the round trip is {0} shorter", frames)
    : t("from there on the round trip is {0} longer", frames);
}
