import { LIVE_CHANNELS, LIVE_SLOTS, type LiveMemory } from "./addon.ts";
import type { LiveSnapshot, ProbeCounters, ProbeStream } from "./contract.ts";

const STATES: readonly LiveSnapshot["state"][] = ["opening", "running", "stopping"];
const COUNTERS = 2;
const INPUT_CHANNELS = 11;
const OUTPUT_CHANNELS = 12;
const INPUT_PEAKS = 13;
const OUTPUT_PEAKS = INPUT_PEAKS + LIVE_CHANNELS;

export function createLiveMemory(): LiveMemory {
  return { slots: new Float64Array(new SharedArrayBuffer(LIVE_SLOTS * Float64Array.BYTES_PER_ELEMENT)) };
}

/** Reads what the native side has written so far, and starts the peaks over. */
export function readLive({ slots }: LiveMemory, stream: ProbeStream | null): LiveSnapshot {
  const at = (index: number): number => slots[index] ?? 0;
  const counters: ProbeCounters = {
    bufferSwitches: at(COUNTERS),
    inputUnderflows: at(COUNTERS + 1),
    inputOverflows: at(COUNTERS + 2),
    outputUnderflows: at(COUNTERS + 3),
    outputOverflows: at(COUNTERS + 4),
    missedOutputReady: at(COUNTERS + 5),
    resetRequests: at(COUNTERS + 6),
    latencyChanges: at(COUNTERS + 7),
    overloads: at(COUNTERS + 8),
  };
  return {
    state: STATES[at(0)] ?? "opening",
    seconds: at(1),
    inputPeaks: takePeaks(slots, INPUT_PEAKS, at(INPUT_CHANNELS)),
    outputPeaks: takePeaks(slots, OUTPUT_PEAKS, at(OUTPUT_CHANNELS)),
    counters,
    stream,
  };
}

/** A peak that arrives between the read and the reset is lost from one snapshot: a meter can bear that, a lock it cannot. */
function takePeaks(slots: Float64Array, start: number, channels: number): readonly number[] {
  const shown = Math.max(0, Math.min(LIVE_CHANNELS, channels));
  const peaks = [...slots.subarray(start, start + shown)];
  slots.fill(0, start, start + shown);
  return peaks;
}
