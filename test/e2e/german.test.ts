import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

const CONFIG = 'backend = "Virtual"\nbufferSizeSample = 480\n\n[input]\nsuggestedLatencySeconds = 0.02\n\n[output]\n';

/** All that is ours is German; what is VS Code's own stays English, see `WorkbenchOptions`. */
describe("German, in a real workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await Workbench.start({ name: "german", language: "de" }); });
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

  it("speaks in lenses, hints, problems, their fixes and hovers", async () => {
    await window.lens("Gerät wählen…").first().waitFor();
    await window.line(/≙ 960 Frames @ 48 kHz/);
    await window.line(/→ Virtual Cable · 2 Kanäle/);
    await window.hover("bufferSizeSample", /Der Treiber ignoriert „bufferSizeSample“/);
    await window.screenshot("german-problem");
    await window.quickFix("bufferSizeSample", /bufferSizeSamples schreiben/);
    await window.line(/^bufferSizeSamples = 480 ?≙ 10,0 ms/);
    await window.hover("bufferSizeSamples", /Länge des ASIO-Puffers/);
    await window.screenshot("german-hover");
  });

  it("speaks in the palette, the picker, the status bar and the panel", async () => {
    await window.runCommand("FlexLab: Eingabegerät wählen…");
    await window.pickerRow(/^Virtual Cable/).waitFor();
    await window.page.locator(".quick-input-titlebar", { hasText: "Eingabegerät wählen" }).waitFor();
    await window.screenshot("german-picker");
    await window.closePicker();
    await window.focusEditor();
    await window.runCommand("FlexLab: Backend testen");
    await window.status(/Teste|ms/);
    await window.panelShows("Bitgenau");
    await window.screenshot("german-panel");
  });
});
