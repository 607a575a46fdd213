import { PlayedSignal } from "../analysis/playedSignal.ts";
import type { ProbeResult } from "../audio/contract.ts";
import type { GlitchEvent, Report } from "./report.ts";

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
  return report.glitches.events.slice(0, MOST_WAVES).flatMap((event, index) => {
    if (event.kind === "stalled") return [];
    const channel = event.direction === "input" ? (event.channel ?? 0) : 0;
    const input = recording.input[channel];
    if (input === undefined) return [];
    const from = Math.max(0, event.frame - AROUND);
    const to = Math.min(recording.frames, event.frame + Math.min(MOST_OF_IT, event.lengthFrames) + AROUND);
    if (to <= from) return [];
    const received = Array.from(input.subarray(from, to));
    return [{ index, channel, firstFrame: from, received, expected: expectedOf({ report, index, event, from, received, played, measured }) }];
  });
}

interface Around {
  readonly report: Report;
  readonly index: number;
  readonly event: GlitchEvent;
  readonly from: number;
  readonly received: readonly number[];
  readonly played: PlayedSignal;
  readonly measured: number | null;
}

/**
 * Shifts what was played by the round trip as it was before this glitch. Which of the output channels and which round
 * trip that is, the sound before the glitch tells: it must be equal to the last bit.
 */
function expectedOf({ report, index, event, from, received, played, measured }: Around): readonly number[] | null {
  if (measured === null) return null;
  const shifts = report.glitches.events.map(({ deltaFrames }) => deltaFrames);
  const before = shifts.slice(0, index).reduce((sum, delta) => sum + delta, 0);
  const after = shifts.slice(index).reduce((sum, delta) => sum + delta, 0);
  const good = event.frame - from;
  const into = new Float64Array(received.length);
  // The measured round trip is the first, the last or the commonest one: each is tried.
  const base = Math.round(measured);
  const trips = new Set([base + before, base - after, base, ...Array.from({ length: shifts.length }, (_, k) => base + shifts.slice(0, k).reduce((a, b) => a + b, 0))]);
  for (const trip of trips) {
    for (let output = 0; output < played.channels; output++) {
      played.fill(output, from - trip, into);
      if (good > 0 && received.slice(0, good).every((sample, i) => sample === into[i])) return Array.from(into);
    }
  }
  return null;
}
