import { buildReport } from "../../../extension/lab/buildReport.ts";
import type { Report } from "../../../extension/lab/report.ts";
import type { AsioDriver, ProbeResult } from "../../../extension/audio/contract.ts";
import { recordedRun } from "../../simulator/recordedRun.ts";
import type { RecordedRun } from "../../simulator/recordedRun.ts";

/** The report of a simulated path, changed as a test needs it. */
export function reportOf(run: Partial<RecordedRun>, change: (result: ProbeResult) => ProbeResult = (r) => r, asio?: AsioDriver): Report {
  const seed = 4711;
  const result = recordedRun({ seed, seconds: 0.5, delayFrames: 960, ...run });
  return buildReport({
    request: {
      text: 'backend = "Virtual"\n',
      file: "FlexASIO.toml",
      scenario: null,
      seconds: 0.5,
      sampleRate: null,
      bufferFrames: null,
      configFile: null,
      ...(asio === undefined ? {} : { asio }),
    },
    seed,
    result: change(result),
    startedAt: new Date(0),
    portaudio: "PortAudio 19.7.0",
  });
}

/** An installed driver, as Windows lists it. */
export const OTHER_DRIVER: AsioDriver = { name: "Other Driver", bits: 64, clsid: "{00000000-0000-0000-0000-000000000001}", description: "Other", dll: "C:\\other.dll", dllFound: true, dllBits: 64 };

/** The same run with what the driver says of its latency replaced; in and out each get half. */
export function reporting(frames: number): (result: ProbeResult) => ProbeResult {
  return (result) => ({
    ...result,
    stream: result.stream && { ...result.stream, reportedInputFrames: frames / 2, reportedOutputFrames: frames / 2 },
  });
}

export function withError(code: string, message: string): (result: ProbeResult) => ProbeResult {
  return (result) => ({
    ...result,
    stream: null,
    recording: null,
    timing: null,
    error: { code, message, hint: "Choose another.", where: { table: "output", key: "device" }, host: "-9996 Invalid device" },
  });
}
