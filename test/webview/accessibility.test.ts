import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser } from "playwright-core";
import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { launchBrowser, OpenPanel } from "./openPanel.ts";
import type { Theme } from "./openPanel.ts";
import { servePanelPage } from "./panelPageServer.ts";
import type { PanelPageServer } from "./panelPageServer.ts";
import { playing, refused } from "./driverSamples.ts";
import { failedReport, failure, manyGlitches, noFile, pathOf, snapshot, state } from "./samples.ts";
import { comparing, tables } from "./tableSamples.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const states: Readonly<Record<string, PanelState>> = {
  "without a file": noFile,
  "before the first test": { ...state, report: null },
  "with a measurement": state,
  "with the signal path": { ...state, section: "path" },
  "with the signal path on Windows": { ...state, section: "path", path: pathOf("", "Windows WASAPI") },
  "with many glitches": { ...state, report: manyGlitches(300) },
  "with a failed run": { ...state, report: failedReport, error: failure },
  "in an untrusted workspace": { ...state, trusted: false },
  "without sound devices": { ...state, hasAudio: false, report: null },
  "with a comparison": { ...state, section: "compare", tables, outdated: ["compare"] },
  "while it compares": { ...state, section: "compare", tables: comparing(2), activity: { kind: "running", run: "compare", step: "Testing MME", fraction: 0.5, secondsLeft: 9 } },
  "with a tuning": { ...state, section: "tune", tables },
  "with a dry run": { ...state, section: "dryRun", tables },
  "with a self-test": { ...state, section: "selfTest", tables },
  "with programs": { ...state, section: "drivers" },
  "before a run": { ...state, section: "tune" },
  "while a test runs": { ...state, activity: { kind: "testing", step: "Recording", fraction: 0.5 } },
  "while a stream plays": { ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } },
};

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
  async function violations(theme: Theme, shown: PanelState): Promise<readonly string[]> {
    await panel.open({ theme, reducedMotion: true });
    await panel.show(shown);
    if (shown.activity.kind === "streaming") await panel.live(snapshot([0.5, 0.24], 4.2));
    if (shown.section === "drivers") await panel.send({ type: "drivers", drivers: [playing, refused] });
    await panel.page.evaluate(axe);
    const result = await panel.page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
    return result.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)}`));
  }

  for (const theme of ["dark", "light", "high-contrast", "high-contrast-light"] as const) {
    it(`has nothing to complain of in ${theme}`, async () => {
      for (const [name, shown] of Object.entries(states)) assert.deepEqual(await violations(theme, shown), [], name);
    });
  }

  it("would be told of a button without a name", async () => {
    await panel.open();
    await panel.page.evaluate("document.body.append(document.createElement('button'))");
    await panel.page.evaluate(axe);
    const result = await panel.page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
    assert.ok(result.violations.some(({ id }) => id === "button-name"));
  });
});
