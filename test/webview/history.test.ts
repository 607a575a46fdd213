import assert from "node:assert/strict";

import { NO_HISTORY } from "../../extension/editor/panelProtocol.ts";
import { scaleOf, trendSentence } from "../../webview/history/trendScale.ts";
import { describePanel } from "./panelSuite.ts";
import { historyOf, runsOf } from "./historySamples.ts";
import { driverState, state } from "./samples.ts";

const runs = runsOf(8);
const shown = { ...state, section: "history", history: historyOf(8) } as const;

describePanel("the history of the panel", (tools) => {
  const section = (): ReturnType<typeof tools.panel.page.locator> => tools.panel.page.locator(".section-history");

  it("draws the trend with a sign for each run, and says in words what it shows", async () => {
    const { page } = await tools.openWith(shown);
    assert.equal(await section().locator(".trend-point").count(), 8);
    assert.ok(await page.getByRole("img", { name: "Round trip of 7 runs: between 9.33 and 21.33 ms, 9.33 ms at last." }).isVisible());
    const [first, last] = await Promise.all([section().locator(".trend-point").first().boundingBox(), section().locator(".trend-point").last().boundingBox()]);
    assert.ok(first !== null && last !== null && first.x < last.x && first.y < last.y, "the oldest stands left, and higher: it took longer");
    assert.deepEqual(await section().locator(".trend-glitches span").allTextContents(), ["0", "0", "0", "–", "0", "3", "0", "0"]);
    assert.match((await tools.panel.page.getByRole("tab", { name: /History/ }).textContent()) ?? "", /8$/);
  });

  it("says whose runs they are: of a file, or of an installed driver", async () => {
    await tools.openWith(shown);
    assert.ok(await section().getByRole("heading", { name: "Runs of this file" }).isVisible());
    await tools.panel.show({ ...driverState, section: "history", history: historyOf(8) });
    assert.ok(await section().getByRole("heading", { name: "Runs of this driver" }).isVisible());
    await tools.panel.show({ ...driverState, section: "history", history: NO_HISTORY });
    assert.ok(await section().getByText(/^Every test of this driver is kept here/).isVisible());
  });

  it("puts the last two beside each other, and any two that are chosen", async () => {
    const { page } = await tools.openWith(shown);
    assert.equal(await page.getByLabel("Before", { exact: true }).inputValue(), runs[1]?.startedAt);
    assert.equal(await page.getByLabel("After", { exact: true }).inputValue(), runs[0]?.startedAt);
    await page.getByLabel("Before", { exact: true }).selectOption(runs[6]?.startedAt ?? "");
    const pair = { before: runs[6]?.startedAt ?? "", after: runs[0]?.startedAt ?? "" };
    assert.deepEqual(await tools.panel.lastPosted(), { type: "compareRuns", ...pair });
    await tools.panel.show({ ...shown, history: historyOf(8, pair) });
    const table = page.getByRole("table", { name: "Two runs beside each other" });
    assert.ok(await section().getByText("Better than before.").isVisible());
    const rows = await table.getByRole("row").allTextContents();
    assert.ok(rows.some((row) => row.startsWith("round trip, ms21.3339.333−12.000")), rows.join("\n"));
    assert.ok(rows.some((row) => row.startsWith("effective bits, bits2424±0")), "no decimals that say nothing");
    assert.ok(rows.some((row) => row === "buffer464176"), "what was different about the runs");
    const order = ["The runs were not alike", "Changed by more than noise", "Unchanged"].map((title) => rows.indexOf(title));
    assert.deepEqual(order.toSorted((a, b) => a - b), order);
    assert.ok(!order.includes(-1));
    assert.equal(await section().locator("tbody.marked").count(), 2);
  });

  it("keeps the round trip of each run in sight where it is narrow, and its verdict in words for ears", async () => {
    await tools.openWith(shown, { width: 400, height: 900 });
    const [table, cell] = await Promise.all([
      section().getByRole("region", { name: "Runs", exact: true }).boundingBox(),
      section().getByRole("cell", { name: "21.33 ms" }).first().boundingBox(),
    ]);
    assert.ok(table !== null && cell !== null && cell.x + cell.width <= table.x + table.width, "it has to be scrolled to");
    assert.equal(await section().getByRole("cell", { name: "Pass with remarks", exact: true }).count(), 1);
  });

  it("compares with the run whose point is clicked", async () => {
    await tools.openWith(shown);
    await section().locator(".trend-point").nth(2).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "compareRuns", before: runs[1]?.startedAt, after: runs[5]?.startedAt });
  });

  it("keeps what is chosen and focused while states come", async () => {
    const { page } = await tools.openWith(shown);
    await page.getByLabel("After", { exact: true }).focus();
    await tools.panel.show({ ...shown, activity: { kind: "testing", step: "Recording", fraction: 0.5 } });
    await page.getByRole("tab", { name: /History/ }).click();
    await page.getByLabel("After", { exact: true }).focus();
    await tools.panel.show({ ...shown, activity: { kind: "testing", step: "Recording", fraction: 0.6 } });
    assert.equal(await page.evaluate(`document.activeElement.localName`), "lab-select");
  });

  it("asks the extension to forget, and says what it is for while there is too little", async () => {
    const { page } = await tools.openWith(shown);
    await page.getByRole("button", { name: "Forget these runs…" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "clearHistory" });
    await tools.panel.show({ ...shown, history: historyOf(1) });
    assert.ok(await page.getByText("One run so far").isVisible());
    assert.equal(await section().locator(".live-table tbody:visible").count(), 1);
    await tools.panel.show({ ...shown, history: NO_HISTORY });
    assert.ok(await page.getByText("No runs yet").isVisible());
    assert.equal(await section().locator(".live-table:visible").count(), 0);
  });
});

describe("the scale of the trend", () => {
  const [one] = historyOf(1).runs;

  it("never makes mountains of what the clock cannot tell, and never goes below nothing", () => {
    assert.ok(one !== undefined);
    const near = scaleOf([{ ...one, roundTripMs: 10, reportedMs: 10.01 }]);
    assert.ok(near.top - near.bottom >= 1 && near.bottom > 0);
    assert.equal(scaleOf([{ ...one, roundTripMs: 0.1, reportedMs: null }]).bottom, 0);
    assert.deepEqual(scaleOf([{ ...one, roundTripMs: null, reportedMs: null }]), { top: 1, bottom: 0 });
  });

  it("says so when no run brought anything back", () => {
    assert.ok(one !== undefined);
    assert.equal(trendSentence([{ ...one, roundTripMs: null }]), "No run brought the sound back.");
  });
});
