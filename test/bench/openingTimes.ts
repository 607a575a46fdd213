// How long a webview takes to show something in the workbench: FlexLab's panel, and one of VS Code's own beside it.
import type { Frame } from "@playwright/test";
import type { WorkbenchPage } from "../e2e/support/workbenchPage.ts";

const OPENINGS = 5;

/** In milliseconds, from what the user pressed; null: the browser did not say. */
export interface OpeningTimes {
  /** Until VS Code begins to load the page of the webview. */
  readonly pageBegins: number;
  /** Until something can be seen in it. */
  readonly firstPaint: number;
}

/** Medians over some openings of the panel, and of VS Code's own Simple Browser without a page in it. */
export async function openingTimes(window: WorkbenchPage): Promise<{ readonly panel: OpeningTimes; readonly simpleBrowser: OpeningTimes }> {
  const { page } = window;
  await page.evaluate(`for (const type of ["pointerdown", "keydown"]) addEventListener(type, () => { globalThis.pressedAt = Date.now(); }, true)`);
  const panels: OpeningTimes[] = [];
  const others: OpeningTimes[] = [];
  for (let i = 0; i < OPENINGS; i += 1) {
    await window.runCommand("FlexLab: Open Panel");
    panels.push(await opening("#panel"));
    await window.runCommand("Simple Browser: Show");
    await page.locator(".quick-input-widget input").first().fill("about:blank");
    await page.keyboard.press("Enter");
    others.push(await opening(".url-input"));
  }
  return { panel: median(panels), simpleBrowser: median(others) };

  /** Ends when the page is complete, and closes it. */
  async function opening(selector: string): Promise<OpeningTimes> {
    const frame = await frameWith(selector);
    const { begins, paint } = await frame.evaluate<{ begins: number; paint: number }>(`new Promise((resolve) => {
      const look = () => {
        const [entry] = performance.getEntriesByName("first-contentful-paint");
        if (entry === undefined) setTimeout(look, 10);
        else resolve({ begins: performance.timeOrigin, paint: performance.timeOrigin + entry.startTime });
      };
      look();
    })`);
    const pressed = await page.evaluate<number>("pressedAt");
    await window.runCommand("View: Close Editor");
    await page.locator("iframe.webview.ready").waitFor({ state: "detached" });
    return { pageBegins: begins - pressed, firstPaint: paint - pressed };
  }

  /** A webview lies two frames deep. */
  async function frameWith(selector: string): Promise<Frame> {
    await window.panel.locator(selector).first().waitFor({ state: "attached" });
    for (const frame of page.frames()) if ((await frame.locator(selector).count()) > 0) return frame;
    throw new Error("the webview has no frame");
  }
}

function median(times: readonly OpeningTimes[]): OpeningTimes {
  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { pageBegins: middle(times.map(({ pageBegins }) => pageBegins)), firstPaint: middle(times.map(({ firstPaint }) => firstPaint)) };
}
