import assert from "node:assert/strict";

import { describePanel } from "./panelSuite.ts";
import { cleanReport, failedReport, manyGlitches, noFile, snapshot, state } from "./samples.ts";

describePanel("messages to the panel", (tools) => {
  it("are announced once, politely, when the run changes", async () => {
    await tools.openWith(state);
    const live = tools.panel.page.locator("[role=status][aria-live=polite]");
    assert.equal(await live.count(), 1);
    assert.equal(await live.textContent(), "");
    await tools.panel.show({ ...state, activity: { kind: "testing", step: "Recording", fraction: 0.1 } });
    assert.equal(await live.textContent(), "Test started.");
    await tools.panel.show({ ...state, activity: { kind: "testing", step: "Recording", fraction: 0.9 } });
    assert.equal(await live.textContent(), "Test started.");
    await tools.panel.show({ ...state, report: { ...cleanReport, startedAt: "2026-11-20T14:05:00.000Z" } });
    assert.equal(await live.textContent(), "Test finished: Pass. The round trip is 20.00 ms, exactly what the driver reports.");
  });

  it("of others and of another version do no harm", async () => {
    await tools.openWith(state);
    await tools.panel.page.evaluate(`postMessage({ type: "somethingElse" }, "*"); postMessage(null, "*"); postMessage({ type: "live" }, "*")`);
    await tools.panel.page.evaluate(`lab.send({ type: "state", version: 999, state: {} })`);
    await tools.panel.page.getByText("This page belongs to another version of FlexLab").waitFor();
    assert.equal(await tools.panel.page.locator(".figure.hero .figure-value").textContent(), "25.71");
  });

  it("bring a page that was hidden back to the part that the user chose last", async () => {
    await tools.openWith({ ...state, section: "results" });
    await tools.panel.page.getByRole("tab", { name: "History" }).click();
    await tools.panel.page.reload();
    assert.equal(await tools.panel.page.getByRole("tab", { name: "History" }).getAttribute("aria-selected"), "true");
    // The state may have been made before the choice came to the extension.
    await tools.panel.show({ ...state, section: "results" });
    assert.equal(await tools.panel.page.getByRole("tab", { name: "History" }).getAttribute("aria-selected"), "true");
  });

  it("lead to the results of a test that was over before the page was there", async () => {
    const selected = (name: string): Promise<string | null> => tools.panel.page.getByRole("tab", { name }).getAttribute("aria-selected");
    await tools.openWith({ ...state, report: null, section: null });
    assert.equal(await selected("Path"), "true");
    await tools.panel.show({ ...state, section: null });
    assert.equal(await selected("Results"), "true");
  });

  it("leave the part that was chosen when a test was over while the page was hidden", async () => {
    await tools.openWith({ ...state, report: null, section: "history" });
    await tools.panel.show({ ...state, section: "history" });
    assert.equal(await tools.panel.page.getByRole("tab", { name: "History" }).getAttribute("aria-selected"), "true");
  });

  it("are not needed after a reload: the page shows at once what it showed", async () => {
    await tools.openWith({ ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } });
    await tools.panel.page.reload();
    await tools.panel.waitForPosted("ready");
    assert.equal(await tools.panel.page.locator(".figure.hero .figure-value").textContent(), "25.71");
    assert.ok(await tools.panel.page.getByText("Idle", { exact: true }).isVisible(), "nothing claims to run");
  });
});

describePanel("the layout of the panel", (tools) => {
  for (const width of [300, 420, 560, 800, 1000, 1600]) {
    it(`has nothing to scroll sideways at ${width} pixels`, async () => {
      await tools.openWith({ ...state, report: manyGlitches(300) }, { width });
      await tools.panel.show({ ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } });
      await tools.panel.live(snapshot([1, 0.5, 0.1]));
      const scrolls = `document.documentElement.scrollWidth > innerWidth`;
      assert.equal(await tools.panel.page.evaluate(scrolls), false);
      await tools.panel.show({ ...state, report: failedReport });
      assert.equal(await tools.panel.page.evaluate(scrolls), false);
      await tools.panel.show(noFile);
      assert.equal(await tools.panel.page.evaluate(scrolls), false);
    });
  }
});
