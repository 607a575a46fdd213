// How long a webview takes to show something in the workbench: FlexLab's panel, and one of VS Code's own that opens in the
// same way: both open beside the editor, which VS Code splits for them.
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

/** A file of one line, whose preview opens where the panel does. */
export const SHORT_MARKDOWN = { name: "short.md", text: "A line.\n" };

/** Medians over some openings of the panel, and of VS Code's own preview of `SHORT_MARKDOWN`, a file of the folder. */
export async function openingTimes(window: WorkbenchPage): Promise<{ readonly panel: OpeningTimes; readonly markdownPreview: OpeningTimes }> {
  const { page } = window;
  await page.evaluate(`addEventListener("pointerdown", () => { globalThis.pressedAt = Date.now(); }, true)`);
  await page.keyboard.press("Control+p");
  await page.locator(".quick-input-widget input").first().fill(SHORT_MARKDOWN.name);
  await window.pickerRow(SHORT_MARKDOWN.name).click();
  await page.locator(".tab.active", { hasText: SHORT_MARKDOWN.name }).waitFor();
  const panels: OpeningTimes[] = [];
  const others: OpeningTimes[] = [];
  for (let i = 0; i < OPENINGS; i += 1) {
    await window.runCommand("FlexLab: Open Panel");
    panels.push(await opening("#panel"));
    await window.runCommand("Markdown: Open Preview to the Side");
    others.push(await opening(".markdown-body"));
  }
  await window.runCommand("View: Close Editor");
  return { panel: median(panels), markdownPreview: median(others) };

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
