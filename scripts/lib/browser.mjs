import { chromium } from "@playwright/test";
import { Failure } from "./run.mjs";
import { chromiumPath } from "./system.mjs";

/** Starts the machine's own browser, without a window. */
export async function launchBrowser() {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Failure("There is no Chromium here.", { hint: "Install the package chromium, or name one in CHROMIUM." });
  return chromium.launch({ executablePath, headless: true, args: ["--disable-gpu", "--disable-dev-shm-usage"] });
}
