import { existsSync } from "node:fs";
import { join } from "node:path";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

const CONFIG = 'backend = "Virtual"\nbufferSizeSamples = 480\n\n[input]\nsuggestedLatencySeconds = 0.02\n\n[output]\nchanels = 2\n';

describe("what helps while editing, in a real workbench", function () {
  this.timeout(240_000);

  for (const [name, theme] of [
    ["dark", "Default Dark Modern"],
    ["light", "Default Light Modern"],
    ["high-contrast", "Default High Contrast"],
  ] as const) {
    describe(theme, () => {
      let workbench: Workbench;
      let window: WorkbenchPage;
      before(async () => { workbench = await Workbench.start({ name: `features-${name}`, settings: { "workbench.colorTheme": theme } }); });
      after(() => workbench.stop());
      beforeEach(async () => {
        workbench.newFolder(CONFIG);
        window = await workbench.open();
        await window.devicesKnown();
      });
      afterEach(async function () {
        await screenshotOnFailure(window, this.currentTest);
        await window.close();
      });
      const picture = (what: string): Promise<void> => window.screenshot(`${what}-${name}`);

      it("shows hints, lenses and problems, hovers, completes, mends and outlines", async () => {
        const { page } = window;
        await page.locator(".squiggly-warning").first().waitFor();
        await window.line(/≙ 10\.0 ms/);
        await picture("feature-hints");

        await page.locator(".view-line span", { hasText: "bufferSizeSamples" }).last().hover();
        await page.locator(".monaco-hover-content", { hasText: /Length of the ASIO buffer/ }).waitFor();
        await picture("feature-hover");
        await page.keyboard.press("Escape");

        await page.locator(".view-line span", { hasText: "chanels" }).last().click();
        await page.locator(".lightBulbWidget").first().waitFor();
        await page.keyboard.press("Control+Period");
        await page.locator(".action-widget .monaco-list-row", { hasText: /Write channels/ }).first().waitFor();
        await picture("feature-quick-fixes");
        await page.keyboard.press("Escape");

        await window.focusEditor();
        await page.keyboard.press("Control+End");
        await page.keyboard.type("sa");
        await page.keyboard.press("Control+Space");
        await page.locator(".suggest-widget .monaco-list-row", { hasText: "sampleType" }).first().waitFor();
        await page.keyboard.press("Control+Space");
        await page.locator(".suggest-details", { hasText: /type of a sample/ }).waitFor();
        await picture("feature-completion");
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+z");

        await page.keyboard.press("Control+Shift+o");
        await window.pickerRow(/suggestedLatencySeconds/).waitFor();
        await picture("feature-outline");
      });

      it("tests a row of the picker with its button, and leaves the file alone", async () => {
        await window.runCommand("FlexLab: Pick Output Device…");
        const row = window.pickerRow(/^Virtual Cable/);
        await row.waitFor();
        await row.hover();
        await row.locator(".codicon-beaker").click();
        await window.pickerRow(/Works: round trip/).waitFor();
        await picture("feature-picker");
        await window.page.keyboard.press("Escape");
        await window.until("the file to stay", () => workbench.readConfig() === CONFIG);
        await window.noLine(/^device/);
      });

      it("explains the file, compares it with a profile and holds changes back", async () => {
        const { page } = window;
        await window.runCommand("FlexLab: Explain Effective Configuration");
        await window.line(/On this machine/);
        await picture("feature-explain");
        await window.runCommand("View: Close Editor");

        await window.runCommand("FlexLab: Save as Profile…");
        await page.locator(".quick-input-widget", { hasText: "A name for the configuration" }).waitFor();
        await page.keyboard.type("Stage");
        await page.keyboard.press("Enter");
        await window.until("the profile", () => existsSync(join(workbench.folder, "FlexASIO.profiles", "Stage.toml")));
        await window.focusEditor();
        await page.keyboard.press("Control+Home");
        await page.keyboard.type("# changed");
        await page.keyboard.press("Enter");
        await window.runCommand("FlexLab: Compare with Profile…");
        await window.pickerRow(/^Stage/).waitFor();
        await page.keyboard.press("Enter");
        await page.locator(".monaco-diff-editor .line-insert").first().waitFor();
        await picture("feature-profile-diff");
        await window.runCommand("View: Close Editor");

        await window.runCommand("FlexLab: Hold Changes");
        await page.locator(".tab.active", { hasText: /held changes/ }).waitFor();
        await picture("feature-hold");
        await window.until("the file to stay", () => workbench.readConfig() === CONFIG);
      });
    });
  }
});
