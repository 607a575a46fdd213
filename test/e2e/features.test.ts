import assert from "node:assert/strict";
import type { Locator } from "@playwright/test";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

const CONFIG = `backend = "Virtual"
bufferSizeSamples = 480

[input]
suggestedLatencySeconds = 0.02

[output]
chanels = 2
`;

/** Two devices whose names share a word, and one that has no output. */
const DEVICES = `
[[device]]
name = "USB Audio (front)"
inputs = 2
outputs = 2
isDefault = true
[[device]]
name = "USB Audio (rear)"
inputs = 2
outputs = 8
[[device]]
name = "Microphone"
inputs = 1
outputs = 0
`;

/** Each help while editing, once end to end, with a picture of it in dark, light and high contrast. */
describe("what helps while editing, in a real workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await Workbench.start({ name: "features" }); });
  after(() => workbench.stop());
  beforeEach(() => openWith(CONFIG));
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
    await window.close();
  });

  async function openWith(config: string): Promise<void> {
    workbench.newFolder(config);
    workbench.writeSettings({});
    workbench.writeScenario(DEVICES);
    window = await workbench.open();
    await window.lensFact(/USB Audio|Off/).first().waitFor();
  }

  /** The same moment in each of the three. */
  async function pictures(name: string): Promise<void> {
    for (const [suffix, theme, kind] of [
      ["dark", "Default Dark Modern", "vs-dark"],
      ["light", "Default Light Modern", "vs"],
      ["high-contrast", "Default High Contrast", "hc-black"],
    ] as const) {
      workbench.writeSettings({ "workbench.colorTheme": theme });
      await window.page.locator(`.monaco-workbench.${kind}`).first().waitFor();
      await window.screenshot(`feature-${name}-${suffix}`);
    }
  }

  /** 256 for 480 frames, in the editor that has the focus. */
  async function changeBuffer(): Promise<void> {
    const { page } = window;
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    for (let letter = 0; letter < 3; letter += 1) await page.keyboard.press("Backspace");
    await page.keyboard.type("256");
  }

  it("shows hints, lenses and problems, and explains a problem", async () => {
    await window.line(/^bufferSizeSamples = 480 ?≙ 10\.0 ms @ 48 kHz/);
    await window.line(/^suggestedLatencySeconds = 0\.02 ?≙ 960 frames @ 48 kHz/);
    await window.line(/^\[input\] ?→ USB Audio \(front\) · 2 channels/);
    await window.page.locator(".squiggly-warning").first().waitFor();
    await pictures("hints-and-lenses");
    await window.hover("chanels", /ignores "chanels".*Did you mean channels\?/s);
    await pictures("problem");
  });

  it("explains an option, with what it comes to here", async () => {
    await window.hover("suggestedLatencySeconds", /960 frames.*20\.0 ms.*Known parts together/s);
    await pictures("hover");
  });

  it("offers the fix of a problem", async () => {
    await window.line(/^chanels/);
    await window.page.locator(".view-line span", { hasText: "chanels" }).last().click();
    const fix = await window.openFixes(/Write channels/);
    await pictures("quick-fixes");
    await fix.click();
    await window.line(/^channels = 2/);
    await window.page.locator(".squiggly-warning").first().waitFor({ state: "detached" });
  });

  it("completes options with their documentation, and values with this machine's devices", async () => {
    const { page } = window;
    await window.focusEditor();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("dev");
    await page.keyboard.press("Control+Space");
    const suggestion = (text: string): Locator => page.locator(".suggest-widget .monaco-list-row", { hasText: text }).first();
    await suggestion("device").waitFor();
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-details", { hasText: /letter by letter/ }).waitFor();
    await pictures("completion");
    await page.keyboard.press("Enter");
    await suggestion("USB Audio (rear)").waitFor();
    await pictures("completion-of-devices");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await window.line(/^device = "USB Audio \(rear\)"/);
  });

  it("formats", async () => {
    const { page } = window;
    await window.focusEditor();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("device='USB Audio (rear)'   # loud\n\n\n\nsampleType   =\"Int24\"");
    await window.line(/^sampleType {3}="Int24"/);
    await pictures("formatting-before");
    await window.runCommand("Format Document");
    await window.line(/^sampleType = "Int24"/);
    await window.line(/^device = 'USB Audio \(rear\)'.* # loud/);
    await pictures("formatting-after");
  });

  // No test types right after this one: the outline puts the cursor back when it goes, at a time of its own.
  it("outlines", async () => {
    await window.focusEditor();
    await window.page.keyboard.press("Control+Shift+o");
    await window.pickerRow(/suggestedLatencySeconds/).waitFor();
    await pictures("outline");
    await window.closePicker();
  });

  it("folds, widens a selection, links addresses and dims what nothing looks at", async () => {
    await window.close();
    await openWith(`# The guide: https://example.org/guide\n${CONFIG}wasapiAutoConvert = true\n`);
    const { page } = window;
    await page.locator(".detected-link", { hasText: "example.org/guide" }).first().waitFor();
    const key = (name: string): Locator => page.locator(".view-line span span", { hasText: name }).last();
    // VS Code has a class for each colour of its theme.
    const color = (name: string): Promise<string | null> => key(name).getAttribute("class");
    const plain = await color("suggestedLatencySeconds");
    await window.eventually("another colour of an option that nothing looks at", async () => (await color("wasapiAutoConvert")) !== plain);
    await pictures("links-and-ignored-options");
    await key("suggestedLatencySeconds").click();
    await page.keyboard.press("Shift+Alt+ArrowRight");
    await page.keyboard.press("Shift+Alt+ArrowRight");
    await page.locator(".statusbar-item", { hasText: /\(\d+ selected\)/ }).waitFor();
    await window.runCommand("Fold All");
    await window.noLine(/suggestedLatencySeconds/);
    await window.line(/^\[input\]/);
    await window.runCommand("Unfold All");
    await window.line(/suggestedLatencySeconds/);
  });

  it("tests a row of the picker with its button, and leaves the file alone", async () => {
    await window.runCommand("FlexLab: Pick Output Device…");
    const row = window.pickerRow(/^USB Audio \(front\)/);
    await row.waitFor();
    await pictures("picker");
    await row.hover();
    await row.locator(".codicon-beaker").click();
    await window.pickerRow(/Works: round trip/).waitFor();
    await pictures("picker-row-tested");
    await window.closePicker();
    await window.noLine(/^device/);
    assert.equal(workbench.readConfig(), CONFIG);
  });

  it("turns a direction off in the picker, and says so in its lens", async () => {
    await window.runCommand("FlexLab: Pick Output Device…");
    await window.pickerRow(/^Disable this direction/).click();
    await window.line(/^device = ""/);
    await window.lensFact(/Off/).first().waitFor();
    await pictures("direction-off");
    await window.undo();
    await window.noLine(/^device/);
  });

  it("shows what a pattern matches while it is typed, and writes the one that matches one device", async () => {
    const { page } = window;
    await window.runCommand("FlexLab: Pick Output Device…");
    await window.pickerRow(/^Match by pattern/).click();
    await window.pickerRow(/^Type a part of the device/).waitFor();
    await page.keyboard.type("USB (");
    await window.pickerRow(/^Not a pattern/).waitFor();
    await page.keyboard.press("Backspace");
    await page.keyboard.type("Audio");
    await window.pickerRow(/2 devices match/).waitFor();
    assert.match(await window.pickerRow(/./).innerText(), /^Use this pattern/);
    await pictures("pattern-two-match");
    await page.keyboard.type(" .rear");
    await window.pickerRow(/One device matches/).waitFor();
    assert.equal(await page.locator(".quick-input-widget .monaco-list-row", { hasText: "(front)" }).count(), 0);
    await pictures("pattern-one-matches");
    await page.keyboard.press("Enter");
    await window.pickerRow(/^Done/).click();
    await window.line(/^deviceRegex = "USB Audio \.rear"/);
  });

  it("explains the file, and the explanation follows it", async () => {
    await window.runCommand("FlexLab: Explain Effective Configuration");
    await window.line(/The way of the sound/);
    await window.line(/^ +\* bufferSizeSamples = 480/);
    await pictures("explain");
    await window.focusEditor();
    await changeBuffer();
    await window.line(/^ +\* bufferSizeSamples = 256/);
  });

  it("compares with the last configuration that worked", async () => {
    const { page } = window;
    await window.runCommand("FlexLab: Test Backend");
    await window.line(/^bufferSizeSamples = 480.*measured/);
    await window.focusEditor();
    await changeBuffer();
    await window.runCommand("FlexLab: Compare with Last Working Configuration");
    await page.locator(".monaco-diff-editor .line-insert").first().waitFor();
    await pictures("compare-with-working");
  });

  it("holds changes back from a running driver", async () => {
    await window.runCommand("FlexLab: Hold Changes");
    await window.page.locator(".tab.active", { hasText: /held changes/ }).waitFor();
    await pictures("hold-changes");
    assert.equal(workbench.readConfig(), CONFIG);
  });
});
