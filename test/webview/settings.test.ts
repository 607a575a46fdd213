import assert from "node:assert/strict";

import { SETTING_NAMES } from "../../extension/editor/panelProtocol.ts";
import { describePanel } from "./panelSuite.ts";
import { noFile, report, settingsOf, state } from "./samples.ts";

const differing = settingsOf('backend = "Virtual"\nbufferSizeSamples = 256', report);
const old = settingsOf('backend = "Virtual"\nbufferSizeSamples = 256', report, true);

describePanel("the settings of the panel", (tools) => {
  const card = (name: string): ReturnType<typeof tools.panel.page.locator> => tools.panel.page.locator(`.setting-${name}`);

  it("open the picker of the editor, all of them by keyboard alone", async () => {
    const { page } = await tools.openWith({ ...state, settings: settingsOf('backend = "Windows WASAPI"', null) });
    await page.getByRole("button", { name: "Test Backend" }).focus();
    const picked: unknown[] = [];
    for (let i = 0; i < SETTING_NAMES.length - 1; i += 1) {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      picked.push(await tools.panel.lastPosted());
    }
    // The rate is no option of the file: there is nothing to pick, and no stop.
    const pickable = SETTING_NAMES.filter((name) => name !== "rate");
    assert.deepEqual(picked, pickable.map((setting) => ({ type: "pick", setting })));
    assert.equal(await page.getByRole("button", { name: /^Rate 48 kHz, The music program chooses/ }).isDisabled(), true);
  });

  for (const width of [400, 800, 1200]) {
    it(`show in effect, in the file and as negotiated side by side at ${width} pixels`, async () => {
      await tools.openWith(state, { width });
      const texts = await tools.panel.evaluateOn(".setting-buffer", `(card) => [card.querySelector("lab-pick").value, ...[...card.querySelectorAll("dd")].map((dd) => dd.textContent)]`);
      assert.deepEqual(texts, ["480 = 10.0 ms", "480", "480"]);
      for (const name of SETTING_NAMES) {
        for (const part of ["lab-pick", ".setting-file dd", ".setting-run dd"]) {
          const box = await card(name).locator(part).boundingBox();
          assert.ok(box !== null && box.width > 30 && box.height > 10 && box.x + box.width <= width, `${name} ${part}`);
        }
      }
      const bar = await tools.panel.page.getByRole("region", { name: "Devices and stream" }).boundingBox();
      assert.ok(bar !== null && bar.height <= 250, `compact, not ${bar?.height ?? 0} pixels high`);
    });
  }

  it("mark what the run got otherwise by a sign and in words, and only while the text is the one that ran", async () => {
    await tools.openWith({ ...state, settings: differing });
    const run = card("buffer").locator(".setting-run dd");
    assert.equal(await run.textContent(), "≠ 480");
    assert.equal(await run.getAttribute("title"), "480: the run got something else than the file asks for");
    assert.equal(await card("rate").locator(".setting-run dd").textContent(), "48 kHz");
    await tools.panel.show({ ...state, settings: old, reportIsStale: true });
    assert.equal(await run.textContent(), "480");
    assert.equal(await card("buffer").locator("dt").last().textContent(), "Earlier run");
  });

  it("change at once with the file, and are not there without one", async () => {
    await tools.openWith(state);
    await tools.panel.show({ ...state, settings: settingsOf('backend = "Virtual"\n[output]\ndevice = "<img src=x onerror=alert(1)>"', null) });
    assert.equal(await card("output").locator(".setting-file dd").textContent(), "<img src=x onerror=alert(1)>");
    assert.ok(await tools.panel.page.getByRole("button", { name: /^Output <img src=x onerror=alert\(1\)> \(not found\), Not on this machine/ }).isVisible());
    await tools.panel.show(noFile);
    assert.equal(await tools.panel.page.getByRole("region", { name: "Devices and stream" }).count(), 0);
  });
});
