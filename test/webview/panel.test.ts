import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { Browser } from "playwright-core";

import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { launchBrowser, OpenPanel } from "./openPanel.ts";
import type { PageOptions, Theme } from "./openPanel.ts";
import { servePanelPage } from "./panelPageServer.ts";
import type { PanelPageServer } from "./panelPageServer.ts";
import { cleanReport, failedReport, failure, manyGlitches, noFile, report, snapshot, state } from "./samples.ts";

const artifacts = fileURLToPath(new URL("../../artifacts/", import.meta.url));
const themes: readonly Theme[] = ["dark", "light", "high-contrast", "high-contrast-light"];

describe("the panel's page", function () {
  this.timeout(30_000);
  let server: PanelPageServer;
  let browser: Browser;
  let panel: OpenPanel;

  async function openWith(shown: PanelState, options: PageOptions = {}): Promise<OpenPanel> {
    await panel.open(options);
    await panel.show(shown);
    return panel;
  }

  before(async () => {
    server = await servePanelPage();
    browser = await launchBrowser();
    panel = new OpenPanel(await browser.newPage(), server.url);
    await mkdir(artifacts, { recursive: true });
  });

  afterEach(async () => {
    if (panel.isOpen) await panel.assertQuiet();
  });

  after(async () => {
    await browser.close();
    await server.close();
  });

  it("keeps its script within its budget", () => {
    assert.ok(server.scriptBytes > 10_000);
    assert.ok(server.scriptBytes <= 350 * 1024, `${server.scriptBytes} bytes`);
  });

  describe("figures", () => {
    it("show the measured round trip, the reported one, their difference and the verdict", async () => {
      const { page } = await openWith(state);
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
      const { page } = await openWith({
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
      await openWith(state);
      const drawing = panel.page.getByRole("img", {
        name: "The driver reports 20.00 ms (output 480, input 480 frames), the measured round trip is 25.71 ms, a difference of +5.71 ms.",
      });
      const width = (selector: string): Promise<number> =>
        panel.evaluateOn(`.bars ${selector}`, "(element) => element.getBoundingClientRect().width");
      assert.ok(await drawing.isVisible());
      const beyond = await width(".missing");
      const told = await width(".measured");
      assert.ok(Math.abs(beyond / told - 274 / 960) < 0.01, `${beyond} to ${told}`);
    });

    it("are marked when the file has changed since, and when a new test runs", async () => {
      await openWith({ ...state, reportIsStale: true });
      assert.ok(await panel.page.getByText("Out of date: the file has changed since").isVisible());
      await panel.show(state);
      assert.equal(await panel.page.getByText("Out of date").isVisible(), false);
      await panel.show({ ...state, activity: { kind: "testing", step: "Opening", fraction: null } });
      assert.ok(await panel.page.getByText("Previous run").isVisible());
    });

    it("of a file that is not open say so", async () => {
      const { page } = await openWith({ ...noFile, report, reportIsStale: true });
      assert.ok(await page.getByText("Measured before, of FlexASIO.toml").isVisible());
      assert.ok(await page.getByText("No FlexASIO.toml is open").isVisible());
    });

    it("take the latest state and leave nothing of the one before", async () => {
      await openWith(state);
      await panel.show({ ...state, report: cleanReport });
      assert.equal(await panel.page.locator(".figure.hero .figure-value").textContent(), "20.00");
      assert.ok(await panel.page.getByText("Exact", { exact: true }).isVisible());
      assert.equal(await panel.page.getByRole("grid", { name: "Glitches" }).isVisible(), false);
      assert.equal(await panel.page.locator(".sentences li").count(), 2);
    });
  });

  describe("buttons", () => {
    it("start and cancel a test", async () => {
      await openWith(state);
      await panel.page.getByRole("button", { name: "Test Backend" }).click();
      assert.deepEqual(await panel.lastPosted(), { type: "test" });
      await panel.show({ ...state, activity: { kind: "testing", step: "Recording", fraction: 0.5 } });
      const progress = panel.page.getByRole("progressbar", { name: "Recording" });
      assert.equal(await progress.getAttribute("aria-valuenow"), "50");
      assert.equal(await panel.page.getByRole("button", { name: "Start stream" }).isDisabled(), true);
      await panel.page.getByRole("button", { name: "Cancel test" }).click();
      assert.deepEqual(await panel.lastPosted(), { type: "stop" });
    });

    it("start the chosen signal and stop it", async () => {
      await openWith(state);
      await panel.page.getByRole("button", { name: "Start stream" }).click();
      assert.deepEqual(await panel.lastPosted(), { type: "start", signal: "sine" });
      await panel.page.getByRole("radio", { name: "Silence" }).click();
      await panel.page.getByRole("button", { name: "Start stream" }).click();
      assert.deepEqual(await panel.lastPosted(), { type: "start", signal: "silence" });
      await panel.show({ ...state, activity: { kind: "streaming", signal: "silence" } });
      await panel.page.getByRole("button", { name: "Stop stream" }).click();
      assert.deepEqual(await panel.lastPosted(), { type: "stop" });
    });

    it("open the pickers and go to the buffer's line", async () => {
      await openWith(state);
      const press = async (name: RegExp): Promise<unknown> => {
        await panel.page.getByRole("button", { name }).click();
        return panel.lastPosted();
      };
      assert.deepEqual(await press(/^Backend Virtual,/), { type: "pickBackend" });
      assert.deepEqual(await press(/^Input Virtual Cable,/), { type: "pickDevice", direction: "input" });
      assert.deepEqual(await press(/^Output Virtual Cable,/), { type: "pickDevice", direction: "output" });
      assert.deepEqual(await press(/^Buffer 480 frames/), { type: "reveal", table: "top", key: "bufferSizeSamples" });
    });

    it("work by keyboard and keep the focus when they change their meaning", async () => {
      await openWith(state);
      await panel.page.getByRole("button", { name: "Test Backend" }).focus();
      await panel.page.keyboard.press("Enter");
      assert.deepEqual(await panel.lastPosted(), { type: "test" });
      await panel.show({ ...state, activity: { kind: "testing", step: "Recording", fraction: 0.5 } });
      await panel.page.keyboard.press("Enter");
      assert.deepEqual(await panel.lastPosted(), { type: "stop" });
    });

    it("do nothing in an untrusted workspace but show the way to trust", async () => {
      await openWith({ ...state, trusted: false, report: null });
      const test = panel.page.getByRole("button", { name: "Test Backend" });
      assert.equal(await test.isDisabled(), true);
      await test.click({ force: true });
      assert.deepEqual((await panel.posted()).map(({ type }) => type), ["ready"]);
      await panel.page.getByRole("button", { name: "Manage trust" }).click();
      assert.deepEqual(await panel.lastPosted(), { type: "manageTrust" });
    });
  });

  describe("levels", () => {
    const streaming: PanelState = { ...state, activity: { kind: "streaming", signal: "sine" } };

    /** How far the bar of a channel reaches, from 0 to 1, read from its pixels. */
    function barEnd(name: string): Promise<number> {
      return panel.evaluateOn(`[role=meter][aria-label="Level ${name}"] canvas`, `(canvas) => {
        const context = canvas.getContext("2d");
        const { data } = context.getImageData(0, Math.floor(canvas.height / 2), canvas.width, 1);
        let end = 0;
        for (let x = 0; x < canvas.width; x++) {
          const [red, green, blue, alpha] = data.slice(4 * x, 4 * x + 4);
          // The bar is opaque and coloured; track, scale lines and the held peak are not.
          if (alpha === 255 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40) end = x + 1;
        }
        return end / canvas.width;
      }`);
    }

    it("move with each snapshot and fall when it becomes silent", async () => {
      await openWith(streaming);
      await panel.live(snapshot([0.5, 0.001]));
      await panel.painted();
      const loud = await barEnd("In 1");
      const quiet = await barEnd("In 2");
      assert.ok(loud > 0.75 && loud <= 0.91, `-6 dBFS is drawn at ${loud}`);
      assert.ok(quiet < 0.05, `-60 dBFS is drawn at ${quiet}`);
      await panel.live(snapshot([0, 0]));
      await panel.until(`document.querySelector(".meter-canvas").getContext("2d").getImageData(0, 5, 1, 1).data[3] < 255`);
      assert.equal(await barEnd("In 1"), 0);
    });

    it("say their value in words and figures, and keep the mark of a clip", async () => {
      await openWith(streaming);
      await panel.live(snapshot([1, 0.5]));
      const meter = panel.page.getByRole("meter", { name: "Level In 1" });
      assert.equal(await meter.getAttribute("aria-valuetext"), "0 decibels full scale, clipped");
      assert.equal(await meter.getAttribute("aria-valuenow"), "0");
      assert.match((await meter.textContent()) ?? "", /0\.0 clip$/);
      assert.match((await panel.page.getByRole("meter", { name: "Level In 2" }).textContent()) ?? "", /−6\.0$/);
    });

    it("stand still between snapshots when motion is not wanted", async () => {
      await openWith(streaming, { reducedMotion: true });
      await panel.live(snapshot([0.5, 0.5]));
      await panel.painted();
      const first = await barEnd("In 1");
      for (let frame = 0; frame < 5; frame++) await panel.painted();
      assert.ok(first > 0.85);
      assert.equal(await barEnd("In 1"), first);
    });

    it("are repainted in the colours of a new theme", async () => {
      await openWith(streaming, { reducedMotion: true });
      await panel.live(snapshot([0.1, 0.1]));
      const color = (): Promise<string> =>
        panel.evaluateOn(".meter-canvas", `(canvas) => canvas.getContext("2d").getImageData(2, 5, 1, 1).data.join()`);
      await panel.painted();
      assert.equal(await color(), "137,209,133,255");
      await panel.setTheme("light");
      assert.equal(await color(), "56,138,52,255");
    });

    it("tell the running time and what went wrong", async () => {
      await openWith(streaming);
      const good = snapshot([0.1, 0.1], 12.3);
      await panel.live(good);
      assert.ok(await panel.page.getByText("12.3 s · 48 kHz · 480 frames").isVisible());
      assert.ok(await panel.page.getByText("no xruns").isVisible());
      await panel.live({ ...good, counters: { ...good.counters, outputUnderflows: 2, missedOutputReady: 1 } });
      assert.ok(await panel.page.getByText("2 output xruns, 1 late buffer").isVisible());
    });

    it("rest when the stream has ended, even when a last snapshot comes late", async () => {
      await openWith(streaming);
      await panel.live(snapshot([0.5, 0.5]));
      await panel.show(state);
      await panel.live(snapshot([0.5, 0.5]));
      assert.ok(await panel.page.getByText("No stream").isVisible());
      assert.match((await panel.page.getByRole("meter", { name: "Level In 1" }).textContent()) ?? "", /−∞$/);
    });
  });

  describe("glitch list", () => {
    it("explains the chosen glitch and is walked by keyboard", async () => {
      await openWith(state);
      const grid = panel.page.getByRole("grid", { name: "Glitches" });
      const selected = grid.locator("tbody tr[aria-selected=true]");
      assert.match((await selected.textContent()) ?? "", /24,000In alldropped3−3$/);
      assert.ok(await panel.page.getByText("3 frames were lost at frame 24,000 on all input channels; from there on the round trip is 3 frames shorter.").isVisible());
      await selected.focus();
      await panel.page.keyboard.press("ArrowDown");
      assert.match((await selected.textContent()) ?? "", /48,000In 1zeroed/);
      assert.ok(await panel.page.getByText("16 frames were silenced at frame 48,000 on input channel 1; the round trip stays as it was.").isVisible());
      await panel.page.keyboard.press("End");
      assert.match((await selected.textContent()) ?? "", /stalled/);
      assert.ok(await panel.page.getByText("The callback came 500.0 ms late").isVisible());
      await panel.page.keyboard.press("ArrowDown");
      assert.match((await selected.textContent()) ?? "", /stalled/, "the end is the end");
      await panel.page.keyboard.press("Home");
      assert.match((await selected.textContent()) ?? "", /dropped/);
      assert.equal(await grid.locator("tbody tr[tabindex='0']").count(), 1, "one stop of the tabulator");
    });

    it("is reached with the tabulator alone", async () => {
      await openWith(state);
      for (let press = 0; press < 12; press++) {
        await panel.page.keyboard.press("Tab");
        if (await panel.page.evaluate(`document.activeElement.matches(".glitch-table tbody tr")`)) return;
      }
      assert.fail("twelve presses did not reach it");
    });

    it("keeps the choice when the same report comes again", async () => {
      await openWith(state);
      const selected = panel.page.locator(".glitch-table tbody tr[aria-selected=true]");
      await panel.page.locator(".glitch-table tbody tr").nth(1).click();
      await panel.show({ ...state, reportIsStale: true });
      assert.match((await selected.textContent()) ?? "", /zeroed/);
    });

    it("shows the first two hundred of very many, and the rest on demand", async () => {
      await openWith({ ...state, report: manyGlitches(1000) });
      const rows = panel.page.locator(".glitch-table tbody tr");
      assert.equal(await rows.count(), 200);
      await panel.page.getByRole("button", { name: "Show the other 800" }).click();
      assert.equal(await rows.count(), 1000);
      assert.equal(await panel.page.getByRole("button", { name: /Show the other/ }).isVisible(), false);
    });
  });

  describe("states without figures", () => {
    it("say what to do when no file is open", async () => {
      await openWith(noFile);
      assert.ok(await panel.page.getByText("No FlexASIO.toml is open").isVisible());
      assert.equal(await panel.page.getByRole("button", { name: "Test Backend" }).isVisible(), false);
      await panel.page.getByRole("button", { name: "Open FlexASIO.toml" }).click();
      assert.deepEqual(await panel.lastPosted(), { type: "openConfig" });
    });

    it("say what a test does before the first one", async () => {
      const { page } = await openWith({ ...state, report: null });
      assert.ok(await page.getByText("Nothing measured yet").isVisible());
      assert.equal(await page.locator(".figures").isVisible(), false);
    });

    it("show an error with its hint, and lead to the line that caused it", async () => {
      await openWith({ ...state, report: failedReport });
      const card = panel.page.getByRole("region", { name: "Error" });
      // A name from outside is text, whatever it looks like.
      assert.ok(await card.getByText("<img src=x onerror=alert(1)>").isVisible());
      assert.equal(await panel.page.locator("img").count(), 0);
      assert.ok(await card.getByText("Pick a device that is there").isVisible());
      assert.ok(await card.getByText("-9996 Invalid device").isVisible());
      assert.equal(await panel.page.locator(".sentence-list li").count(), 0, "the error is told twice");
      await card.getByRole("button", { name: "Go to [output] device" }).click();
      assert.deepEqual(await panel.lastPosted(), { type: "reveal", table: "output", key: "device" });
      assert.equal(await panel.page.locator(".figures").isVisible(), false);
      await panel.show(state);
      assert.equal(await card.isVisible(), false);
    });

    it("show an error without a place or a hint", async () => {
      const { page } = await openWith({ ...state, report: null, error: { ...failure, where: null, hint: "", host: null } });
      const card = page.getByRole("region", { name: "Error" });
      assert.ok(await card.isVisible());
      assert.equal(await card.getByRole("button").count(), 0);
    });

    it("do not call it an error that the user cancelled", async () => {
      const { page } = await openWith({ ...state, report: { ...failedReport, error: { ...failure, code: "cancelled" } } });
      assert.equal(await page.getByRole("region", { name: "Error" }).isVisible(), false);
      assert.equal(await page.locator(".sentence-list li").count(), 1);
    });

    it("count the errors of the file and refuse to test it", async () => {
      const { page } = await openWith({ ...state, config: state.config && { ...state.config, errors: 2 } });
      assert.ok(await page.getByText("The file has 2 errors").isVisible());
      assert.equal(await page.getByRole("button", { name: "Test Backend" }).isDisabled(), true);
    });

    it("say what it takes to test where no sound device can be reached, and offer no test", async () => {
      const { page } = await openWith({ ...state, hasAudio: false, trusted: false, report: null });
      assert.ok(await page.getByText("FlexLab on the machine with the sound devices").isVisible());
      assert.equal(await page.getByRole("button", { name: "Test Backend" }).isDisabled(), true);
      assert.equal(await page.getByRole("button", { name: "Manage trust" }).count(), 0);
    });

    it("say that a backend is elsewhere, and still offer the test", async () => {
      const { page } = await openWith({
        ...state,
        config: state.config && { ...state.config, backend: "Windows WASAPI", backendIsHere: false },
      });
      assert.ok(await page.getByText("Windows WASAPI is not on this machine").isVisible());
      assert.equal(await page.getByRole("button", { name: "Test Backend" }).isDisabled(), false);
    });
  });

  describe("messages", () => {
    it("are announced once, politely, when the run changes", async () => {
      await openWith(state);
      const live = panel.page.locator("[role=status][aria-live=polite]");
      assert.equal(await live.count(), 1);
      assert.equal(await live.textContent(), "");
      await panel.show({ ...state, activity: { kind: "testing", step: "Recording", fraction: 0.1 } });
      assert.equal(await live.textContent(), "Test started.");
      await panel.show({ ...state, activity: { kind: "testing", step: "Recording", fraction: 0.9 } });
      assert.equal(await live.textContent(), "Test started.");
      await panel.show({ ...state, report: { ...cleanReport, startedAt: "2026-11-20T14:05:00.000Z" } });
      assert.equal(await live.textContent(), "Test finished: Pass. The round trip is 20.00 ms, exactly what the driver reports.");
    });

    it("of others and of another version do no harm", async () => {
      await openWith(state);
      await panel.page.evaluate(`postMessage({ type: "somethingElse" }, "*"); postMessage(null, "*"); postMessage({ type: "live" }, "*")`);
      await panel.page.evaluate(`lab.send({ type: "state", version: 999, state: {} })`);
      await panel.page.getByText("This page belongs to another version of FlexLab").waitFor();
      assert.equal(await panel.page.locator(".figure.hero .figure-value").textContent(), "25.71");
    });

    it("are not needed after a reload: the page shows at once what it showed", async () => {
      await openWith({ ...state, activity: { kind: "streaming", signal: "sine" } });
      await panel.page.reload();
      await panel.waitForPosted("ready");
      assert.equal(await panel.page.locator(".figure.hero .figure-value").textContent(), "25.71");
      assert.ok(await panel.page.getByRole("button", { name: "Start stream" }).isVisible(), "nothing claims to run");
    });
  });

  describe("layout", () => {
    for (const width of [300, 420, 560, 800, 1000, 1600]) {
      it(`has nothing to scroll sideways at ${width} pixels`, async () => {
        await openWith({ ...state, report: manyGlitches(300) }, { width });
        await panel.show({ ...state, activity: { kind: "streaming", signal: "sine" } });
        await panel.live(snapshot([1, 0.5, 0.1]));
        const scrolls = `document.documentElement.scrollWidth > innerWidth`;
        assert.equal(await panel.page.evaluate(scrolls), false);
        await panel.show({ ...state, report: failedReport });
        assert.equal(await panel.page.evaluate(scrolls), false);
        await panel.show(noFile);
        assert.equal(await panel.page.evaluate(scrolls), false);
      });
    }

    for (const theme of themes) {
      it(`is drawn in ${theme}`, async () => {
        await openWith({ ...state, activity: { kind: "streaming", signal: "sine" } }, { theme, reducedMotion: true, height: 1600 });
        await panel.live(snapshot([0.5, 0.24], 4.2));
        await panel.page.screenshot({ path: `${artifacts}panel-${theme}.png`, fullPage: true });
        const background = await panel.page.evaluate(`getComputedStyle(document.body).backgroundColor`);
        assert.equal(background, { dark: "rgb(31, 31, 31)", light: "rgb(255, 255, 255)", "high-contrast": "rgb(0, 0, 0)", "high-contrast-light": "rgb(255, 255, 255)" }[theme]);
      });
    }
  });
});
