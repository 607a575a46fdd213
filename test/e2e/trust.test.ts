import assert from "node:assert/strict";
import { audioProcessesBelow } from "./support/processes.ts";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

const CONFIG = 'backend = "Virtual"\nbufferSizeSample = 480\n\n[input]\n\n[output]\n';

describe("a folder that is not trusted, in a real workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await Workbench.start({ name: "trust", trusted: false }); });
  after(() => workbench.stop());
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
    await window.close();
  });

  it("is checked and edited, but no device is opened until the user trusts it", async () => {
    workbench.newFolder(CONFIG);
    window = await workbench.open();
    await window.page.locator(".squiggly-warning, .squiggly-error").first().waitFor();
    await window.lens("Test Backend").first().click();
    await window.notification(/trust/i);
    assert.deepEqual(audioProcessesBelow(workbench.pid), []);
    await window.screenshot("not-trusted");

    await window.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).click();
    await window.page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust/ }).first().click();
    await window.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ state: "detached" });
    await window.closeTrustEditor();
    await window.devicesKnown();
    await window.quickFix("bufferSizeSample", /bufferSizeSamples/);
    await window.line(/^bufferSizeSamples/);
    await window.lens("Test Backend").first().click();
    await window.line(/^bufferSizeSamples = 480.*measured/);
  });
});
