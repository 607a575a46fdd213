import assert from "node:assert/strict";
import { runTest } from "../../extension/lab/runTest.ts";
import { addonPort } from "./addonPort.ts";

const SECONDS = 6;
const BUFFER = 960;
const TEXT = `backend = "Virtual"\nbufferSizeSamples = ${BUFFER}\n[input]\ndevice = "Microphone"\n[output]\ndevice = "Speakers"\n`;

/** Two devices, each on a clock of its own; callbacks of the one overtake those of the other. */
function scenario(ppm: number): string {
  return [
    'clock = "fast"',
    `[[device]]\nname = "Speakers"\ninputs = 0\noutputs = 2\nclockPpm = ${ppm}`,
    `[[device]]\nname = "Microphone"\ninputs = 2\noutputs = 0\nclockPpm = ${-ppm}\nhears = "Speakers"`,
  ].join("\n");
}

describe("two devices whose clocks drift apart, through the driver", function () {
  this.timeout(120_000);

  for (const ppm of [100, -100]) {
    it(`lose nothing, and the round trip settles (${2 * ppm} ppm)`, async () => {
      const report = await runTest(
        { text: TEXT, file: "FlexASIO.toml", configFile: null, scenario: { name: "two clocks", text: scenario(ppm) }, seconds: SECONDS, sampleRate: null, bufferFrames: null },
        addonPort(),
      );
      assert.deepEqual([report.error, report.glitches.events], [null, []]);
      const { movesFrames, reportedRoundTripFrames: reported, measuredRoundTripFrames: measured } = report.latency;
      const [least, most] = movesFrames ?? [0, 0];
      assert.ok(most - least < 0.5, `${least} to ${most}`);
      assert.ok(Math.abs((measured ?? NaN) - (reported ?? NaN)) < 1, `${measured}, reported ${reported}`);
      assert.equal(report.integrity.resampled.detected, true);
      assert.ok(report.integrity.resampled.quality?.grade === "A", JSON.stringify(report.integrity.resampled));
    });
  }
});
