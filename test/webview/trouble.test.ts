import assert from "node:assert/strict";

import { describePanel } from "./panelSuite.ts";
import { failedReport, failure, noFile, state } from "./samples.ts";

describePanel("states of the panel without figures", (tools) => {
  it("say what to do when no file is open", async () => {
    await tools.openWith(noFile);
    assert.ok(await tools.panel.page.getByText("No FlexASIO.toml is open").isVisible());
    assert.equal(await tools.panel.page.getByRole("button", { name: "Test Backend" }).isVisible(), false);
    await tools.panel.page.getByRole("button", { name: "Open FlexASIO.toml" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "openConfig" });
  });

  it("say what a test does before the first one", async () => {
    const { page } = await tools.openWith({ ...state, report: null, section: "results" });
    assert.ok(await page.getByText("Nothing measured yet").isVisible());
    assert.equal(await page.locator(".figures").isVisible(), false);
    assert.equal(await page.locator(".hero .figure-value").textContent(), "–");
  });

  it("show an error with its hint, and lead to the line that caused it", async () => {
    await tools.openWith({ ...state, report: failedReport });
    const card = tools.panel.page.getByRole("region", { name: "Error" });
    // A name from outside is text, whatever it looks like.
    assert.ok(await card.getByText("<img src=x onerror=alert(1)>").isVisible());
    assert.equal(await tools.panel.page.locator("img").count(), 0);
    assert.ok(await card.getByText("Pick a device that is there").isVisible());
    assert.ok(await card.getByText("-9996 Invalid device").isVisible());
    assert.equal(await tools.panel.page.locator(".sentence-list li").count(), 0, "the error is told twice");
    await card.getByRole("button", { name: "Go to [output] device" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "reveal", table: "output", key: "device" });
    assert.equal(await tools.panel.page.locator(".figures").isVisible(), false);
    await tools.panel.show(state);
    assert.equal(await card.isVisible(), false);
  });

  it("show an error without a place or a hint", async () => {
    const { page } = await tools.openWith({ ...state, report: null, error: { ...failure, where: null, hint: "", host: null } });
    const card = page.getByRole("region", { name: "Error" });
    assert.ok(await card.isVisible());
    assert.equal(await card.getByRole("button").count(), 0);
  });

  it("do not call it an error that the user cancelled", async () => {
    const { page } = await tools.openWith({ ...state, report: { ...failedReport, error: { ...failure, code: "cancelled" } } });
    assert.equal(await page.getByRole("region", { name: "Error" }).isVisible(), false);
    assert.equal(await page.locator(".sentence-list li").count(), 1);
  });

  it("count the errors of the file and refuse to test it", async () => {
    const { page } = await tools.openWith({ ...state, config: state.config && { ...state.config, errors: 2 } });
    assert.ok(await page.getByText("The file has 2 errors").isVisible());
    assert.equal(await page.getByRole("button", { name: "Test Backend" }).isDisabled(), true);
  });

  it("say what it takes to test where no sound device can be reached, and offer no test", async () => {
    const { page } = await tools.openWith({ ...state, hasAudio: false, trusted: false, report: null });
    assert.ok(await page.getByText("FlexLab on the machine with the sound devices").isVisible());
    assert.equal(await page.getByRole("button", { name: "Test Backend" }).isDisabled(), true);
    assert.equal(await page.getByRole("button", { name: "Manage trust" }).count(), 0);
  });

  it("say that a backend is elsewhere, and still offer the test", async () => {
    const { page } = await tools.openWith({
      ...state,
      config: state.config && { ...state.config, backend: "Windows WASAPI", backendIsHere: false },
    });
    assert.ok(await page.getByText("Windows WASAPI is not on this machine").isVisible());
    assert.equal(await page.getByRole("button", { name: "Test Backend" }).isDisabled(), false);
  });

  it("offer to start a dead audio process again, and nothing of the kind for other errors", async () => {
    const { page } = await tools.openWith({ ...state, report: null, error: { ...failure, code: "audio-process-crashed" } });
    await page.getByRole("button", { name: "Restart audio process" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "restartAudio" });
    await tools.panel.show({ ...state, report: null, error: failure });
    assert.equal(await page.getByRole("button", { name: "Restart audio process" }).isVisible(), false);
  });
});
