import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

const CONFIG = 'backend = "Virtual"\nbufferSizeSamples = 480\n\n[input]\n\n[output]\n';

/** Here for its questions: VS Code asks none while tests run inside the extension host. */
describe("profiles, in a real workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => { workbench = await Workbench.start({ name: "profiles" }); });
  after(() => workbench.stop());
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
    await window.close();
  });

  async function saveProfile(name: string): Promise<void> {
    await window.runCommand("FlexLab: Save as Profile…");
    await window.page.locator(".quick-input-widget", { hasText: "A name for the configuration" }).waitFor();
    await window.page.keyboard.type(name);
    await window.page.keyboard.press("Enter");
  }

  it("are saved, replaced after a question, and deleted after another", async () => {
    workbench.newFolder(CONFIG);
    window = await workbench.open();
    await window.devicesKnown();
    const file = join(workbench.folder, "FlexASIO.profiles", "Live.toml");

    await saveProfile("Live");
    await window.until("the profile", () => existsSync(file));
    await window.focusEditor();
    await window.page.keyboard.press("Control+End");
    await window.page.keyboard.type("# for the stage");
    assert.equal(readFileSync(file, "utf8"), CONFIG);

    await saveProfile("Live");
    await window.answer(/Replace it\?/, "Cancel");
    assert.equal(readFileSync(file, "utf8"), CONFIG);
    await saveProfile("Live");
    await window.answer(/Replace it\?/, "Replace");
    await window.until("the profile with the new text", () => readFileSync(file, "utf8") === `${CONFIG}# for the stage`);

    await window.runCommand("FlexLab: Delete Profile…");
    await window.pickerRow(/^Live/).waitFor();
    await window.page.keyboard.press("Enter");
    await window.answer(/Delete the profile “Live”/, "Delete");
    await window.until("the profile to go", () => !existsSync(file));
    assert.equal(workbench.readConfig(), CONFIG);
  });
});
