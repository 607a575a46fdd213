import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, OpenPanel } from "./openPanel.ts";
import { servePanelPage } from "./panelPageServer.ts";
import type { PanelPageServer } from "./panelPageServer.ts";
import { state } from "./samples.ts";

const HOSTILE = "<img src=x onerror=alert(1)>";
const begun = {
  ...state,
  report: null,
  settings: state.settings.map((setting) => (setting.name === "input" ? { ...setting, effect: HOSTILE } : setting)),
};

describe("a page whose script is still on its way", function () {
  this.timeout(30_000);
  let server: PanelPageServer;
  let browser: Browser;
  let panel: OpenPanel;

  before(async () => {
    server = await servePanelPage(null, begun);
    browser = await launchBrowser();
    panel = new OpenPanel(await browser.newPage(), server.url);
  });
  afterEach(() => panel.assertQuiet());
  after(async () => {
    await browser.close();
    await server.close();
  });

  it("shows the file and what is in effect, names as text", async () => {
    const { page } = panel;
    await page.goto(`${server.url}unscripted`);
    const shown = await page.locator("#panel").innerText();
    for (const text of ["FlexASIO.toml", "Round trip, measured", HOSTILE, ...begun.settings.map(({ effect }) => effect)]) assert.ok(shown.includes(text), text);
    assert.equal(await page.locator("#panel img").count(), 0);
  });

  for (const width of [1200, 800, 400]) {
    it(`shows them where they stay, ${String(width)} pixels wide`, async () => {
      const { page } = panel;
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${server.url}unscripted`);
      const first = await places(page, ".first-title b, .first-display div, .first-settings b");
      await page.goto(`${server.url}begun`);
      await page.locator("lab-pick").first().waitFor();
      const final = await places(page, "h1, .file-name, .display .figure-label, lab-pick");
      assert.equal(first.length, 13);
      first.forEach(([text, left, top], index) => {
        const [finalText, finalLeft, finalTop] = final[index] ?? ["", 0, 0];
        assert.equal(text, finalText);
        assert.ok(Math.hypot(left - finalLeft, top - finalTop) < 8, `${text}: from ${String(left)}, ${String(top)} to ${String(finalLeft)}, ${String(finalTop)}`);
      });
    });
  }

  it("knows its state before the extension says a word", async () => {
    await panel.page.goto(`${server.url}begun`);
    await panel.page.getByRole("tab", { name: "Path" }).waitFor();
    assert.deepEqual((await panel.posted()).map(({ type }) => type).slice(0, 1), ["ready"]);
    assert.equal(await panel.page.locator(".file-name").textContent(), "FlexASIO.toml");
  });

  it("shows what it kept rather than what came with it", async () => {
    await panel.open();
    await panel.show(state);
    await panel.page.goto(`${server.url}begun`);
    assert.ok(await panel.page.locator(".figure.hero .figure-value", { hasText: /\d/ }).isVisible());
  });
});

/** Where texts begin, in whole pixels of the page, each with its text. */
function places(page: Page, selector: string): Promise<[text: string, left: number, top: number][]> {
  return page.evaluate(`
    [...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((node) => node.shadowRoot === null ? [node] : [...node.shadowRoot.querySelectorAll(".value")]).map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, top } = range.getBoundingClientRect();
      return [node.textContent, Math.round(left), Math.round(top)];
    })`);
}
