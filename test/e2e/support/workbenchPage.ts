import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator, Locator, Page } from "@playwright/test";

/** How long anything in the workbench may take on a slow, busy machine. */
const PATIENCE = 60_000;

/** The workbench as a user sees it: nothing here asks the extension, everything reads the screen. */
export class WorkbenchPage {
  readonly page: Page;
  readonly #screenshots: string;

  constructor(page: Page, screenshots: string) {
    this.page = page;
    this.#screenshots = screenshots;
    page.setDefaultTimeout(PATIENCE);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(this.#screenshots, { recursive: true });
    await this.page.screenshot({ path: join(this.#screenshots, `${name}.png`) });
  }

  /** A code lens that can be clicked, by its text. */
  lens(text: string | RegExp): Locator {
    return this.page.locator(".codelens-decoration a", { hasText: text });
  }

  /** A lens that only tells something. */
  lensFact(text: string | RegExp): Locator {
    return this.page.locator(".codelens-decoration", { hasText: text });
  }

  /** Ends when the lenses know this machine's devices. */
  async devicesKnown(): Promise<void> {
    // One that can be seen: VS Code keeps others, hidden, where it has just put newer ones.
    await this.lensFact(/Virtual Cable|Not on this machine/).locator("visible=true").first().waitFor();
  }

  /** Runs a command as a user does: F1, its title, a click on it. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input").first();
    await input.fill(`>${title}`);
    // The first row need not be this command: others may hold its words as well.
    const row = this.page.locator(".quick-input-widget .monaco-list-row").filter({ has: this.page.getByText(title, { exact: true }) });
    await row.first().click();
  }

  /** A row of the open picker by its text. */
  pickerRow(text: string | RegExp): Locator {
    return this.page.locator(".quick-input-widget .monaco-list-row", { hasText: text }).first();
  }

  /** Leaves the open picker as it is. Until it has gone, the keys are still its own. */
  async closePicker(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.page.locator(".quick-input-widget").first().waitFor({ state: "hidden" });
  }

  /** Puts the cursor into the text editor. */
  async focusEditor(): Promise<void> {
    await this.page.locator(".monaco-editor .view-lines").first().click({ position: { x: 200, y: 4 } });
  }

  /** Puts the cursor on a word and takes the first quick fix there that reads like this. */
  async quickFix(word: string, title: RegExp): Promise<void> {
    await this.page.locator(".view-line span", { hasText: word }).last().click();
    await (await this.openFixes(title)).click();
  }

  /**
   * Opens the menu of fixes where the cursor is; the one that reads like this. VS Code looks for fixes by itself when the
   * cursor has moved or the problems have changed, and drops a wish of the user that it is just looking for: the key then
   * opens nothing, and a user presses it again.
   */
  async openFixes(title: RegExp): Promise<Locator> {
    await this.page.locator(".lightBulbWidget").first().waitFor();
    const fix = this.page.locator(".action-widget .monaco-list-row", { hasText: title }).first();
    await this.eventually("the menu of fixes", async () => {
      await this.page.keyboard.press("Control+Period");
      return fix.waitFor({ timeout: 5000 }).then(() => true, () => false);
    });
    return fix;
  }

  /** Rests the mouse on a word until the hover there says this. */
  async hover(word: string, text: string | RegExp): Promise<void> {
    await this.page.locator(".view-line span", { hasText: word }).last().hover();
    await this.page.locator(".monaco-hover-content", { hasText: text }).first().waitFor();
  }

  async undo(): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press("Control+z");
  }

  async save(): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press("Control+s");
    await this.page.locator(".tab.active.dirty").waitFor({ state: "detached" });
  }

  /** The lines of the editor that can be seen, inlay hints included. */
  async lines(): Promise<readonly string[]> {
    const texts = await this.page.locator(".editor-instance .view-line").allTextContents();
    return texts.map((text) => text.replaceAll("\u00a0", " "));
  }

  /** The first visible line that matches, as soon as there is one. */
  line(pattern: RegExp): Promise<string> {
    return this.#until(`a line like ${String(pattern)}`, async () => {
      const lines = await this.lines();
      return { found: lines.find((line) => pattern.test(line)) ?? null, seen: lines.join("\n") };
    });
  }

  /** Ends when no visible line matches any more. */
  async noLine(pattern: RegExp): Promise<void> {
    await this.#until(`no line like ${String(pattern)}`, async () => {
      const lines = await this.lines();
      return { found: lines.some((line) => pattern.test(line)) ? null : "none", seen: lines.join("\n") };
    });
  }

  /** FlexLab's item of the status bar, once its text matches. */
  async status(pattern: RegExp): Promise<string> {
    const item = this.page.locator(".statusbar-item[id^='flexlab']");
    return this.#until(`a status item like ${String(pattern)}`, async () => {
      const [text = ""] = await item.allTextContents();
      return { found: pattern.test(text) ? text.trim() : null, seen: text };
    });
  }

  /** The notification that matches, once it is shown; leaves it open. */
  async notification(pattern: RegExp): Promise<string> {
    const messages = this.page.locator(".notifications-toasts .notification-list-item-message");
    return this.#until(`a notification like ${String(pattern)}`, async () => {
      const texts = await messages.allTextContents();
      return { found: texts.find((text) => pattern.test(text)) ?? null, seen: texts.join("\n") };
    });
  }

  /** Answers a modal question. */
  async answer(question: RegExp, button: string): Promise<void> {
    const dialog = this.page.locator(".monaco-dialog-box", { hasText: question });
    await dialog.locator(".monaco-button", { hasText: button }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Ends when something outside the page holds. */
  async until(what: string, holds: () => boolean): Promise<void> {
    await this.#until(what, () => Promise.resolve({ found: holds() ? true : null, seen: "" }));
  }

  /** Ends when something that the page has to be asked for holds. */
  async eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
    await this.#until(what, async () => ({ found: (await holds()) ? true : null, seen: "" }));
  }

  async clearNotifications(): Promise<void> {
    await this.runCommand("Notifications: Clear All Notifications");
    await this.page.locator(".notifications-toasts .notification-list-item").waitFor({ state: "detached" });
  }

  /** Closes the modal editor that asks about trust; Escape does not. */
  async closeTrustEditor(): Promise<void> {
    const close = this.page.locator(".monaco-modal-editor-block .codicon-close, .modal-editor-block .codicon-close").first();
    if (await close.isVisible()) await close.click();
    await this.page.locator(".workspace-trust-editor").waitFor({ state: "detached" });
  }

  /** The page inside the panel. */
  get panel(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  /** Ends when the panel shows the text somewhere; looks into its custom elements too. */
  async panelShows(text: string | RegExp): Promise<void> {
    await this.panel.getByText(text).locator("visible=true").first().waitFor();
  }

  /** A figure of the panel by its label, once its text matches. */
  panelFigure(label: string, pattern: RegExp): Promise<string> {
    const figure = this.panel.locator(".figure", { has: this.page.locator(".figure-label").getByText(label, { exact: true }) });
    return this.#until(`the panel's figure ${label} like ${String(pattern)}`, async () => {
      const text = await figure.innerText({ timeout: 5000 }).catch(() => "");
      return { found: pattern.test(text) ? text : null, seen: text };
    });
  }

  /** Asks again and again until something is found; a failure tells what was seen last. */
  async #until<T>(what: string, look: () => Promise<{ readonly found: T | null; readonly seen: string }>): Promise<T> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const { found, seen } = await look();
      if (found !== null) return found;
      if (Date.now() > deadline) assert.fail(`${what} did not come within ${PATIENCE / 1000} s; last seen:\n${seen}\n${await this.#told()}`);
      await this.page.waitForTimeout(100);
    }
  }

  /** What the workbench itself says, for a failure that nobody was there to see. */
  async #told(): Promise<string> {
    const status = await this.page.locator(".statusbar-item[id^='flexlab']").allTextContents();
    const notifications = await this.page.locator(".notification-list-item-message").allTextContents();
    return `status bar: ${status.join(" | ")}\nnotifications: ${notifications.join(" | ") || "none"}`;
  }
}
