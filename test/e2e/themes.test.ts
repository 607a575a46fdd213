import assert from "node:assert/strict";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

describe("the looks, in a real workbench", function () {
  this.timeout(180_000);

  for (const [name, theme, kind] of [
    ["dark", "Default Dark Modern", "vs-dark"],
    ["light", "Default Light Modern", "vs"],
    ["high-contrast", "Default High Contrast", "hc-black"],
  ] as const) {
    describe(theme, () => {
      let workbench: Workbench;
      let window: WorkbenchPage;
      before(async () => { workbench = await Workbench.start({ name, settings: { "workbench.colorTheme": theme } }); });
      after(() => workbench.stop());
      afterEach(async function () {
        await screenshotOnFailure(window, this.currentTest);
        await window.close();
      });

      it("shows the example file, the hint and the panel", async () => {
        workbench.newFolder();
        window = await workbench.open();
        await window.devicesKnown();
        await window.lens("Test Backend").first().click();
        await window.panelShows(/Bit-perfect/);
        await window.line(/measured/);
        await window.status(/ms/);
        assert.match((await window.page.locator(".monaco-workbench").first().getAttribute("class")) ?? "", new RegExp(`\\b${kind}\\b`));
        await window.screenshot(`example-${name}`);
      });
    });
  }
});
