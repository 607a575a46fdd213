import assert from "node:assert/strict";
import { formatReport } from "../../../extension/lab/export/formatReport.ts";
import { renderReport } from "../../../extension/lab/renderReport.ts";
import { OTHER_DRIVER, reportOf, withError } from "./reportFixtures.ts";

const glitchy = reportOf({
  faults: [
    { at: 6_000, kind: "drop", frames: 3 },
    { at: 20_000, kind: "zero", frames: 480, channel: 0 },
  ],
});
const escape = String.fromCharCode(27);

describe("renderReport", function () {
  this.timeout(60_000);

  it("keeps to the width of the terminal", () => {
    for (const width of [40, 60, 80, 132]) {
      for (const line of renderReport(glitchy, { color: false, width }).split("\n")) {
        if (width >= 80) assert.ok(line.length < width, `${line.length} columns at ${width}: ${line}`);
      }
      for (const line of renderReport(glitchy, { color: false, width }).split("\n").slice(0, 8)) {
        assert.ok(line.length < width, `${line.length} columns at ${width}: ${line}`);
      }
    }
  });

  it("colours only when asked, and changes nothing else", () => {
    const plain = renderReport(glitchy, { color: false, width: 80 });
    const coloured = renderReport(glitchy, { color: true, width: 80 });
    assert.ok(!plain.includes(escape));
    assert.ok(coloured.includes(escape));
    assert.equal(coloured.replaceAll(new RegExp(`${escape}\\[[0-9;]*m`, "g"), ""), plain);
  });

  it("says verdict, latencies and every glitch with its place", () => {
    const text = renderReport(glitchy, { color: false, width: 90 });
    assert.match(text, /FlexASIO\.toml +FAIL/);
    assert.match(text, /· Round trip 20\.0 ms \(960 frames\), exactly as reported\./);
    assert.match(text, /measured +█+ +20\.0 ms +960 frames/);
    assert.match(text, /reported +█+ +20\.0 ms +960 frames/);
    assert.match(text, /3 frames dropped at 0\.125 s \(frame 6000, round trip −3\)/);
    assert.match(text, /480 frames silenced on channel 1 at 0\.417 s \(frame 20000\)/);
  });

  it("tells a round trip that jumps by a part of a frame with three digits, in the HTML report as well", () => {
    const [first, ...others] = glitchy.glitches.events;
    assert.ok(first !== undefined);
    const report = { ...glitchy, glitches: { ...glitchy.glitches, events: [{ ...first, deltaFrames: 1126.2392639869697 }, ...others] } };
    assert.match(renderReport(report, { color: false, width: 90 }), /round trip \+1126\.239\)/);
    assert.match(formatReport(report, "html"), />\+1126\.239</);
  });

  it("marks each glitch on the timeline", () => {
    const strip = renderReport(glitchy, { color: false, width: 90 }).split("\n").find((line) => line.includes("─"));
    const cells = strip?.match(/[─╿┃█]+/)?.[0] ?? "";
    const marks = [...cells].flatMap((cell, i) => (cell === "─" ? [] : [i / cells.length]));
    assert.equal(marks.length, 2);
    assert.ok(Math.abs((marks[0] ?? 0) - 0.25) < 0.02 && Math.abs((marks[1] ?? 0) - 0.8333) < 0.02, marks.join(", "));
  });

  it("says how the callbacks kept their deadlines, and draws the intervals", () => {
    const even = renderReport(reportOf({}), { color: false, width: 90 });
    assert.match(even, /deadline {5}p50 0\.02 % {3}max 0\.02 % of a buffer's time used/);
    assert.match(even, /rhythm {7}none more than a period late, no bursts/);
    const stalled = renderReport(reportOf({ stalls: [{ before: 20, seconds: 0.3 }] }), { color: false, width: 90 });
    assert.match(stalled, /rhythm {7}1 of 50 more than a period late, no bursts/);
    const withBursts = (count: number): string =>
      renderReport({ ...glitchy, timing: { ...glitchy.timing, bursts: { count, typicalCallbacks: 4, longestCallbacks: 6 } } }, { color: false, width: 90 });
    assert.match(withBursts(1), /, one burst of 6 callbacks/);
    assert.match(withBursts(2), /, 2 bursts of typically 4, at most 6 callbacks/);
    assert.match(stalled, /intervals {4}\S+ ms █ {22}. \d+ ms/);
  });

  it("says how long two clocks get along", () => {
    const text = renderReport(reportOf({ seconds: 2, driftPpm: 100 }), { color: false, width: 90 });
    assert.match(text, /slip {9}one buffer every 100\.0 s, not before (100\.0|99\.\d) s/);
  });

  it("calls another driver by its name", () => {
    const text = renderReport(reportOf({}, (result) => ({ ...result, stream: result.stream && { ...result.stream, backend: "ASIO" } }), OTHER_DRIVER), { color: false, width: 80 });
    assert.match(text, /^ASIO driver Other Driver {2,}PASS $/m);
    assert.match(text, /^ASIO · Simulated · 48000 Hz/m);
  });

  it("shows a run that never opened as its error alone", () => {
    const text = renderReport(reportOf({}, withError("device-not-found", "There is no device of that name.")), {
      color: false,
      width: 80,
    });
    assert.match(text, /✘ There is no device of that name\. Choose another\./);
    assert.ok(!text.includes("Latency") && !text.includes("Timing"));
  });
});
