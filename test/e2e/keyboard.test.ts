import assert from "node:assert/strict";
import { configText } from "../bench/configText.ts";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

const CONFIG = 'backend = "Virtual"\nbufferSizeSample = 480\n\n[input]\n\n[output]\n';

/** Everything here is done without the mouse. */
describe("the keyboard alone, in a real workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await Workbench.start({ name: "keyboard" }); });
  after(() => workbench.stop());
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
    await window.close();
  });

  it("picks a device, and a screen reader is told what there is to pick", async () => {
    workbench.newFolder(CONFIG);
    window = await workbench.open();
    await window.devicesKnown();
    await window.runCommand("FlexLab: Pick Input Device…");
    const row = window.pickerRow(/^Virtual Cable/);
    await row.waitFor();
    assert.match((await row.getAttribute("aria-label")) ?? "", /Virtual Cable.*2 channels.*48 kHz/s);
    await window.page.keyboard.type("Virtual Cable");
    await row.and(window.page.locator(".focused")).waitFor();
    await window.page.keyboard.press("Enter");
    await window.pickerRow(/^Done/).waitFor();
    await window.page.keyboard.press("Enter");
    await window.line(/^device = "Virtual Cable"/);
    await window.page.keyboard.press("Control+z");
    await window.noLine(/^device/);
  });

  it("goes to the problem and mends it", async () => {
    workbench.newFolder(CONFIG);
    window = await workbench.open();
    await window.page.locator(".squiggly-warning").first().waitFor();
    await window.devicesKnown();
    await window.runCommand("View: Focus Active Editor Group");
    await window.page.keyboard.press("F8");
    await window.page.locator(".marker-widget", { hasText: "bufferSizeSamples" }).waitFor();
    await window.page.keyboard.press("Escape");
    await window.openFixes(/Write bufferSizeSamples/);
    await window.page.keyboard.press("Enter");
    await window.line(/^bufferSizeSamples = 480/);
  });

  it("types into five thousand lines: every letter arrives, and is checked", async () => {
    workbench.newFolder(configText(5000, false));
    window = await workbench.open();
    await window.lens("Pick device…").first().waitFor();
    await window.runCommand("View: Focus Active Editor Group");
    await window.page.keyboard.press("Control+End");
    await window.page.keyboard.press("Enter");
    const typed = "channels = 2_ # typed without waiting";
    await window.page.keyboard.type(typed, { delay: 15 });
    await window.line(new RegExp(`^${typed}`));
    await window.page.locator(".squiggly-error").first().waitFor();
  });
});
