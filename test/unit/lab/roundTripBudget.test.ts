import assert from "node:assert/strict";
import type { ProbeStream } from "../../../extension/audio/contract.ts";
import { formatReport } from "../../../extension/lab/export/formatReport.ts";
import { roundTripBudget } from "../../../extension/lab/roundTripBudget.ts";
import { recordedRun } from "../../simulator/recordedRun.ts";
import { reportOf, reporting } from "./reportFixtures.ts";

function streamOf(backend: string, exclusive: boolean | null, bufferFrames: number): ProbeStream {
  const { stream } = recordedRun({ seed: 1, seconds: 0.1, bufferFrames });
  assert.ok(stream !== null);
  return { ...stream, backend, exclusive };
}

describe("the budget of a round trip", function () {
  this.timeout(60_000);

  it("of a path that costs its buffers alone has nothing else in it", () => {
    const jack = streamOf("JACK Audio Connection Kit", null, 256);
    assert.deepEqual(roundTripBudget('backend = "JACK Audio Connection Kit"', jack, 512, 512), { parts: [{ kind: "buffer", frames: 512 }], unexplainedFrames: 0 });
  });

  it("takes one buffer where sound goes out in the callback that brought it in", () => {
    const virtual = streamOf("Virtual", null, 480);
    assert.deepEqual(roundTripBudget('backend = "Virtual"', virtual, 480, 480), { parts: [{ kind: "buffer", frames: 480 }], unexplainedFrames: 0 });
  });

  it("divides what is known of WASAPI, what the driver reports beyond it, and what nobody owns up to", () => {
    // Shared: PortAudio keeps the larger of buffer and suggested latency (10 ms here) in each direction, the engine 10 ms.
    const text = 'backend = "Windows WASAPI"\n[input]\nsuggestedLatencySeconds = 0.01\n[output]\nsuggestedLatencySeconds = 0.01\n';
    assert.deepEqual(roundTripBudget(text, streamOf("Windows WASAPI", false, 240), 2600, 3100), {
      parts: [
        { kind: "buffer", frames: 480 },
        { kind: "portaudio", frames: 960 },
        { kind: "engine", frames: 960 },
        { kind: "device", frames: 200 },
      ],
      unexplainedFrames: 500,
    });
  });

  it("promises too much where the driver does, and believes no impossible report", () => {
    const virtual = streamOf("Virtual", null, 480);
    assert.equal(roundTripBudget('backend = "Virtual"', virtual, 2000, 960).unexplainedFrames, -1040);
    assert.deepEqual(roundTripBudget('backend = "Virtual"', virtual, 2 ** 32, 1000), { parts: [{ kind: "buffer", frames: 960 }], unexplainedFrames: 40 });
  });

  it("is drawn from reported to real, with what is unexplained", () => {
    const page = formatReport(reportOf({ delayFrames: 2400 }, reporting(1440)), "html");
    assert.match(page, /unexplained: 20\.0 ms/);
    assert.match(page, /real is 20\.0 ms more than reported/);
    assert.match(page, /<title>device: 10\.0 ms<\/title>/);
    assert.doesNotMatch(formatReport(reportOf({}), "html"), /unexplained:|than reported</);
  });

  it("is joined by a bar for each interval that occurred", () => {
    const page = formatReport(reportOf({ seconds: 1, stalls: [{ before: 40, seconds: 0.5 }] }), "html");
    assert.match(page, /<title>510 ms to 521 ms: 1 callbacks<\/title>|<title>50\d ms to 51\d ms: 1 callbacks<\/title>/);
    assert.match(page, /aria-label="Callback intervals and durations"/);
  });
});
