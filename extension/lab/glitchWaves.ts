import { PlayedSignal } from "../analysis/playedSignal.ts";
import type { ProbeResult } from "../audio/contract.ts";
import type { Report } from "./report.ts";

/** Frames of good sound before and behind a glitch, and of the glitch itself at most. */
const AROUND = 48;
const MOST_OF_IT = 96;
/** Of one run at most so many: the panel's state stays small whatever a broken stream brings. */
const MOST_WAVES = 64;

/** The samples around one glitch: what came back, and what would have come without it. Full scale = 1. */
export interface GlitchWave {
  /** Which event of the report. */
  readonly index: number;
  /** Input channel, from 0. */
  readonly channel: number;
  /** Position of the first sample in the recorded input. */
  readonly firstFrame: number;
  readonly received: readonly number[];
  /** Null: the sound before the glitch is not the played one sample for sample, so nothing exact can be expected. */
  readonly expected: readonly number[] | null;
}

/**
 * The waveforms around the glitches of a run, for who wants to see the evidence.
 *
 * @param seed of the position code that was played
 */
export function glitchWaves(result: ProbeResult, seed: number, report: Report): readonly GlitchWave[] {
  const { recording, stream } = result;
  const measured = report.latency.measuredRoundTripFrames;
  if (recording === null || stream?.output == null) return [];
  const played = new PlayedSignal(seed, stream.output.channels, recording.codeBits);
  const waves: GlitchWave[] = [];
  // The measured round trip is that before the first glitch; each takes its share from there on.
  let roundTrip = measured;
  for (const [index, event] of report.glitches.events.slice(0, MOST_WAVES).entries()) {
    const channel = event.direction === "input" ? (event.channel ?? 0) : 0;
    const input = recording.input[channel];
    const from = Math.max(0, event.frame - AROUND);
    const to = Math.min(recording.frames, event.frame + Math.min(MOST_OF_IT, event.lengthFrames) + AROUND);
    if (event.kind !== "stalled" && input !== undefined && to > from) {
      const received = Array.from(input.subarray(from, to));
      const expected = roundTrip === null ? null : expectedOf({ received, good: event.frame - from, played, playedFrom: from - Math.round(roundTrip) });
      waves.push({ index, channel, firstFrame: from, received, expected });
    }
    if (roundTrip !== null) roundTrip += event.deltaFrames;
  }
  return waves;
}

interface Around {
  readonly received: readonly number[];
  /** So many frames of it come before the glitch. */
  readonly good: number;
  readonly played: PlayedSignal;
  /** Position, in what was played, that arrives first. */
  readonly playedFrom: number;
}

/**
 * What was played, shifted by the round trip as it was before this glitch. Which of the output channels that is, the
 * sound before the glitch tells: it must be equal to the last bit.
 */
function expectedOf({ received, good, played, playedFrom }: Around): readonly number[] | null {
  const into = new Float64Array(received.length);
  for (let output = 0; output < played.channels; output++) {
    played.fill(output, playedFrom, into);
    if (good > 0 && received.slice(0, good).every((sample, i) => sample === into[i])) return Array.from(into);
  }
  return null;
}
