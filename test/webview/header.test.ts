import assert from "node:assert/strict";

import { describePanel } from "./panelSuite.ts";
import { driverState, state } from "./samples.ts";

describePanel("buttons of the panel", (tools) => {
  it("start and cancel a test", async () => {
    await tools.openWith(state);
    await tools.panel.page.getByRole("button", { name: "Test Backend" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "test" });
    await tools.panel.show({ ...state, activity: { kind: "testing", step: "Recording", fraction: 0.5 } });
    const progress = tools.panel.page.getByRole("progressbar", { name: "Recording" });
    assert.equal(await progress.getAttribute("aria-valuenow"), "50");
    await tools.panel.page.getByRole("button", { name: "Cancel test" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "stop" });
  });

  it("work by keyboard and keep the focus when they change their meaning", async () => {
    await tools.openWith(state);
    await tools.panel.page.getByRole("button", { name: "Test Backend" }).focus();
    await tools.panel.page.keyboard.press("Enter");
    assert.deepEqual(await tools.panel.lastPosted(), { type: "test" });
    await tools.panel.show({ ...state, activity: { kind: "testing", step: "Recording", fraction: 0.5 } });
    await tools.panel.page.keyboard.press("Enter");
    assert.deepEqual(await tools.panel.lastPosted(), { type: "stop" });
  });

  it("do nothing in an untrusted workspace but show the way to trust", async () => {
    await tools.openWith({ ...state, trusted: false, report: null });
    const test = tools.panel.page.getByRole("button", { name: "Test Backend" });
    assert.equal(await test.isDisabled(), true);
    await test.click({ force: true });
    assert.deepEqual((await tools.panel.posted()).map(({ type }) => type), ["ready"]);
    await tools.panel.page.getByRole("button", { name: "Manage trust" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "manageTrust" });
  });
});

describePanel("the panel of an installed driver", (tools) => {
  it("tests it again, and has nothing of a file", async () => {
    await tools.openWith(driverState);
    const { page } = tools.panel;
    assert.deepEqual(await page.getByRole("tab").allTextContents(), ["Results3", "History"]);
    assert.equal(await page.getByText("ASIO driver ASIO4ALL v2", { exact: true }).isVisible(), true);
    for (const label of ["Stays with this file", "Full test", "Test Backend", "Open FlexASIO.toml"]) assert.equal(await page.getByRole("button", { name: label }).count(), 0, label);
    await page.getByRole("button", { name: "Test Driver" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "test" });
    await tools.panel.show({ ...driverState, hasAudio: false });
    assert.equal(await page.getByRole("button", { name: "Test Driver" }).isDisabled(), true);
  });
});

describePanel("the display of the panel", (tools) => {
  it("leaves its room to what is below before the first run and while something sounds, and then only its figures and verdicts", async () => {
    const display = tools.panel.page.locator(".head .display");
    const height = async (): Promise<number> => (await display.boundingBox())?.height ?? 0;
    await tools.openWith(state);
    const large = await height();
    await tools.panel.show({ ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } });
    assert.ok((await height()) < 0.7 * large, `${String(await height())} of ${String(large)} pixels`);
    for (const text of ["25.71", "Misleading"]) assert.equal(await display.getByText(text, { exact: true }).isVisible(), true, text);
    assert.equal(await display.getByText("1,234 ± 0 frames").isVisible(), false);
    await tools.panel.show({ ...state, report: null });
    assert.ok((await height()) < 0.7 * large, `${String(await height())} of ${String(large)} pixels`);
    await tools.panel.show(state);
    assert.equal(await height(), large);
  });
});

describePanel("the tabs of the panel", (tools) => {
  const tab = (name: RegExp | string): ReturnType<typeof tools.panel.page.getByRole> => tools.panel.page.getByRole("tab", { name });
  const chosen = (): Promise<string | null> => tools.panel.page.locator("lab-tabs [aria-selected=true]").textContent();

  it("begin with the results of a file that was tested, or with what was chosen for it last", async () => {
    await tools.openWith(state);
    assert.match((await chosen()) ?? "", /^Results/);
    await tools.panel.show({ ...state, uri: "file:///music/other/FlexASIO.toml", section: "stream" });
    assert.equal(await chosen(), "Stream");
    await tools.panel.show(state);
    assert.match((await chosen()) ?? "", /^Results/);
  });

  it("are walked with the arrows, and each choice is told to be remembered", async () => {
    await tools.openWith({ ...state, section: "stream" });
    await tab("Stream").focus();
    await tools.panel.page.keyboard.press("ArrowRight");
    assert.match((await chosen()) ?? "", /^Results/);
    assert.deepEqual(await tools.panel.lastPosted(), { type: "choose", section: "results" });
    assert.ok(await tools.panel.page.getByRole("tabpanel", { name: "Results" }).isVisible());
    assert.equal(await tools.panel.page.getByRole("tabpanel").count(), 1, "only one part is shown");
    await tools.panel.page.keyboard.press("Home");
    assert.equal(await tools.panel.page.locator("lab-tabs [tabindex='0']").count(), 1, "one stop of the tabulator");
  });

  it("stay where they are when a state comes again, and follow what starts to run", async () => {
    await tools.openWith({ ...state, section: "stream" });
    await tab(/Results/).click();
    await tools.panel.show({ ...state, section: "stream", reportIsStale: true });
    assert.match((await chosen()) ?? "", /^Results/);
    await tools.panel.show({ ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } });
    assert.match((await chosen()) ?? "", /^Stream/);
    const choices = (await tools.panel.posted()).filter(({ type }) => type === "choose");
    assert.deepEqual(choices.at(-1), { type: "choose", section: "stream" });
    await tools.panel.show({ ...state, activity: { kind: "testing", step: "Opening", fraction: null } });
    assert.match((await chosen()) ?? "", /^Results/);
  });
});

describePanel("the file of the panel", (tools) => {
  it("can be kept, and let go again", async () => {
    await tools.openWith(state);
    await tools.panel.page.getByRole("button", { name: "Follows the editor" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "pin", pinned: true });
    await tools.panel.show({ ...state, pinned: true });
    await tools.panel.page.getByRole("button", { name: "Stays with this file" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "pin", pinned: false });
  });

  it("waits while the lab is busy with another one, and says with which", async () => {
    await tools.openWith({ ...state, activity: { kind: "elsewhere", file: "studio/FlexASIO.toml" } });
    assert.ok(await tools.panel.page.getByText("Busy with FlexASIO.toml").isVisible());
    assert.equal(await tools.panel.page.getByRole("button", { name: "Test Backend" }).isDisabled(), true);
  });
});
