import assert from "node:assert/strict";
import type { Browser, BrowserContext } from "playwright-core";

import { difference, goldenProblem, reduced } from "./goldenPicture.ts";
import { launchBrowser, OpenPanel } from "./openPanel.ts";
import { servePanelPage } from "./panelPageServer.ts";
import type { PanelPageServer } from "./panelPageServer.ts";
import { openScene, PANEL_SCENES } from "./panelStates.ts";
import type { PanelScene } from "./panelStates.ts";

const THEMES = ["dark", "light", "high-contrast", "high-contrast-light"] as const;
const WIDTHS = [400, 800, 1200] as const;
/** Of what is kept: the head and the top of a part, or most of a part. */
const HEAD_HEIGHT = 620;
const PART_HEIGHT = 760;
const HEIGHT = 900;

describe("the looks of the panel, held against golden pictures", function () {
  this.timeout(120_000);
  let server: PanelPageServer;
  let browser: Browser;
  let context: BrowserContext;
  let panel: OpenPanel;

  before(async () => {
    server = await servePanelPage();
    browser = await launchBrowser();
    // Times of day are those of no place.
    context = await browser.newContext({ timezoneId: "UTC", locale: "en-US" });
    panel = new OpenPanel(await context.newPage(), server.url);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  /** The head of the page where it is what the scene is about, else its part alone: the head is in the other pictures. */
  async function picture({ isHead }: PanelScene): Promise<Buffer> {
    await panel.painted();
    const area = isHead === true ? null : await panel.page.locator(".section-area").boundingBox();
    const width = panel.page.viewportSize()?.width ?? 0;
    const top = area === null ? 0 : Math.floor(area.y) - 12;
    const page = Number(await panel.page.evaluate("document.documentElement.scrollHeight"));
    return panel.page.screenshot({ fullPage: true, clip: { x: 0, y: top, width, height: Math.min(page - top, area === null ? HEAD_HEIGHT : PART_HEIGHT) } });
  }

  for (const scene of PANEL_SCENES) {
    it(`are those of ${scene.name}, in four themes at three widths`, async () => {
      const problems: string[] = [];
      for (const width of WIDTHS) {
        await openScene(panel, scene, { width, height: HEIGHT });
        for (const theme of THEMES) {
          await panel.setTheme(theme);
          const problem = goldenProblem(`${scene.name}/${String(width)}-${theme}`, await picture(scene));
          if (problem !== null) problems.push(problem);
        }
      }
      assert.equal(problems.join("\n"), "");
      await panel.assertQuiet();
    });
  }

  it("are the same again in another run, and not when a button has moved by one pixel", async () => {
    const [scene] = PANEL_SCENES.filter(({ name }) => name === "measured");
    assert.ok(scene !== undefined);
    const take = async (): Promise<ReturnType<typeof reduced>> => {
      await openScene(panel, scene, { width: 800, height: HEIGHT });
      return reduced(await panel.page.screenshot());
    };
    const golden = await take();
    assert.equal(difference(golden, await take()).count, 0);
    await panel.evaluateOn(".face-side lab-button", `(button) => { button.style.position = "relative"; button.style.left = "-1px"; }`);
    await panel.painted();
    const { count } = difference(golden, reduced(await panel.page.screenshot()));
    assert.ok(count > 40, `only ${String(count)} pixels differ`);
  });
});
