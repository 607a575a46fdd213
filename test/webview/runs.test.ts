import assert from "node:assert/strict";

import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { describePanel } from "./panelSuite.ts";
import { state } from "./samples.ts";
import { comparing, tables } from "./tableSamples.ts";

const comparison: PanelState = { ...state, section: "compare", tables };

function running(rows: number, fraction: number, secondsLeft: number | null): PanelState {
  return { ...state, section: "compare", tables: comparing(rows), activity: { kind: "running", run: "compare", step: "Testing MME", fraction, secondsLeft } };
}

describePanel("a comparison in the panel", (tools) => {
  const names = (): Promise<readonly string[]> =>
    tools.panel.page.evaluate(`[...document.querySelectorAll(".section-compare .live-table tbody th lab-status")].map(({ text }) => text)`);

  it("starts with a button that says what it does, and fills while it runs, with the time left", async () => {
    const { page } = await tools.openWith({ ...state, section: "compare" });
    assert.ok(await page.getByText("Tests every backend and mode of this machine").isVisible());
    await page.getByRole("button", { name: "Compare backends" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "run", run: "compare" });
    await tools.panel.show(running(1, 0.25, 14));
    assert.deepEqual(await names(), ["Virtual (in the file)"]);
    assert.ok(await page.getByText("about 15 s left").isVisible());
    assert.match((await page.getByRole("tab", { name: "Compare" }).textContent()) ?? "", /1 of 4/);
    await tools.panel.show(running(2, 0.5, 9));
    assert.deepEqual(await names(), ["Virtual (in the file)", "WASAPI exclusive"]);
    assert.ok(await page.getByText("about 9 s left").isVisible());
    assert.equal(await page.getByRole("progressbar", { name: "Testing MME" }).getAttribute("aria-valuenow"), "50");
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "stop" });
  });

  it("keeps what there is when it is cancelled, and says so", async () => {
    await tools.openWith(running(2, 0.5, 9));
    const kept = comparing(2);
    await tools.panel.show({ ...state, section: "compare", tables: { ...kept, compare: kept.compare && { ...kept.compare, status: "cancelled" } } });
    assert.equal((await names()).length, 2);
    assert.ok(await tools.panel.page.getByText("Cancelled: the table holds what was tried until then.").isVisible());
    assert.equal(await tools.panel.page.locator("[role=status][aria-live=polite]").textContent(), "Comparing cancelled.");
  });

  it("is sorted by its heads, what is not known always last, and back to how it came", async () => {
    const { page } = await tools.openWith(comparison);
    const came = ["Virtual (in the file)", "WASAPI exclusive", "MME", "WDM-KS"];
    assert.deepEqual(await names(), came);
    const head = page.getByRole("columnheader", { name: "Round trip" });
    await head.getByRole("button").click();
    assert.deepEqual(await names(), ["MME", "WASAPI exclusive", "Virtual (in the file)", "WDM-KS"]);
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    await page.keyboard.press("Enter");
    assert.deepEqual(await names(), ["Virtual (in the file)", "WASAPI exclusive", "MME", "WDM-KS"]);
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    await page.keyboard.press("Enter");
    assert.deepEqual(await names(), came);
    assert.equal(await head.getAttribute("aria-sort"), null);
  });

  it("is filtered by words, also while rows come", async () => {
    const { page } = await tools.openWith(running(1, 0.25, 10));
    await page.getByRole("searchbox", { name: "Filter Backends compared" }).fill("wasapi");
    assert.deepEqual(await names(), []);
    await tools.panel.show(running(3, 0.75, 4));
    assert.deepEqual(await names(), ["WASAPI exclusive"]);
    assert.ok(await page.getByText("1 of 3", { exact: true }).isVisible());
  });

  it("leaves alone what has not changed: focus and open details stay while rows come", async () => {
    const { page } = await tools.openWith(running(2, 0.5, 9));
    const expander = page.getByRole("button", { name: "Details of WASAPI exclusive" });
    await expander.click();
    assert.ok(await page.getByText("≠ documented: reported reliably; seen: reported 3.0 ms too low").isVisible());
    await tools.panel.show(running(4, 0.9, 1));
    assert.ok(await page.getByText("≠ documented: reported reliably").isVisible());
    assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-label')"), "Details of WASAPI exclusive");
  });

  it("names the shortest way, why one did not open, and takes another into the file", async () => {
    const { page } = await tools.openWith(comparison);
    assert.ok(await page.getByText("Shortest way without glitches: WASAPI exclusive, 12.50 ms round trip (600 frames).").isVisible());
    // A name from outside is text, whatever it looks like.
    assert.ok(await page.getByRole("cell", { name: "<img src=x onerror=alert(1)>" }).isVisible());
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.getByRole("button", { name: /^Use this one… / }).count(), 2, "not the file's own, nor what does not open");
    await page.getByRole("button", { name: "Use this one… WASAPI exclusive" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "use", run: "compare", row: 1 });
  });

  it("says that it is of an earlier state of the file", async () => {
    await tools.openWith({ ...comparison, outdated: ["compare"] });
    assert.ok(await tools.panel.page.locator(".section-compare").getByText("Out of date: the file has changed since").isVisible());
  });

  it("waits where the file has errors or something else runs", async () => {
    const { page } = await tools.openWith({ ...state, section: "compare", config: state.config && { ...state.config, errors: 1 } });
    const button = page.getByRole("button", { name: "Compare backends" });
    assert.equal(await button.isDisabled(), true);
    await tools.panel.show({ ...state, section: "compare", activity: { kind: "elsewhere", file: "other/FlexASIO.toml" } });
    assert.equal(await button.isDisabled(), true);
  });
});

describePanel("tuning in the panel", (tools) => {
  it("is asked for with the length of its proof", async () => {
    const { page } = await tools.openWith({ ...state, section: "tune" });
    await page.getByRole("radio", { name: "2 min" }).click();
    await page.getByRole("button", { name: "Tune", exact: true }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "run", run: "tune", proofMinutes: 2 });
  });

  it("shows each trial and why it failed, then what holds and the change of the file", async () => {
    const { page } = await tools.openWith({ ...state, section: "tune", tables });
    assert.equal(await page.locator(".section-tune .live-table tbody").count(), 4);
    assert.ok(await page.getByText("7 glitches in 2.0 s.").isVisible());
    assert.ok(await page.getByText("Smallest that holds: 128 frames, suggested latency 2.667 ms; round trip 11.04 ms, before 25.71 ms.").isVisible());
    assert.ok(await page.getByText("fewer than 6.0 a minute").isVisible());
    assert.match((await page.getByRole("region", { name: "Change of the file" }).textContent()) ?? "", /-bufferSizeSamples = 480\n\+bufferSizeSamples = 128/);
    await page.getByRole("button", { name: "Use this one…" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "use", run: "tune" });
  });
});

describePanel("a dry run in the panel", (tools) => {
  it("asks for the file's backend or for all", async () => {
    const { page } = await tools.openWith({ ...state, section: "dryRun" });
    await page.getByRole("button", { name: "Dry run", exact: true }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "run", run: "dryRun", all: false });
    await page.getByRole("radio", { name: "All of this machine" }).click();
    await page.getByRole("button", { name: "Dry run", exact: true }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "run", run: "dryRun", all: true });
  });

  it("tells of every combination, each reason once, and takes one into the file", async () => {
    const { page } = await tools.openWith({ ...state, section: "dryRun", tables });
    assert.ok(await page.getByText("6 of 16 combinations open.").isVisible());
    assert.equal(await page.locator(".run-reasons li").count(), 1);
    await page.getByRole("button", { name: "Use Int16, 2 channels, on Virtual…" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "use", run: "dryRun", row: 15 });
  });

  it("is one stop of the tabulator, walked with the arrows, also while rows come", async () => {
    const cells = tables.dryRun?.cells ?? [];
    const filling = (count: number): PanelState => ({ ...state, section: "dryRun", tables: { ...tables, dryRun: tables.dryRun && { ...tables.dryRun, cells: cells.slice(0, count) } } });
    const { page } = await tools.openWith(filling(8));
    const stops = (): Promise<number> => page.locator(".section-dryRun .cell-action[tabindex='0']").count();
    const focused = (): Promise<string> => page.evaluate(`document.activeElement.getAttribute("aria-label")`);
    assert.equal(await stops(), 1);
    await page.getByRole("grid", { name: "What opens" }).getByRole("button", { name: /^✔ opens Use Float32, as in the file/ }).focus();
    await page.keyboard.press("ArrowRight");
    assert.match(await focused(), /Use Int32, as in the file/);
    await page.keyboard.press("End");
    assert.match(await focused(), /Use Int16, as in the file/);
    await page.keyboard.press("ArrowRight");
    assert.match(await focused(), /Use Int16, as in the file/, "there is nothing further");
    await tools.panel.show(filling(16));
    assert.match(await focused(), /Use Int16, as in the file/);
    await page.keyboard.press("ArrowDown");
    assert.match(await focused(), /Use Int16, 2 channels/);
    await page.keyboard.press("Control+Home");
    assert.match(await focused(), /Use Float32, as in the file/);
    assert.equal(await stops(), 1);
    await page.keyboard.press("Enter");
    assert.deepEqual(await tools.panel.lastPosted(), { type: "use", run: "dryRun", row: 4 });
  });
});

describePanel("the self-test in the panel", (tools) => {
  it("runs whatever the file says, and proves the detector", async () => {
    const { page } = await tools.openWith({ ...state, section: "selfTest", config: state.config && { ...state.config, errors: 1 } });
    await page.getByRole("button", { name: "Prove the detector" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "run", run: "selfTest" });
    await tools.panel.show({ ...state, section: "selfTest", tables });
    assert.ok(await page.getByText("Detector proved: 3 faults injected, exactly these 3 reported.").isVisible());
    await page.getByRole("button", { name: "Details of exact samples" }).click();
    assert.ok(await page.getByText(/^Injected: zeroed, frame 48,000/).isVisible());
  });

  it("says what is missing and what was never injected", async () => {
    const [round] = tables.selfTest?.rounds ?? [];
    assert.ok(round !== undefined && tables.selfTest !== null);
    const [first] = round.injected;
    assert.ok(first);
    const failed = { ...round, proved: false, missing: [first], unexpected: [{ ...first, frame: 24_001 }] };
    const { page } = await tools.openWith({ ...state, section: "selfTest", tables: { ...tables, selfTest: { ...tables.selfTest, proved: false, rounds: [failed] } } });
    assert.ok(await page.getByText("Not proved: 2 faults injected, 1 of them reported as injected.").isVisible());
    await page.getByRole("button", { name: "Details of exact samples" }).click();
    assert.ok(await page.getByText(/^Missing: dropped, frame 24,000/).isVisible());
    assert.ok(await page.getByText(/^Not injected: dropped, frame 24,001/).isVisible());
  });
});
