import assert from "node:assert/strict";
import { formatReport } from "../../../extension/lab/export/formatReport.ts";
import { glitchWav, glitchWavName } from "../../../extension/lab/export/glitchWav.ts";
import type { Report } from "../../../extension/lab/report.ts";
import { reportOf, withError } from "./reportFixtures.ts";

const glitchy = reportOf({
  faults: [
    { at: 6_000, kind: "drop", frames: 3 },
    { at: 20_000, kind: "zero", frames: 480, channel: 0 },
  ],
});

function named(name: string): Report {
  const device = { name, channels: 2 };
  return { ...glitchy, devices: { input: device, output: device } };
}

describe("report exports", function () {
  this.timeout(60_000);

  it("as JSON are the report", () => {
    assert.deepEqual(JSON.parse(formatReport(glitchy, "json")), JSON.parse(JSON.stringify(glitchy)));
  });

  it("as Markdown hold verdict, figures and every glitch", () => {
    const text = formatReport(glitchy, "markdown");
    assert.match(text, /^### FlexLab: fail\n\n- 2 glitches: /);
    assert.match(text, /\| round trip, measured \| 20\.0 ms \(960 frames\), exact \|/);
    assert.match(text, /\| 6000 \| 3 frames dropped at 0\.125 s \| -3 frames \(-0\.063 ms\) \|/);
    assert.match(text, /\| 20000 \| 480 frames silenced on channel 1 at 0\.417 s \|/);
  });

  it("as Markdown keep a device name with marks and line breaks in its cell", () => {
    const text = formatReport(named("a|b `c` <img>\n# @all"), "markdown");
    const [row] = text.split("\n").filter((line) => line.startsWith("| output"));
    assert.equal(row, "| output | a\\|b \\`c\\` \\<img\\> \\# \\@all, 2 channels |");
  });

  it("as CSV hold every value once, quoted where needed, and leave empty what was not measured", () => {
    const rows = formatReport(named('Say "hi", =1'), "csv").split("\r\n");
    assert.ok(rows.includes("latency.measuredRoundTripFrames,960"));
    assert.ok(rows.includes('devices.input.name,"Say ""hi"", =1"'));
    assert.ok(rows.includes("glitches.events.1.kind,zeroed"));
    assert.ok(rows.includes("timing.intervalMs.p999,"));
    assert.ok(formatReport(named("=SUM(A1)"), "csv").includes("devices.input.name,'=SUM(A1)"));
  });

  it("as HTML are one file that loads nothing and runs nothing", () => {
    const page = formatReport(named("</script><script>alert(1)</script>"), "html");
    assert.doesNotMatch(page, /https?:|src=|href=|@import|url\(/);
    assert.equal(page.match(/<script/g)?.length, 1, "only the report as data");
    const data = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
    assert.equal((JSON.parse(data) as Report).devices.input?.name, "</script><script>alert(1)</script>");
  });

  it("as HTML draw a mark per glitch, one cell per pair of channels, and both latencies", () => {
    const page = formatReport(glitchy, "html");
    assert.equal(page.match(/<rect class="(dropped|zeroed)"/g)?.length, 2);
    assert.equal(page.match(/input \d from output \d/g)?.length, 4);
    assert.match(page, /aria-label="Measured and reported latency"/);
    assert.match(page, /<title>3 frames dropped at 0\.125 s<\/title>/);
  });

  it("of a run that never opened leave the plots out", () => {
    const page = formatReport(reportOf({}, withError("device-not-found", "There is no device of that name.")), "html");
    assert.doesNotMatch(page, /<svg/);
    assert.match(page, /There is no device of that name\./);
  });

  it("as WAV hold what came back around the glitch, sample for sample", () => {
    const input = [0, 1].map((c) => Float32Array.from({ length: 48_000 }, (_, i) => (i + c) / 100_000));
    const event = { direction: "input", channel: null, frame: 10_000, lengthFrames: 7, kind: "corrupted", deltaFrames: 0 } as const;
    const bytes = glitchWav(input, event, 48_000);
    const view = new DataView(bytes.buffer);
    const frames = 2 * 2400 + 7;
    assert.deepEqual([view.getUint16(20, true), view.getUint16(22, true), view.getUint32(24, true)], [3, 2, 48_000]);
    assert.deepEqual([view.getUint32(4, true), view.getUint32(54, true), bytes.length], [50 + frames * 8, frames * 8, 58 + frames * 8]);
    assert.equal(view.getFloat32(58, true), input[0]?.[7_600]);
    assert.equal(view.getFloat32(58 + 8 * (frames - 1) + 4, true), input[1]?.[12_406]);
    assert.equal(glitchWavName(2, event), "003-corrupted-at-10000.wav");
  });
});
