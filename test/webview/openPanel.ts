import assert from "node:assert/strict";

import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";

import { PANEL_PROTOCOL_VERSION } from "../../extension/editor/panelProtocol.ts";
import type { FromPanel, PanelState, ToPanel } from "../../extension/editor/panelProtocol.ts";

export type Theme = "dark" | "light" | "high-contrast" | "high-contrast-light";

export function launchBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: isRoot ? ["--no-sandbox"] : [],
  });
}

export interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
}

/** The panel's page with a fake VS Code around it. Everything the browser complains of is kept. */
export class OpenPanel {
  readonly page: Page;
  readonly #url: string;
  #complaints: string[] = [];

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    page.on("console", (message) => {
      // Reading pixels back is the test's own doing.
      if (message.text().startsWith("Canvas2D: Multiple readback")) return;
      if (message.type() === "error" || message.type() === "warning") this.#complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.#complaints.push(String(error.stack)));
  }

  get isOpen(): boolean {
    return this.page.url() !== "about:blank";
  }

  /** A page that was never seen before: nothing of the one before is kept. */
  async open(options: PageOptions = {}): Promise<void> {
    await this.page.goto(`${this.#url}empty`);
    await this.page.evaluate("sessionStorage.clear()");
    this.#complaints = [];
    await this.page.setViewportSize({ width: options.width ?? 800, height: options.height ?? 900 });
    await this.page.emulateMedia({ reducedMotion: options.reducedMotion === true ? "reduce" : "no-preference" });
    await this.page.goto(`${this.#url}?theme=${options.theme ?? "dark"}`);
    await this.waitForPosted("ready");
  }

  /** As the extension does: whole states and snapshots. */
  send(message: Exclude<ToPanel, { readonly type: "live" }>): Promise<void> {
    return this.#sendCode(JSON.stringify(message));
  }

  /** A message that JSON cannot say. */
  async #sendCode(message: string): Promise<void> {
    await this.page.evaluate(`lab.send(${message})`);
    // Messages to the window arrive in order: once this one is back, the page has handled ours.
    await this.page.evaluate(`new Promise((resolve) => {
      addEventListener("message", function listen(event) {
        if (event.data !== "handled") return;
        removeEventListener("message", listen);
        resolve();
      });
      postMessage("handled", "*");
    })`);
  }

  /** And until it is drawn: the toolkit sets some attributes only then. */
  async show(state: PanelState): Promise<void> {
    await this.send({ type: "state", version: PANEL_PROTOCOL_VERSION, state });
    await this.painted();
  }

  /** And until it is drawn. */
  async live(frame: Uint8Array): Promise<void> {
    await this.#sendCode(`{ type: "live", frame: new Uint8Array(${JSON.stringify([...frame])}) }`);
    await this.painted();
  }

  posted(): Promise<FromPanel[]> {
    return this.page.evaluate("lab.posted");
  }

  async waitForPosted(type: FromPanel["type"]): Promise<void> {
    await this.until(`lab.posted.some((message) => message.type === ${JSON.stringify(type)})`);
  }

  /** Looks at each frame until the expression holds; a string handed to the page's own timers would break its policy. */
  until(expression: string): Promise<unknown> {
    return this.page.evaluate(`new Promise((resolve) => {
      const look = () => (${expression} ? resolve(true) : requestAnimationFrame(look));
      look();
    })`);
  }

  /** What the page said last, without the `ready` at its start. */
  async lastPosted(): Promise<FromPanel | undefined> {
    return (await this.posted()).at(-1);
  }

  /** And until it is drawn: the toolkit hands new colours to its parts with the next frame. */
  async setTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(`lab.setTheme(${JSON.stringify(theme)})`);
    await this.painted();
  }

  /** Calls a function of the page, given as text, with the first element that a CSS selector finds. */
  evaluateOn<T>(selector: string, code: string): Promise<T> {
    return this.page.evaluate(`(${code})(document.querySelector(${JSON.stringify(selector)}))`);
  }

  /** The browser has painted since. */
  painted(): Promise<unknown> {
    return this.page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))");
  }

  /** Fails when the policy was broken or anything was written to the console. */
  async assertQuiet(): Promise<void> {
    assert.deepEqual(await this.page.evaluate("lab.violations"), []);
    assert.deepEqual(this.#complaints, []);
  }
}
