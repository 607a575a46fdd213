import assert from "node:assert/strict";
import { CABLE, STEREO } from "./support/virtualCable.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";

const CONFIG = `# A comment that stays.
${STEREO}`;

/** Its true round trip is 1234 frames; it claims 10 ms each way; three frames get lost after a second. */
const LYING_CABLE = `${CABLE}
delayFrames = 1234.0
claimedInputLatency = 0.01
claimedOutputLatency = 0.01
[[device.fault]]
at = 48000
kind = "drop"
frames = 3
`;

describe("the main path, in a real workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await Workbench.start({ name: "main-path" }); });
  after(() => workbench.stop());
  beforeEach(() => openWith(CONFIG));
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
    await window.close();
  });

  async function openWith(config: string): Promise<void> {
    workbench.newFolder(config);
    workbench.writeSettings({});
    workbench.writeScenario(CABLE);
    window = await workbench.open();
    await window.devicesKnown();
  }

  async function reopenWith(config: string): Promise<void> {
    await window.close();
    await openWith(config);
  }

  it("picks a device by lens: one line is written, and undo takes it back", async () => {
    await window.lens("Pick device…").first().click();
    await window.pickerRow(/^Virtual Cable/).waitFor();
    await window.screenshot("pick-device");
    await window.pickerRow(/^Virtual Cable/).click();
    await window.pickerRow(/^Done/).waitFor();
    await window.screenshot("pick-channels");
    await window.pickerRow(/^Done/).click();
    await window.line(/^device = "Virtual Cable"/);
    await window.save();
    const written = workbench.readConfig().split("\n");
    assert.equal(written.filter((line) => line === 'device = "Virtual Cable"').length, 1);
    assert.equal(written.filter((line) => line !== 'device = "Virtual Cable"').join("\n"), CONFIG);
    await window.undo();
    await window.noLine(/^device/);
    await window.save();
    assert.equal(workbench.readConfig(), CONFIG);
  });

  it("tests by lens: the truth stands beside the line, in the status bar and in the panel", async () => {
    workbench.writeScenario(LYING_CABLE);
    await window.lens("Test Backend").first().click();
    const hint = await window.line(/^bufferSizeSamples = 480.*measured 25\.7, reported 20\.0 ms/);
    assert.match(hint, /10\.0 ms/);
    assert.match(await window.status(/ms/), /25\.7 ms/);
    assert.match(await window.panelFigure("Round trip, measured", /25\.71/), /1,234 ± 0 frames/);
    await window.panelFigure("Driver reports", /20\.00/);
    await window.panelFigure("Glitches", /1 dropped/);
    await window.panelShows(/48,000/);
    // The fault of the scenario, clicked: what came back beside what was played.
    await window.panel.locator(".glitch-table tbody tr").first().click();
    await window.panel.getByRole("img", { name: /^Input channel 1: at frame 48,000 the sample .* was expected/ }).waitFor();
    await window.screenshot("test-backend-glitch");
  });

  it("tests text that is not saved, by command, and drops the measurement when that text changes", async () => {
    await window.focusEditor();
    await window.page.keyboard.press("Control+Home");
    await window.page.keyboard.press("ArrowDown");
    await window.page.keyboard.press("ArrowDown");
    await window.page.keyboard.press("End");
    await window.page.keyboard.press("Backspace");
    await window.page.keyboard.press("Backspace");
    await window.page.keyboard.press("Backspace");
    await window.page.keyboard.type("256");
    await window.line(/^bufferSizeSamples = 256/);
    await window.runCommand("FlexLab: Test Backend");
    await window.line(/^bufferSizeSamples = 256.*measured/);
    await window.panelFigure("Buffer", /256\s+frames/);
    assert.equal(workbench.readConfig(), CONFIG, "the file on disk was touched");
    await window.screenshot("test-backend-clean");
    await window.focusEditor();
    await window.page.keyboard.press("Control+z");
    await window.noLine(/measured/);
  });

  it("plays a test stream whose levels move, and stops it", async () => {
    await window.runCommand("FlexLab: Open Panel");
    await window.panel.getByRole("tab", { name: "Stream" }).click();
    await window.panel.getByRole("button", { name: "Start stream" }).click();
    await window.panelShows("Streaming");
    const levels = window.panel.locator(".levels, lab-meter, canvas").first();
    await levels.waitFor();
    const seen = new Set<string>();
    for (let i = 0; i < 50 && seen.size < 2; i += 1) {
      seen.add((await levels.screenshot()).toString("base64"));
      await window.page.waitForTimeout(100);
    }
    assert.ok(seen.size >= 2, "the levels never moved");
    await window.screenshot("test-stream");
    await window.panel.getByRole("button", { name: "Stop stream" }).click();
    await window.panelShows("Idle");
  });

  it("keeps the report in the panel when the window is loaded again", async () => {
    await window.runCommand("FlexLab: Test Backend");
    await window.panelShows("Bit-perfect");
    await window.runCommand("Developer: Reload Window");
    await window.page.locator("iframe.webview").waitFor({ state: "detached" });
    await window.panelShows("Bit-perfect");
  });

  it("does not test a file with errors, and says where", async () => {
    await reopenWith(CONFIG.replace("480", '"many"'));
    await window.line(/"many"/);
    await window.page.locator(".squiggly-error").first().waitFor();
    await window.runCommand("FlexLab: Test Backend");
    await window.notification(/Not tested, the file has 1 error/);
    await window.screenshot("file-with-error");
  });

  it("offers a backend that is here when the file names one that is not, and leaves the file as it is", async () => {
    const other = CONFIG.replace('"Virtual"', '"Windows WASAPI"');
    await reopenWith(other);
    await window.lensFact("Not on this machine").waitFor();
    assert.equal(await window.page.locator(".squiggly-error").count(), 0);
    await window.lens(/Test with Virtual/).first().click();
    await window.line(/on Virtual measured|measured/);
    assert.equal(workbench.readConfig(), other);
    await window.screenshot("backend-not-here");
  });
});
