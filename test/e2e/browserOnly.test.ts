import assert from "node:assert/strict";
import { BrowserOnlyWorkbench } from "./support/browserOnlyWorkbench.ts";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

const CONFIG = 'backend = "Windows WASAPI"\nbufferSizeSamples = 480\n\n[input]\nsuggestedLatencySeconds = 0\n\n[output]\n';

describe("VS Code in the browser alone, with a virtual folder", function () {
  this.timeout(180_000);
  let workbench: BrowserOnlyWorkbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await BrowserOnlyWorkbench.start(); });
  after(() => workbench.stop());
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
    await window.close();
  });

  it("checks the file and fixes it", async () => {
    window = await workbench.open(CONFIG);
    await window.page.locator(".squiggly-error").first().waitFor();
    await window.quickFix("0", /0\.0/);
    await window.line(/^suggestedLatencySeconds = 0\.0/);
    await window.page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    await window.screenshot("browser-only");
  });

  it("completes what is typed", async () => {
    window = await workbench.open("# mine\n");
    await window.lens(/Pick/).first().waitFor();
    await window.page.locator(".view-line", { hasText: "mine" }).click();
    await window.page.keyboard.press("Control+End");
    await window.page.keyboard.type("buf");
    await window.page.keyboard.press("Control+Space");
    await window.page.locator(".suggest-widget .monaco-list-row", { hasText: "bufferSizeSamples" }).first().waitFor();
    await window.page.keyboard.press("Enter");
    await window.line(/^bufferSizeSamples = /);
  });

  it("says what it takes to test, in lens, status bar and panel, and asks nothing of any machine", async () => {
    window = await workbench.open(CONFIG);
    const asked: string[] = [];
    window.page.on("request", (request) => {
      const url = new URL(request.url());
      if (!/^(127\.0\.0\.1|localhost)$/.test(url.hostname) && /^(http|ws)/.test(url.protocol)) asked.push(request.url());
    });
    await window.lens(/Test Backend/).first().click();
    await window.notification(/machine with the sound devices/);
    await window.status(/FlexLab/);
    await window.runCommand("FlexLab: Open Panel");
    await window.panelShows(/machine with the sound devices/);
    await window.screenshot("browser-only-panel");
    assert.deepEqual(asked.filter((url) => url.includes("flexlab")), []);
  });
});
