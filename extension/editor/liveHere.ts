import type { BackendDevices } from "../audio/contract.ts";
import type { Finding } from "../config/finding.ts";
import type { ConfigDocument } from "../config/configDocument.ts";

type LiveFindings = (document: ConfigDocument, backends: readonly BackendDevices[]) => readonly Finding[];

let liveFindings: LiveFindings | null = null;

/** Loads what compares a file with devices: awaited before a list of devices is told to anybody. */
export async function loadLiveFindings(): Promise<void> {
  liveFindings ??= (await import("../config/liveFindings.ts")).liveFindings;
}

/** What this machine's devices say to a file; nothing before `loadLiveFindings`. */
export function liveFindingsOf(document: ConfigDocument, backends: readonly BackendDevices[]): readonly Finding[] {
  return liveFindings?.(document, backends) ?? [];
}
