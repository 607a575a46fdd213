import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator, Page } from "@playwright/test";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { CABLE, STEREO } from "./support/virtualCable.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

/** After a quarter of a minute three frames get lost: the stream is in sight by then, on slow machines too. */
const FAULT = `
[[device.fault]]
at = 720000
kind = "drop"
frames = 3
`;

describe("the panel, in a real workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await Workbench.start({ name: "panel" }); });
  after(() => workbench.stop());
  beforeEach(async () => {
    workbench.newFolder(STEREO);
    mkdirSync(join(workbench.folder, "studio"));
    writeFileSync(join(workbench.folder, "studio", "FlexASIO.toml"), STEREO.replace("480", "256"));
    workbench.writeSettings({ "flexlab.test.seconds": 1, "flexlab.test.openPanel": false });
    workbench.writeScenario(CABLE);
    window = await workbench.open();
    await window.devicesKnown();
  });
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
    await window.close();
  });

  /** All pages of panels in a window of the workbench, in the order in which they came. */
  function panelAt(page: Page, index: number): FrameLocator {
    return page.locator("iframe.webview.ready").nth(index).contentFrame().frameLocator("iframe#active-frame");
  }

  /** The top of what holds the page of the one panel. */
  async function place(): Promise<{ readonly x: number; readonly y: number }> {
    const box = await window.page.locator("iframe.webview.ready").boundingBox();
    assert.ok(box !== null);
    return box;
  }

  async function editorPlace(): Promise<{ readonly x: number; readonly width: number; readonly bottom: number }> {
    const box = await window.page.locator(".editor-instance").first().boundingBox();
    assert.ok(box !== null);
    return { x: box.x, width: box.width, bottom: box.y + box.height };
  }

  it("opens beside the editor, then below it, and there again when it is opened without a wish", async () => {
    await window.runCommand("FlexLab: Open Panel");
    await window.panelShows("Follows the editor");
    const beside = await editorPlace();
    assert.ok((await place()).x >= beside.x + beside.width, "it does not stand beside the editor");
    await window.screenshot("panel-beside");
    await window.runCommand("View: Close Editor");
    await window.page.locator("iframe.webview.ready").waitFor({ state: "detached" });

    await window.runCommand("FlexLab: Open Panel Below");
    await window.panelShows("Follows the editor");
    await window.eventually("a panel below the editor", async () => (await place()).y >= (await editorPlace()).bottom);
    await window.screenshot("panel-below");
    await window.runCommand("View: Hide Panel");
    await window.page.locator(".part.panel").waitFor({ state: "hidden" });
    await window.runCommand("FlexLab: Open Panel");
    await window.page.locator(".part.panel").waitFor();
    await window.panelShows("Follows the editor");
    await window.eventually("a panel below the editor again", async () => (await place()).y >= (await editorPlace()).bottom);
  });

  it("opens in a window of its own, where it follows the file", async () => {
    const opened = window.page.context().waitForEvent("page");
    await window.runCommand("FlexLab: Open Panel in a New Window");
    const own = await opened;
    await panelAt(own, 0).getByText("Nothing measured yet").or(panelAt(own, 0).getByRole("tab", { name: "Path" })).first().waitFor();
    await panelAt(own, 0).getByRole("button", { name: "Test Backend" }).click();
    await panelAt(own, 0).getByText("Bit-perfect").locator("visible=true").first().waitFor();
    await window.line(/^bufferSizeSamples = 480.*measured/);
    await own.close();
  });

  it("shows the newest state after it was hidden", async () => {
    const { page } = window;
    await window.runCommand("FlexLab: Open Panel");
    await window.panel.getByRole("tab", { name: "History" }).click();
    await window.panelShows("No runs yet");
    // Another file over the panel, where it stands: its page is gone until it is shown again.
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").first().fill("scenario.toml");
    await window.pickerRow("scenario.toml").click();
    await page.locator("iframe.webview.ready").waitFor({ state: "hidden" });
    await window.focusEditor();
    await window.runCommand("FlexLab: Test Backend");
    await window.line(/^bufferSizeSamples = 480.*measured/);
    await window.runCommand("FlexLab: Open Panel");
    await window.panelShows("One run so far");
  });

  it("keeps its part and the runs of the file over a reload of the window", async () => {
    await window.runCommand("FlexLab: Open Panel");
    await window.panel.getByRole("button", { name: "Test Backend" }).click();
    await window.panelShows("Bit-perfect");
    await window.panel.getByRole("tab", { name: "History" }).click();
    await window.panelShows("One run so far");
    await window.runCommand("Developer: Reload Window");
    await window.page.locator("iframe.webview").first().waitFor({ state: "detached" });
    await window.panelShows("One run so far");
    await window.panelShows("Pass");
    await window.screenshot("panel-history");
  });

  it("stays with one file in one panel while another follows the editor to a second file", async () => {
    await window.focusEditor();
    await window.runCommand("FlexLab: Open Panel for This File");
    await window.panelShows("Stays with this file");
    await window.focusEditor();
    await window.runCommand("FlexLab: Open Panel Below");
    const pinned = panelAt(window.page, 0);
    const follower = panelAt(window.page, 1);
    await follower.getByText("Follows the editor").locator("visible=true").first().waitFor();
    for (const panel of [pinned, follower]) await panel.getByText("480 = 10.0 ms").first().waitFor();
    await window.focusEditor();
    await window.page.keyboard.press("Control+p");
    await window.page.locator(".quick-input-widget input").first().fill("studio/FlexASIO.toml");
    await window.pickerRow("studio").click();
    await follower.getByText(/^256 = 5\.3/).first().waitFor();
    assert.equal(await pinned.getByText("480 = 10.0 ms").count() > 0, true);
    await window.screenshot("panel-two-files");
  });

  it("finds a fault that happens while the meters move, with the time since", async () => {
    workbench.writeScenario(CABLE + FAULT);
    await window.runCommand("FlexLab: Open Panel");
    await window.panel.getByRole("tab", { name: "Stream" }).click();
    await window.panel.getByRole("combobox", { name: "Test stream" }).selectOption({ label: "Position code (measures latency, finds glitches)" });
    await window.panel.getByRole("button", { name: "Start stream" }).click();
    await window.panelFigure("Glitches in this stream", /^Glitches in this stream\s+0\s+none so far/);
    await window.panelFigure("Round trip now", /measured/);
    const meter = window.panel.getByRole("meter", { name: "Level In 1" });
    await window.eventually("a level of the position code", async () => Number(await meter.getAttribute("aria-valuenow")) > -60);
    await window.panelFigure("Glitches in this stream", /^Glitches in this stream\s+1\s+last \d+\.\d s ago/);
    await window.screenshot("panel-live-fault");
    await window.panel.getByRole("button", { name: "Stop stream" }).click();
    await window.panelShows("Idle");
  });
});
