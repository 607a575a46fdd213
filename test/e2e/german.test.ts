import assert from "node:assert/strict";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

const CONFIG = 'backend = "Virtual"\nbufferSizeSample = 480\n\n[input]\nsuggestedLatencySeconds = 0\n\n[output]\n';

/** The workbench itself stays English, since its language pack is no package of npm; all that is ours is German. */
describe("German, in a real workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await Workbench.start({ name: "german" }); });
  after(() => workbench.stop());
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
    await window.close();
  });

  it("speaks in lenses, problems, fixes, hovers, the palette and the panel", async () => {
    workbench.newFolder(CONFIG);
    window = await workbench.open({ language: "de" });
    await window.lens("Gerät wählen…").first().waitFor();
    await window.page.locator(".squiggly-warning").first().waitFor();
    await window.page.locator(".view-line span", { hasText: "bufferSizeSample" }).last().hover();
    const hover = window.page.locator(".monaco-hover-content", { hasText: "Der Treiber ignoriert" });
    await hover.waitFor();
    await window.screenshot("german-problem");
    await window.quickFix("bufferSizeSample", /bufferSizeSamples schreiben/);
    await window.line(/^bufferSizeSamples = 480/);
    await window.runCommand("FlexLab: Panel öffnen");
    await window.panelShows("Testen");
    assert.match(await window.status(/FlexLab|Fehler/), /Fehler/);
    await window.screenshot("german-panel");
  });
});
