import { nothingAnalysed } from "./pathAnalysis.ts";
import type { PathAnalysis, Recording } from "./pathAnalysis.ts";

/** What the sound path did to the position code. Pure: samples in, numbers out. */
export function analysePath(recording: Recording): PathAnalysis {
  return nothingAnalysed(recording.frames === 0 ? "unrecorded" : "nothing", []);
}
