import assert from "node:assert/strict";
import { audioProcessesBelow } from "./support/processes.ts";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { CABLE } from "./support/virtualCable.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

const CONFIG = 'backend = "Virtual"\nbufferSizeSamples = 480\n\n[input]\n\n[output]\n';

/** The built-in device, with something wrong about opening or stopping it. */
const device = (fault = ""): string => `${CABLE}${fault === "" ? "" : `[device.open]\n${fault}\n`}`;

/** More than any deadline of the audio process, so only the supervisor can end it. */
const FOR_EVER = 600;

/** Seconds of a test that is still in mid-stream when we have found its process. */
const LONG = 12;

describe("an audio process that fails, in a real workbench", function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await Workbench.start({ name: "failures" }); });
  after(() => workbench.stop());
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
    await window.close();
  });

  /** Starts a test of so many seconds on a device that fails in this way. */
  async function test(fault: string, seconds = 1): Promise<void> {
    workbench.newFolder(CONFIG);
    workbench.writeSettings({ "flexlab.test.seconds": seconds });
    workbench.writeScenario(device(fault));
    window = await workbench.open();
    await window.devicesKnown();
    await window.runCommand("FlexLab: Test Backend");
  }

  /** The editor still edits, and the next test on a sound device works. */
  async function staysWell(): Promise<void> {
    await window.clearNotifications();
    await window.focusEditor();
    await window.page.keyboard.press("Control+End");
    await window.page.keyboard.type("# still here");
    await window.line(/^# still here/);
    workbench.writeScenario(device());
    await window.runCommand("FlexLab: Test Backend");
    await window.line(/^bufferSizeSamples = 480.*measured/);
    await window.status(/ms/);
  }

  it("crashes in open: an error, a working editor, a working next test", async () => {
    await test("crash = true");
    await window.notification(/The audio process crashed while opening the device/);
    await window.status(/Failed/);
    await window.panelShows(/audio-process-crashed/);
    await window.screenshot("crash-in-open");
    await staysWell();
  });

  it("hangs in open: ended at the deadline, a working editor, a working next test", async () => {
    await test(`hangSeconds = ${FOR_EVER}`);
    const started = Date.now();
    await window.notification(/hung while opening the device/);
    assert.ok(Date.now() - started < 30_000, "the deadline was missed by far");
    await window.status(/Failed/);
    await window.screenshot("hang-in-open");
    await staysWell();
  });

  it("hangs in stop: ended at the deadline, a working editor, a working next test", async () => {
    await test(`stopHangSeconds = ${FOR_EVER}`);
    const started = Date.now();
    await window.notification(/hung while stopping the stream/);
    assert.ok(Date.now() - started < 40_000, "the deadline was missed by far");
    await window.status(/Failed/);
    await window.screenshot("hang-in-stop");
    await staysWell();
  });

  it("is killed in mid-stream: an error, a working editor, a working next test", async () => {
    await test("", LONG);
    await window.panelShows(/Playing and recording/);
    const processes = audioProcessesBelow(workbench.pid);
    assert.ok(processes.length > 0, "no audio process runs during a test");
    for (const pid of processes) process.kill(pid, "SIGKILL");
    await window.notification(/The audio process was killed while running the stream/);
    await window.status(/Failed/);
    await window.screenshot("killed-in-mid-stream");
    await staysWell();
  });
});
