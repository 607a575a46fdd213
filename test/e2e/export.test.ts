import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { assertKeepsToSchema } from "../documentSchemas.ts";
import { screenshotOnFailure } from "./support/screenshotOnFailure.ts";
import { CABLE, STEREO } from "./support/virtualCable.ts";
import { Workbench } from "./support/workbench.ts";
import type { WorkbenchPage } from "./support/workbenchPage.ts";

interface SavedReport {
  readonly startedAt: string;
  readonly latency: { readonly measuredRoundTripFrames: number };
}

describe("what a test found, taken out of the panel of a real workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let window: WorkbenchPage;

  before(async () => {
    workbench = await Workbench.start({ name: "export" });
    workbench.newFolder(STEREO);
    workbench.writeSettings({ "flexlab.test.seconds": 1 });
    workbench.writeScenario(`${CABLE}\ndelayFrames = 1234.0\n`);
    window = await workbench.open();
    await window.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await window.devicesKnown();
    await window.lens("Test Backend").first().click();
    await window.panelShows("Bit-perfect");
  });
  afterEach(async function () {
    await screenshotOnFailure(window, this.currentTest);
  });
  after(() => workbench.stop());

  function button(name: string): Locator {
    return window.panel.getByRole("button", { name, exact: true });
  }

  /** Presses a button that saves, gives the file this name in the folder that the dialog offers, and reads what was written. */
  async function saved(press: Locator, name: string, offered: RegExp): Promise<Buffer> {
    await press.click();
    const input = window.page.locator(".quick-input-widget input").last();
    await window.eventually(`a name like ${String(offered)} in the dialog`, async () => offered.test(await input.inputValue()));
    const file = join(workbench.folder, name);
    assert.ok((await input.inputValue()).startsWith(join(workbench.folder, "/")), "the dialog begins in another folder");
    await input.fill(file);
    await input.press("Enter");
    await window.notification(/is saved\.$/);
    await window.clearNotifications();
    return readFileSync(file);
  }

  /** A file as a browser shows it by itself. */
  async function shown(name: string, look: (page: Page) => Promise<void>): Promise<void> {
    const page = await window.page.context().newPage();
    await page.goto(pathToFileURL(join(workbench.folder, name)).href);
    await look(page);
    await page.close();
  }

  it("is one report in four formats, and Markdown in the clipboard", async () => {
    const report = async (ending: string): Promise<string> =>
      (await saved(button("Save report…"), `report.${ending}`, /\/flexlab-report-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.html$/)).toString("utf8");

    const document = JSON.parse(await report("json")) as SavedReport;
    assertKeepsToSchema(document, "report");
    assert.equal(document.latency.measuredRoundTripFrames, 1234);

    const rows = (await report("csv")).split("\r\n");
    assert.equal(rows[0], "path,value");
    for (const row of ["latency.measuredRoundTripFrames,1234", `startedAt,${document.startedAt}`]) assert.ok(rows.includes(row), row);

    const markdown = await report("md");
    assert.match(markdown, /^\| round trip, measured \| 25\.7 ms \(1234 frames\), exact \|$/m);
    assert.ok(markdown.includes(document.startedAt));
    await button("Copy as Markdown").click();
    await window.eventually("the report in the clipboard", async () => (await window.page.evaluate("navigator.clipboard.readText()")) === markdown);

    await report("html");
    await shown("report.html", (page) => page.getByText("Round trip 25.7 ms (1234 frames), exactly as reported.").waitFor());
  });

  it("is a picture of a drawing, as PNG and as SVG", async () => {
    const save = button("Save picture… Channel matrix");
    const png = await saved(save, "matrix.png", /\/flexlab-matrix\.png$/);
    assert.equal(png.subarray(1, 4).toString("latin1"), "PNG");
    await shown("matrix.png", async (page) => {
      assert.ok(Number(await page.evaluate("document.images[0].naturalWidth")) > 0, "a browser cannot show it");
    });
    await saved(save, "matrix.svg", /\/flexlab-matrix\.png$/);
    await shown("matrix.svg", (page) => page.getByText("input 2", { exact: true }).waitFor());
  });
});
