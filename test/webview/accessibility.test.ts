import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser } from "playwright-core";
import { launchBrowser, OpenPanel } from "./openPanel.ts";
import { servePanelPage } from "./panelPageServer.ts";
import type { PanelPageServer } from "./panelPageServer.ts";
import { openScene, PANEL_SCENES } from "./panelStates.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe("the panel's page, judged by axe", function () {
  this.timeout(240_000);
  let server: PanelPageServer;
  let browser: Browser;
  let panel: OpenPanel;

  before(async () => {
    server = await servePanelPage();
    browser = await launchBrowser();
    panel = new OpenPanel(await browser.newPage(), server.url);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  /** What axe finds wrong, one line each; colours of VS Code's own themes are VS Code's. */
  async function violations(): Promise<readonly string[]> {
    const result = await panel.page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
    return result.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)}`));
  }

  for (const scene of PANEL_SCENES) {
    it(`has nothing to complain of in ${scene.name}, in four themes`, async () => {
      await openScene(panel, scene, {});
      await panel.page.evaluate(axe);
      for (const theme of ["dark", "light", "high-contrast", "high-contrast-light"] as const) {
        await panel.setTheme(theme);
        assert.deepEqual(await violations(), [], theme);
      }
    });
  }

  it("has nothing to scroll sideways and nothing cut off at 200 % zoom, in any state", async () => {
    // Zoom makes the page's own pixels larger: half as many of them fit into the window.
    for (const scene of PANEL_SCENES) {
      await openScene(panel, scene, { width: 400, height: 450 });
      const problems = await panel.page.evaluate<readonly string[]>(`(() => {
        const width = document.documentElement.clientWidth;
        const outside = [...document.querySelectorAll("#panel *")].filter((node) => {
          if (!(node instanceof HTMLElement)) return false;
          const { left, right } = node.getBoundingClientRect();
          return right - left > 0 && (right > width + 1 || left < -1) && node.closest(".table-scroll, .plot-picture, .run-diff, .glitch-scroll, .visually-hidden, .trend-plot, .tick") === null;
        });
        return [
          ...(document.documentElement.scrollWidth > width ? ["the page scrolls sideways"] : []),
          ...outside.map((node) => node.localName + "." + node.className),
        ];
      })()`);
      assert.deepEqual(problems, [], scene.name);
    }
  });

  it("moves nothing by itself when motion is not wanted, in any state", async () => {
    for (const scene of PANEL_SCENES) {
      await openScene(panel, scene, {});
      const moving = await panel.page.evaluate<number>(`document.getAnimations({ subtree: true }).filter(({ playState }) => playState === "running").length`);
      assert.equal(moving, 0, scene.name);
    }
  });

  it("would be told of a button without a name", async () => {
    await panel.open();
    await panel.page.evaluate("document.body.append(document.createElement('button'))");
    await panel.page.evaluate(axe);
    const result = await panel.page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
    assert.ok(result.violations.some(({ id }) => id === "button-name"));
  });
});
