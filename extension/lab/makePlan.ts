import type { ProbePlan } from "../audio/contract.ts";
import type { TestRequest } from "./testRequest.ts";

/**
 * The run of the driver that answers a test request.
 *
 * Exactly `seconds` of stream time are recorded. What is played in the last round trip of it does not come back in time
 * and is not analysed, and before the first round trip there is only silence: with a round trip of 20 ms a test of 2 s
 * judges 1.98 s. A path slower than the whole test brings nothing back, and the report says so. (Recording longer than
 * asked "to be safe" would make every test as slow as the slowest imaginable path.)
 *
 * `seed` makes this run's signal unlike any other's, so that sound left over from an earlier run proves nothing.
 */
export function makePlan(request: TestRequest, seed: number): ProbePlan {
  return {
    configText: request.text,
    configFile: request.configFile,
    scenario: request.scenario,
    asio: request.asio === undefined ? null : { name: request.asio.name, clsid: request.asio.clsid ?? "" },
    sampleRate: request.sampleRate,
    bufferFrames: request.bufferFrames,
    seconds: request.seconds,
    signal: { kind: "position", seed: seed >>> 0, amplitude: 0.5 },
    channels: null,
    fadeFrames: 0,
  };
}
