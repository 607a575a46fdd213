import assert from "node:assert/strict";
import { join } from "node:path";
import { CliFolder, GOOD_CONFIG, reportOf } from "./cliFolder.ts";
import { root } from "./realClient.ts";

const ESCAPE = "\u001b";
const FAST = 'clock = "fast"\n[[device]]\nname = "Virtual Cable"\n';

describe("flexlab test", function () {
  this.timeout(30_000);
  let cli: CliFolder;

  before(() => { cli = new CliFolder(); });
  after(() => { cli.remove(); });

  it("measures the path of the example, bit by bit", async () => {
    const run = await cli.run(["test", join(root, "examples", "FlexASIO.toml"), "--json", "--seconds", "0.5"]);
    const report = reportOf(run);
    assert.equal(run.code, 0, run.err);
    assert.deepEqual([report.schema, report.opened, report.error, report.backend], ["flexlab-report/1", true, null, "Virtual"]);
    assert.deepEqual([report.integrity.bitPerfect, report.latency.measuredRoundTripFrames, report.glitches.count], [true, 960, 0]);
    assert.equal(report.verdict.level, "pass");
    assert.equal(run.err, "");
  });

  it("says that other ASIO drivers are for Windows", async () => {
    const run = await cli.run(["test", "--asio", "FlexASIO", "--json"]);
    const { error, driver, config, verdict } = reportOf(run);
    assert.deepEqual([run.code, error?.code, driver?.name, config, verdict.level], [1, "asio-not-here", "FlexASIO", null, "fail"]);
    const told = await cli.run(["test", "--asio", "FlexASIO"]);
    assert.deepEqual([told.code, told.out], [1, ""]);
    assert.match(told.err, /^error ASIO drivers are installed and loaded on Windows only\. \[asio-not-here\]\n {2}Run this on Windows; /);
  });

  it("tests standard input at the rate and buffer asked for, and prints the verdict first", async () => {
    const scenario = cli.file("fast.toml", FAST);
    const run = await cli.run(["test", "-", "--rate", "96000", "--buffer", "128", "--seconds", "0.5", "--scenario", scenario], { input: 'backend = "Virtual"\n' });
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, /PASS/);
    assert.match(run.out, /96(\.0)? kHz|96 ?000 Hz/);
    assert.match(run.out, /128/);
    assert.ok(!run.out.includes(ESCAPE));
  });

  it("does not run a file with errors: exit 1, the report says where", async () => {
    const run = await cli.run(["test", "-", "--json"], { input: 'backend = "Virtual"\n[output]\nchannels = "two"\n' });
    const report = reportOf(run);
    assert.equal(run.code, 1);
    assert.deepEqual(report.error?.where, { table: "output", key: "channels" });
    assert.deepEqual([report.error.code, report.opened, report.verdict.level], ["config-invalid", false, "fail"]);
    assert.match(run.err, /standard input:3:12: error wrong-type/);
  });

  it("does run a file that only stock FlexASIO refuses", async () => {
    const scenario = cli.file("fast.toml", FAST);
    const run = await cli.run(["test", "-", "--seconds", "0.2", "--scenario", scenario], { input: 'backend = "Virtual"\ninput.suggestedLatencySeconds = 0\n' });
    assert.equal(run.code, 0, run.err);
  });

  it("tells a backend that this machine does not have, and which ones it has", async () => {
    const backend = process.platform === "win32" ? "ALSA" : "Windows WASAPI";
    const run = await cli.run(["test", "-", "--json"], { input: `backend = "${backend}"\n` });
    const { error } = reportOf(run);
    assert.equal(run.code, 1);
    assert.equal(error?.code, "backend-not-available");
    assert.match(error.hint, /Virtual/);
    assert.deepEqual(error.where, { table: "top", key: "backend" });
  });

  it("tells a device that is not here", async () => {
    const run = await cli.run(["test", "-", "--json"], { input: 'backend = "Virtual"\n[input]\ndevice = "Nowhere"\n' });
    const { error } = reportOf(run);
    assert.equal(run.code, 1);
    assert.deepEqual([error?.code, error?.where], ["device-not-found", { table: "input", key: "device" }]);
  });

  it("exits 3 with a report when the driver crashes the audio process", async () => {
    const run = await cli.run(["test", join(root, "examples", "FlexASIO.toml"), "--json", "--scenario", join(root, "examples", "scenarios", "crash-in-open.toml")]);
    const report = reportOf(run);
    assert.equal(run.code, 3);
    assert.deepEqual([report.error?.code, report.opened], ["audio-process-crashed", false]);
    assert.match(report.error?.message ?? "", /crashed while opening the device/);
    assert.equal(report.verdict.level, "fail");
  });

  it("exits 3 with a report when the driver hangs in stop, which says how far it came", async () => {
    const run = await cli.run(["test", join(root, "examples", "FlexASIO.toml"), "--json", "--seconds", "0.2", "--scenario", join(root, "examples", "scenarios", "hang-in-stop.toml")]);
    const report = reportOf(run);
    assert.equal(run.code, 3);
    assert.deepEqual([report.error?.code, report.opened], ["audio-process-hung", true]);
    assert.match(report.error?.message ?? "", /while stopping/);
  });

  it("says what is missing when there is no addon: exit 3", async () => {
    const run = await cli.run(["test", "-", "--json"], { input: GOOD_CONFIG, env: { FLEXLAB_ADDON: join(cli.folder, "none.node") } });
    assert.equal(run.code, 3);
    assert.equal(reportOf(run).error?.code, "audio-addon-missing");
    const devices = await cli.run(["devices"], { env: { FLEXLAB_ADDON: join(cli.folder, "none.node") } });
    assert.deepEqual([devices.code, devices.out], [3, ""]);
    assert.match(devices.err, /audio-addon-missing/);
  });
});
