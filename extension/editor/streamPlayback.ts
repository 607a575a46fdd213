import type { Playback, ProbeSignal } from "../audio/contract.ts";
import type { StreamChoice } from "./panelProtocol.ts";

/** Long enough to begin, change and end without a click, short enough to follow a hand: 20 ms at 48 kHz. */
const FADE_FRAMES = 960;
/** Level steps differ by this much: the soft sections stay out of every limiter. */
const SOFT_PART = 0.1;

/** What the probe plays for a choice of the panel. */
export function streamPlayback(choice: StreamChoice): Playback {
  return { signal: signalOf(choice), channels: choice.channels, fadeFrames: FADE_FRAMES };
}

function signalOf({ signal, levelDb }: StreamChoice): ProbeSignal {
  const amplitude = Math.min(1, 10 ** (levelDb / 20));
  switch (signal) {
    case "sine":
      return { kind: "sine", frequencyHz: 1000, amplitude };
    case "sweep":
      return { kind: "sweep", startHz: 20, endHz: 20_000, seconds: 5, repeat: true, amplitude };
    case "pink":
    case "white":
      return { kind: "noise", color: signal, seed: 1, amplitude };
    case "impulses":
      return { kind: "impulses", seconds: 0.5, amplitude };
    case "channels":
      return { kind: "channels", amplitude };
    case "steps":
      return { kind: "steps", frequencyHz: 1000, seconds: 1, lowAmplitude: amplitude * SOFT_PART, amplitude };
    case "position":
      return { kind: "position", seed: 1, amplitude };
    case "silence":
      return { kind: "silence" };
  }
}
