import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { panelPage } from "../../extension/editor/panelPage.ts";
import { launchBrowser, OpenPanel } from "./openPanel.ts";
import { servePanelPage } from "./panelPageServer.ts";
import type { PanelPageServer } from "./panelPageServer.ts";
import { state } from "./samples.ts";

const GERMAN = {
  "Test Backend": "Backend testen",
  "Round trip, measured": "Umlauf, gemessen",
  "{0} frames": "{0} Frames </script><b>",
  "en-US": "de-DE",
};

describe("the panel in another language", function () {
  this.timeout(30_000);
  let server: PanelPageServer;
  let browser: Browser;
  let panel: OpenPanel;

  before(async () => {
    server = await servePanelPage(GERMAN);
    browser = await launchBrowser();
    panel = new OpenPanel(await browser.newPage(), server.url);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  it("takes its sentences and numbers from the bundle, and English for what is missing there", async () => {
    await panel.open();
    await panel.show(state);
    const { page } = panel;
    assert.ok(await page.getByRole("button", { name: "Backend testen" }).isVisible());
    assert.ok(await page.getByText("Driver reports", { exact: true }).isVisible());
    assert.equal(await page.evaluate("document.documentElement.lang"), "de");
    const figure = page.locator(".figure", { has: page.getByText("Umlauf, gemessen", { exact: true }) }).locator("dd");
    assert.equal(await figure.textContent(), "25,71ms1.234 ± 0 Frames </script><b>");
    await panel.assertQuiet();
  });

  it("is English, and says so, when there is no bundle", () => {
    const parts = { scriptUri: "s.js", styleUri: "s.css", nonce: "abc", language: "fr", translation: null, state: null };
    assert.match(panelPage(parts), /<html lang="en">/);
  });
});
