import assert from "node:assert/strict";
import { OTHER_DRIVER, reportOf, reporting, withError } from "./reportFixtures.ts";

describe("judgeRun", function () {
  this.timeout(60_000);

  it("passes a clean path", () => {
    assert.deepEqual(reportOf({}).verdict, {
      level: "pass",
      sentences: [
        "Round trip 20.0 ms (960 frames), exactly as reported.",
        "No glitches in 500 ms.",
        "Bit-perfect: every sample came back unchanged (24 bits).",
      ],
    });
  });

  it("sends nobody to a file that another driver does not have", () => {
    const unwired = reportOf({ matrix: [[0, 0], [0, 0]] }, (result) => result, OTHER_DRIVER).verdict;
    assert.equal(unwired.level, "warn");
    assert.match(unwired.sentences[0] ?? "", /^Nothing of what was played came back: .* with a cable, or test longer/);
    const oneWay = reportOf({}, (result) => ({ ...result, stream: result.stream && { ...result.stream, input: null } }), OTHER_DRIVER).verdict;
    assert.equal(oneWay.level, "warn");
    assert.match(oneWay.sentences[0] ?? "", /one direction only.* in its control panel\.$/);
    assert.ok(![...unwired.sentences, ...oneWay.sentences].some((sentence) => sentence.includes("[input]")));
  });

  it("fails a path that lost sound, and says what and where", () => {
    const { verdict } = reportOf({ faults: [{ at: 12_000, kind: "drop", frames: 3 }] });
    assert.equal(verdict.level, "fail");
    assert.equal(verdict.sentences[0], "1 glitch: 3 frames dropped at 0.250 s.");
  });

  it("tells the first glitches and counts the rest", () => {
    const { verdict } = reportOf({
      faults: [
        { at: 12_000, kind: "insert", frames: 1 },
        { at: 13_000, kind: "repeat", frames: 64 },
        { at: 14_000, kind: "zero", frames: 9, channel: 1 },
        { at: 15_000, kind: "corrupt", frames: 2 },
      ],
    });
    assert.equal(
      verdict.sentences[0],
      "4 glitches: 1 frame inserted as silence at 0.250 s; 64 frames played twice at 0.271 s; " +
        "9 frames silenced on channel 2 at 0.292 s; and 1 more.",
    );
  });

  it("grades the reported latency", () => {
    const first = (frames: number): string | undefined => reportOf({}, reporting(frames)).verdict.sentences[0];
    assert.equal(first(960), "Round trip 20.0 ms (960 frames), exactly as reported.");
    assert.equal(first(930), "Round trip 20.0 ms (960 frames), 0.63 ms (30 frames) more than reported.");
    assert.equal(first(1300), "Round trip 20.0 ms (960 frames), 7.08 ms (340 frames) less than reported.");
    assert.equal(
      first(240),
      "Round trip 20.0 ms (960 frames), but the driver reports 5.00 ms (240 frames): 15.0 ms more.",
    );
    assert.equal(
      first(-2),
      "Round trip 20.0 ms (960 frames); the driver reports -2 frames, which no path can have.",
    );
    assert.equal(reportOf({}, reporting(240)).verdict.level, "warn");
    assert.equal(reportOf({}, reporting(930)).verdict.level, "pass");
  });

  it("tells how far a round trip moves, and grades the report by where it is farthest", () => {
    const { verdict, latency } = reportOf({ seconds: 6, delayFrames: 960, wander: (frame) => 20 * Math.sin(frame / 24_000) });
    assert.match(verdict.sentences.join(" "), /Round trip 20\.\d ms \(9\d\d\.\d+ frames\) on average \(between 940(\.0\d)? and 980(\.0\d)? frames\), .* than reported\./);
    assert.deepEqual([latency.verdict, latency.method], ["good", "phase"]);
  });

  it("says what to do when nothing came back", () => {
    const { verdict, latency } = reportOf({ matrix: [[0, 0], [0, 0]] });
    assert.equal(latency.measuredRoundTripFrames, null);
    assert.equal(verdict.level, "warn");
    assert.match(verdict.sentences[0] ?? "", /^Nothing of what was played came back: the input is digital silence\. Connect/);
    assert.match(reportOf({ matrix: [[0, 0], [0, 0]], noiseDbfs: -40 }).verdict.sentences[0] ?? "", /only other sound/);
  });

  it("says so when the recording is shorter than the delay", () => {
    assert.match(reportOf({ delayFrames: 30_000 }).verdict.sentences[0] ?? "", /test longer .* 500 ms that were recorded/);
  });

  it("names what changed the samples", () => {
    const sentences = reportOf({ gainDb: -6, invert: true, quantizeBits: 16 }).verdict.sentences;
    assert.equal(
      sentences[0],
      "Not bit-perfect: level changed by -6.0 dB, polarity inverted, about 16 bits of each sample survive.",
    );
    assert.ok(
      reportOf({ matrix: [[0, 1], [1, 0]] }).verdict.sentences.includes(
        "Channels are crossed: input 1 carries output 2, input 2 carries output 1.",
      ),
    );
  });

  it("puts a failure first, with its way out", () => {
    const { verdict } = reportOf({}, withError("device-not-found", "There is no device of that name."));
    assert.deepEqual(verdict, { level: "fail", sentences: ["There is no device of that name. Choose another."] });
  });

  it("lists a stall", () => {
    const report = reportOf({ stalls: [{ before: 30, seconds: 0.25 }] });
    assert.deepEqual(report.glitches.events, [
      { direction: "input", channel: null, frame: 14_400, lengthFrames: 12_000, kind: "stalled", deltaFrames: 0 },
    ]);
    assert.equal(report.verdict.sentences[0], "1 glitch: stream stalled for 250 ms at 0.300 s.");
  });
});
