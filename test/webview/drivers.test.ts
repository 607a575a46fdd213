import assert from "node:assert/strict";

import { driverRows } from "../../webview/drivers/driverRows.ts";
import { playing, refused } from "./driverSamples.ts";
import { describePanel } from "./panelSuite.ts";
import { state } from "./samples.ts";

describePanel("programs in the panel", (tools) => {
  it("are looked for only while they are in sight", async () => {
    const { page } = await tools.openWith({ ...state, section: "drivers" });
    assert.deepEqual(await tools.panel.lastPosted(), { type: "watch", drivers: true });
    assert.ok(await page.getByText("Choose FlexLab as the ASIO driver in a music program").isVisible());
    await page.getByRole("tab", { name: /^Results/ }).click();
    assert.ok((await tools.panel.posted()).some((message) => message.type === "watch" && !message.drivers));
  });

  it("tell what they opened, their latency, what went wrong and how loud they are, and move", async () => {
    const { page } = await tools.openWith({ ...state, section: "drivers" });
    await tools.panel.send({ type: "drivers", drivers: [playing] });
    const card = page.getByRole("region", { name: "Reaper, process 4711" });
    const fact = (label: string): Promise<string | null> => card.locator(".fact", { has: page.getByText(label, { exact: true }) }).locator("dd").textContent();
    assert.ok(await card.getByText("uses this file", { exact: true }).isVisible());
    assert.equal(await fact("Backend"), "Windows WASAPI · exclusive");
    assert.equal(await fact("Input"), "Microphone <b>bold</b> · Float32");
    assert.equal(await fact("Sample rate"), "48 kHz");
    assert.equal(await fact("Buffer"), "480 frames · 10.00 ms");
    assert.equal(await fact("Reported latency"), "30.00 ms (output 20.00 ms, input 10.00 ms)");
    assert.equal(await fact("Late callbacks"), "2 of 10,000");
    assert.equal(await fact("Lost buffers"), "4");
    assert.equal(await fact("Running for"), "01:40");
    assert.equal(await card.getByRole("meter").count(), 4);
    assert.match((await card.getByRole("meter", { name: "Level Out 1" }).textContent()) ?? "", /−0\.9/);
    await tools.panel.send({ type: "drivers", drivers: [{ ...playing, lateCallbacks: 3, file: "earlier" }] });
    assert.equal(await fact("Late callbacks"), "3 of 10,000");
    assert.ok(await card.getByText("uses an earlier state of this file").isVisible());
  });

  it("mark a channel that has reached the largest sample of its type, whose other sign alone is full scale", async () => {
    const { page } = await tools.openWith({ ...state, section: "drivers" });
    const output = playing.output && { ...playing.output, peaks: [32_767 / 32_768, 32_766 / 32_768] };
    await tools.panel.send({ type: "drivers", drivers: [{ ...playing, output }] });
    assert.match((await page.getByRole("meter", { name: "Level Out 1" }).textContent()) ?? "", /0\.0 clip/);
    assert.doesNotMatch((await page.getByRole("meter", { name: "Level Out 2" }).textContent()) ?? "", /clip/);
  });

  it("come and go, and say why the driver did not start", async () => {
    const { page } = await tools.openWith({ ...state, section: "drivers" });
    await tools.panel.send({ type: "drivers", drivers: [playing, refused] });
    const card = page.getByRole("region", { name: "A program, process 99" });
    assert.ok(await card.getByText("There is no such device. Pick another. (device-not-found)").isVisible());
    assert.equal(await card.getByRole("meter").count(), 0);
    await tools.panel.send({ type: "drivers", drivers: [refused] });
    assert.equal(await page.getByRole("region", { name: "Reaper, process 4711" }).count(), 0);
    await tools.panel.send({ type: "drivers", drivers: [] });
    assert.ok(await page.getByText("No program uses the driver now").isVisible());
  });

  it("show a dash for what is not known, never a zero", () => {
    const rows = new Map(driverRows(refused));
    for (const name of ["Sample rate", "Buffer", "Reported latency", "Running for"]) assert.equal(rows.get(name), "–", name);
  });
});
