import type { LabError } from "../audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../audio/emptyProbeResult.ts";
import { LabFailure } from "../audio/failure.ts";
import { buildReport } from "../lab/buildReport.ts";
import { chooseAsioDriver } from "../lab/chooseAsioDriver.ts";
import type { Report } from "../lab/report.ts";
import type { TestRequest } from "../lab/testRequest.ts";
import type { Lab } from "./lab.ts";

export type AsioTest =
  | { readonly kind: "ready"; readonly request: TestRequest }
  /** There is no such driver here, or none that can be loaded. */
  | { readonly kind: "refused"; readonly error: LabError; readonly report: Report };

/** Finds the driver that is to be tested in place of ours. */
export async function asioTest(name: string, settings: Pick<TestRequest, "seconds" | "sampleRate" | "bufferFrames">, { audio }: Lab): Promise<AsioTest> {
  const request: TestRequest = { text: "", file: "", configFile: null, scenario: null, ...settings };
  const choice = await choose(name, audio());
  if (choice.ok) return { kind: "ready", request: { ...request, asio: choice.driver } };
  const { error } = choice;
  const asio = { name, bits: 64, clsid: null, description: null, dll: null, dllFound: false, dllBits: null } as const;
  const result = { ...EMPTY_PROBE_RESULT, error };
  return { kind: "refused", error, report: buildReport({ request: { ...request, asio }, seed: 0, result, startedAt: new Date(), portaudio: null }) };
}

async function choose(name: string, audio: ReturnType<Lab["audio"]>): Promise<ReturnType<typeof chooseAsioDriver>> {
  try {
    return chooseAsioDriver(await audio.asioDrivers(), name);
  } catch (thrown) {
    if (!(thrown instanceof LabFailure)) throw thrown;
    return { ok: false, error: thrown.error };
  }
}
