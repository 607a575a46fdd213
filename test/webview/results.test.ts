import assert from "node:assert/strict";

import { NO_PLOTS } from "../../extension/editor/panelProtocol.ts";
import { PNG } from "pngjs";
import { panelPlots } from "../../extension/editor/panelPlots.ts";
import { describePanel } from "./panelSuite.ts";
import { cleanReport, manyGlitches, noFile, report, state } from "./samples.ts";
import { qualityReport } from "./tableSamples.ts";

describePanel("figures of the panel", (tools) => {
  it("show the measured round trip, the reported one, their difference and the verdict", async () => {
    const { page } = await tools.openWith(state);
    const figure = (label: string): Promise<string | null> =>
      page.locator(".figure", { has: page.getByText(label, { exact: true }) }).locator("dd").textContent();
    assert.equal(await figure("Round trip, measured"), "25.71ms1,234 ± 0 frames");
    assert.equal(await figure("Driver reports"), "20.00ms960 frames");
    assert.equal(await figure("Difference"), "+5.71ms+274 frames");
    assert.ok(await page.getByText("Misleading").isVisible());
    assert.equal(await figure("Glitches"), "31 dropped, 1 zeroed, 1 stalled");
    assert.ok(await page.getByText("Bit-perfect", { exact: true }).isVisible());
    assert.equal(await figure("Buffer"), "480frames10.00 ms at 48 kHz");
    assert.ok(await page.getByText("recordings land late by that much").isVisible());
  });

  it("stand for what was not measured with a dash, never a zero", async () => {
    const { page } = await tools.openWith({
      ...state,
      report: {
        ...report,
        latency: { ...report.latency, measuredRoundTripFrames: null, uncertaintyFrames: null, verdict: null },
        glitches: { count: null, events: [] },
        integrity: { ...report.integrity, bitPerfect: null, exactFraction: null, effectiveBits: null },
      },
    });
    const figures = page.locator(".figure");
    for (const label of ["Round trip, measured", "Difference", "Glitches", "Signal"]) {
      const figure = figures.filter({ has: page.getByText(label, { exact: true }) });
      assert.equal(await figure.locator(".figure-value").textContent(), "–", label);
    }
    assert.equal(await page.getByRole("grid", { name: "Glitches" }).isVisible(), false);
  });

  it("draw reported and measured on one scale, with a sentence for those who cannot see it", async () => {
    await tools.openWith(state);
    const drawing = tools.panel.page.getByRole("img", {
      name: "The driver reports 20.00 ms (output 480, input 480 frames), the measured round trip is 25.71 ms, a difference of +5.71 ms.",
    });
    const width = (selector: string): Promise<number> =>
      tools.panel.evaluateOn(`.bars ${selector}`, "(element) => element.getBoundingClientRect().width");
    assert.ok(await drawing.isVisible());
    const beyond = await width(".missing");
    const told = await width(".measured");
    assert.ok(Math.abs(beyond / told - 274 / 960) < 0.01, `${beyond} to ${told}`);
  });

  it("are marked when the file has changed since, and when a new test runs", async () => {
    await tools.openWith({ ...state, reportIsStale: true });
    assert.ok(await tools.panel.page.getByText("Out of date: the file has changed since").isVisible());
    await tools.panel.show(state);
    assert.equal(await tools.panel.page.getByText("Out of date").isVisible(), false);
    await tools.panel.show({ ...state, activity: { kind: "testing", step: "Opening", fraction: null } });
    assert.ok(await tools.panel.page.getByText("Previous run").isVisible());
  });

  it("of a file that is not open say so", async () => {
    const { page } = await tools.openWith({ ...noFile, report, reportIsStale: true });
    assert.ok(await page.getByText("Measured before, of FlexASIO.toml").isVisible());
    assert.ok(await page.getByText("No FlexASIO.toml is open").isVisible());
  });

  it("take the latest state and leave nothing of the one before", async () => {
    await tools.openWith(state);
    await tools.panel.show({ ...state, report: cleanReport });
    assert.equal(await tools.panel.page.locator(".figure.hero .figure-value").textContent(), "20.00");
    assert.ok(await tools.panel.page.getByText("Exact", { exact: true }).isVisible());
    assert.equal(await tools.panel.page.getByRole("grid", { name: "Glitches" }).isVisible(), false);
    assert.equal(await tools.panel.page.locator(".sentences li").count(), 2);
  });
});

describePanel("the glitch list of the panel", (tools) => {
  it("explains the chosen glitch and is walked by keyboard", async () => {
    await tools.openWith(state);
    const grid = tools.panel.page.getByRole("grid", { name: "Glitches" });
    const selected = grid.locator("tbody tr[aria-selected=true]");
    assert.match((await selected.textContent()) ?? "", /24,000In alldropped3−3$/);
    assert.ok(await tools.panel.page.getByText("3 frames were lost at frame 24,000 on all input channels; from there on the round trip is 3 frames shorter.").isVisible());
    await selected.focus();
    await tools.panel.page.keyboard.press("ArrowDown");
    assert.match((await selected.textContent()) ?? "", /48,000In 1zeroed/);
    assert.ok(await tools.panel.page.getByText("16 frames were silenced at frame 48,000 on input channel 1; the round trip stays as it was.").isVisible());
    await tools.panel.page.keyboard.press("End");
    assert.match((await selected.textContent()) ?? "", /stalled/);
    assert.ok(await tools.panel.page.getByText("The callback came 500.0 ms late").isVisible());
    await tools.panel.page.keyboard.press("ArrowDown");
    assert.match((await selected.textContent()) ?? "", /stalled/, "the end is the end");
    await tools.panel.page.keyboard.press("Home");
    assert.match((await selected.textContent()) ?? "", /dropped/);
    assert.equal(await grid.locator("tbody tr[tabindex='0']").count(), 1, "one stop of the tabulator");
  });

  it("is reached with the tabulator alone", async () => {
    await tools.openWith(state);
    for (let press = 0; press < 14; press++) {
      await tools.panel.page.keyboard.press("Tab");
      if (await tools.panel.page.evaluate(`document.activeElement.matches(".glitch-table tbody tr")`)) return;
    }
    assert.fail("fourteen presses did not reach it");
  });

  it("keeps the choice when the same report comes again", async () => {
    await tools.openWith(state);
    const selected = tools.panel.page.locator(".glitch-table tbody tr[aria-selected=true]");
    await tools.panel.page.locator(".glitch-table tbody tr").nth(1).click();
    await tools.panel.show({ ...state, reportIsStale: true });
    assert.match((await selected.textContent()) ?? "", /zeroed/);
  });

  it("shows the first two hundred of very many, and the rest on demand", async () => {
    await tools.openWith({ ...state, report: manyGlitches(1000) });
    const rows = tools.panel.page.locator(".glitch-table tbody tr");
    assert.equal(await rows.count(), 200);
    await tools.panel.page.getByRole("button", { name: "Show the other 800" }).click();
    assert.equal(await rows.count(), 1000);
    assert.equal(await tools.panel.page.getByRole("button", { name: /Show the other/ }).isVisible(), false);
  });

  it("shows the samples around the chosen one, expected against received, by click on its mark as well", async () => {
    const { page } = await tools.openWith(state);
    const wave = page.locator(".wave-plot");
    assert.match((await wave.getAttribute("aria-label")) ?? "", /^Input channel 1: at frame 24,000 the sample −?0\.\d{6} was expected and 0\.000000 came\.$/);
    const track = page.locator(".timeline-track");
    const { width } = (await track.boundingBox()) ?? { width: 0 };
    await track.click({ position: { x: (48_000 / 96_960) * width, y: 10 } });
    assert.match((await page.locator(".glitch-table tr[aria-selected=true]").textContent()) ?? "", /zeroed/);
    assert.match((await wave.getAttribute("aria-label")) ?? "", /at frame 48,000/);
    assert.equal(await page.locator(".wave-line").count(), 2);
    await page.locator(".glitch-table tbody tr").last().click();
    assert.equal(await wave.isVisible(), false, "a late callback has no waveform");
  });
});

describePanel("the export of a report", (tools) => {
  it("is offered beside the results, and only where there are some", async () => {
    const { page } = await tools.openWith(state);
    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "copyReport" });
    await page.getByRole("button", { name: "Save report…" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "saveReport" });
    await tools.panel.show({ ...state, report: null });
    assert.equal(await page.getByRole("button", { name: "Copy as Markdown" }).isVisible(), false);
  });
});

describePanel("drawings in the panel", (tools) => {
  it("are those of the HTML report, each with a way to save it", async () => {
    const { page } = await tools.openWith(state);
    const timing = page.getByRole("region", { name: "Callback timing" });
    assert.ok(await timing.getByRole("img", { name: "Callback intervals and durations" }).isVisible());
    assert.ok(await page.getByRole("region", { name: "Channel matrix" }).getByRole("img").isVisible());
    assert.equal(await page.getByRole("region", { name: "Frequency response" }).isVisible(), false, "nothing was measured of it");
    await page.getByRole("button", { name: "Save picture… Callback timing", exact: true }).click();
    await tools.panel.waitForPosted("savePlot");
    assert.equal((await savedPicture()).plot, "timing");
  });

  async function savedPicture(): Promise<{ readonly plot: string; readonly picture: PNG }> {
    const { plot, bytes } = await tools.panel.page.evaluate<{ plot: string; bytes: number[] }>(
      `(({ plot, png }) => ({ plot, bytes: [...png] }))(lab.posted.findLast(({ type }) => type === "savePlot"))`,
    );
    return { plot, picture: PNG.sync.read(Buffer.from(bytes)) };
  }

  it("are saved as they look: every shape in its place and in the colours of the theme", async () => {
    for (const theme of ["dark", "light"] as const) {
      await tools.openWith({ ...state, report: qualityReport, plots: panelPlots(qualityReport), waves: [] }, { theme });
      const { page } = tools.panel;
      for (const plot of ["latency", "timing", "response", "matrix"]) {
        const box = page.locator(".plot:visible", { has: page.locator(".plot-picture") }).nth(["latency", "timing", "response", "matrix"].indexOf(plot));
        const drawing = box.locator("svg");
        // On the page as large as its own units, so that both pictures lie over each other.
        await drawing.evaluate((svg: { viewBox: { baseVal: { width: number; height: number } }; style: { cssText: string } }) => {
          svg.style.cssText = `width: ${String(svg.viewBox.baseVal.width)}px; height: ${String(svg.viewBox.baseVal.height)}px; max-width: none`;
        });
        await page.setViewportSize({ width: 1100, height: 900 });
        await box.getByRole("button", { name: "Save picture…" }).click();
        await tools.panel.until(`lab.posted.some(({ type, plot }) => type === "savePlot" && plot === "${plot}")`);
        const { picture } = await savedPicture();
        const seen = PNG.sync.read(await drawing.screenshot());
        assert.equal(picture.width, 2 * 860);
        assert.ok(Math.abs(picture.height - 2 * seen.height) <= 2, `${plot}: ${String(picture.height)} of ${String(seen.height)}`);
        assert.ok(alike(seen, picture) > 0.97, `${plot} in ${theme}: only ${String(alike(seen, picture))} of the picture is what is seen`);
      }
    }
  });

  it("are offered for what only a full test measures, and that starts from there", async () => {
    const { page } = await tools.openWith(state);
    await page.getByRole("button", { name: "Full test" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "fullTest" });
    await tools.panel.show({ ...state, activity: { kind: "testing", step: "Playing a sweep", fraction: 0.9 } });
    assert.equal(await page.getByRole("button", { name: "Full test" }).isDisabled(), true);
    await tools.panel.show({ ...state, report: qualityReport, plots: panelPlots(qualityReport) });
    assert.equal(await page.getByRole("button", { name: "Full test" }).isVisible(), false);
    assert.ok(await page.getByRole("region", { name: "Frequency response" }).isVisible());
  });

  it("take the colours of the theme", async () => {
    await tools.openWith(state);
    const color = (): Promise<string> => tools.panel.evaluateOn(".plot-picture text", "(text) => getComputedStyle(text).fill");
    const dark = await color();
    await tools.panel.setTheme("light");
    assert.notEqual(await color(), dark);
  });

  it("go with their report", async () => {
    await tools.openWith(state);
    await tools.panel.show({ ...state, plots: NO_PLOTS });
    assert.equal(await tools.panel.page.locator(".plot:visible").count(), 0);
  });
});

/** The part of the pixels that have about the same colour in both; one is twice as large. */
function alike(seen: PNG, large: PNG): number {
  let same = 0;
  for (let y = 0; y < seen.height; y += 1) {
    for (let x = 0; x < seen.width; x += 1) {
      const [a, b] = [4 * (y * seen.width + x), 4 * (2 * y * large.width + 2 * x)];
      if ([0, 1, 2].every((i) => Math.abs((seen.data[a + i] ?? 0) - (large.data[b + i] ?? 0)) < 40)) same += 1;
    }
  }
  return same / (seen.width * seen.height);
}
