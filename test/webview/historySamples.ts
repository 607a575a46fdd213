import { panelHistory } from "../../extension/editor/panelHistory.ts";
import type { PanelHistory, RunPair } from "../../extension/editor/panelProtocol.ts";
import type { Report } from "../../extension/lab/report.ts";
import { cleanReport, failedReport, report } from "./samples.ts";

/** So many runs, the newest first: round trips that come down with the buffer, one with glitches, one that failed. */
export function runsOf(count: number): readonly Report[] {
  return Array.from({ length: count }, (_, index): Report => {
    const startedAt = new Date(Date.UTC(2026, 10, 20, 14, index)).toISOString();
    if (index === 3) return { ...failedReport, startedAt };
    const bufferFrames = Math.max(64, 512 - 48 * index);
    const reported = 2 * bufferFrames;
    const base = index === 5 ? report : cleanReport;
    return {
      ...base,
      startedAt,
      stream: { sampleRate: 48_000, bufferFrames, inputSampleType: "Float32", outputSampleType: "Float32" },
      latency: { ...base.latency, reportedRoundTripFrames: reported, measuredRoundTripFrames: reported + (index % 3 === 0 ? 0 : 96) },
    };
  }).toReversed();
}

export function historyOf(count: number, chosen: RunPair | null = null): PanelHistory {
  return panelHistory(runsOf(count), chosen);
}
