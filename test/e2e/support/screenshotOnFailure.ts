import type { WorkbenchPage } from "./workbenchPage.ts";

/** Keeps what the screen looked like when a test failed. */
export async function screenshotOnFailure(window: WorkbenchPage, test: Mocha.Test | undefined): Promise<void> {
  if (test?.state !== "failed") return;
  await window.screenshot(`failed-${test.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").slice(0, 60)}`);
}
