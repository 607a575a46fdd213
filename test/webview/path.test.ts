import assert from "node:assert/strict";

import { describePanel } from "./panelSuite.ts";
import { pathOf, state } from "./samples.ts";

const shared = pathOf('backend = "Windows WASAPI"', "Windows WASAPI");
const exclusive = pathOf("[input]\nwasapiExclusiveMode = true\n[output]\nwasapiExclusiveMode = true", "Windows WASAPI");

describePanel("the signal path of the panel", (tools) => {
  const lit = (): Promise<string[]> => tools.panel.page.locator(".path-box.lit text").allTextContents();
  const listed = (): Promise<string[]> => tools.panel.page.locator(".station-title").allTextContents();

  it("lights the way through the Windows engine, and the one past it as soon as the file says so", async () => {
    const { page } = await tools.openWith({ ...state, section: "path", path: shared });
    assert.ok((await lit()).includes("Mixer"));
    assert.ok((await lit()).includes("Limiter"));
    assert.equal((await lit()).includes("WASAPI exclusive"), false);
    await tools.panel.show({ ...state, section: "path", path: exclusive });
    assert.ok((await lit()).includes("WASAPI exclusive"));
    assert.equal((await lit()).includes("Mixer"), false);
    assert.ok(await page.getByText("Mixer", { exact: true }).isVisible(), "the way not taken is still drawn");
  });

  it("says the same in words: every station in order, with what it does, what is configured and what was measured", async () => {
    const { page } = await tools.openWith({ ...state, section: "path" });
    assert.deepEqual(await listed(), ["Host program", "ASIO driver", "PortAudio Virtual", "Virtual device", "Virtual cable"]);
    assert.ok(await page.getByText("Playback goes down, recording comes up the same way: Host program → ASIO driver").isVisible());
    const last = page.locator(".station").last();
    assert.match((await last.textContent()) ?? "", /Measured There and back: 1.234 frames, 25\.7 ms/);
    assert.match((await page.locator(".station").nth(1).textContent()) ?? "", /Configured Buffer: 480 frames/);
  });

  it("is walked with the arrows, and the map shows where one is", async () => {
    const { page } = await tools.openWith({ ...state, section: "path" });
    await page.locator(".station[tabindex='0']").focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.locator(".path-box.pointed text").textContent(), "ASIO driver");
    await page.keyboard.press("End");
    assert.equal(await page.locator(".path-box.pointed text").textContent(), "Virtual cable");
    // A new state in between takes nothing from whoever is reading.
    await tools.panel.show({ ...state, section: "path", path: pathOf("bufferSizeSamples = 64", "Virtual") });
    assert.equal(await page.evaluate("document.activeElement.querySelector('.station-title').textContent"), "Virtual cable");
  });

  it("draws one direction alone where the other is off", async () => {
    const { page } = await tools.openWith({ ...state, section: "path", path: pathOf('[input]\ndevice = ""', "ALSA") });
    assert.ok(await page.getByText("Playback only:").isVisible());
    assert.equal(await page.locator(".path-link.input").count(), 0);
    assert.ok((await page.locator(".path-link.output").count()) > 0);
  });

  it("says that nothing is known where nothing is", async () => {
    const { page } = await tools.openWith({ ...state, section: "path", path: null });
    assert.ok(await page.getByText("The way of the sound is not known").isVisible());
  });
});
