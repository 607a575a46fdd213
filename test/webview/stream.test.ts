import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";

import { describePanel } from "./panelSuite.ts";
import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { liveFrame } from "./liveFrames.ts";
import { snapshot, state } from "./samples.ts";

describePanel("levels of the panel", (tools) => {
  const streaming: PanelState = { ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } };

  /** How far the bar of a channel reaches, from 0 to 1, read from its pixels. */
  function barEnd(name: string): Promise<number> {
    return tools.panel.evaluateOn(`[role=meter][aria-label="Level ${name}"] .meter-track`, `(track) => {
      // All bars of a direction stand on one canvas.
      const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = track;
      const context = track.closest(".meter-rows").querySelector("canvas").getContext("2d");
      const { data } = context.getImageData(offsetLeft, offsetTop + Math.floor(offsetHeight / 2), offsetWidth, 1);
      let end = 0;
      for (let x = 0; x < offsetWidth; x++) {
        const [red, green, blue, alpha] = data.slice(4 * x, 4 * x + 4);
        // The bar is opaque and coloured; track, scale lines and the held peak are not.
        if (alpha === 255 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40) end = x + 1;
      }
      return end / offsetWidth;
    }`);
  }

  it("move with each snapshot and fall when it becomes silent", async () => {
    await tools.openWith(streaming);
    // As a stream that goes on: a bar would fall while it is looked at.
    await tools.panel.page.evaluate(`{
      const frame = new Uint8Array(${JSON.stringify([...snapshot([0.5, 0.001])])});
      const step = () => {
        lab.send({ type: "live", frame });
        globalThis.stream = requestAnimationFrame(step);
      };
      step();
    }`);
    await tools.panel.until(`document.querySelector(".meter-canvas")?.width > 0`);
    await tools.panel.painted();
    const loud = await barEnd("In 1");
    const quiet = await barEnd("In 2");
    assert.ok(loud > 0.8 && loud <= 0.91, `-6 dBFS is drawn at ${loud}`);
    assert.ok(quiet < 0.05, `-60 dBFS is drawn at ${quiet}`);
    await tools.panel.page.evaluate("cancelAnimationFrame(stream)");
    await tools.panel.live(snapshot([0, 0]));
    await tools.panel.until(`(() => {
      const { offsetLeft, offsetTop } = document.querySelector(".meter-track");
      return document.querySelector(".meter-canvas").getContext("2d").getImageData(offsetLeft, offsetTop + 5, 1, 1).data[3] < 255;
    })()`);
    assert.equal(await barEnd("In 1"), 0);
  });

  it("say their value in words and figures, and keep the mark of a clip", async () => {
    await tools.openWith(streaming);
    await tools.panel.live(snapshot([1, 0.5]));
    const meter = tools.panel.page.getByRole("meter", { name: "Level In 1" });
    assert.equal(await meter.getAttribute("aria-valuetext"), "0 decibels full scale, clipped");
    assert.equal(await meter.getAttribute("aria-valuenow"), "0");
    assert.match((await meter.textContent()) ?? "", /0\.0 clip−3\.0$/);
    assert.match((await tools.panel.page.getByRole("meter", { name: "Level In 2" }).textContent()) ?? "", /−6\.0−9\.0$/);
  });

  it("stay at what is heard until the next snapshot, and then fall as a meter does", async () => {
    await tools.openWith(streaming);
    await tools.panel.live(snapshot([0.5, 0.5]));
    const first = await barEnd("In 1");
    for (let picture = 0; picture < 5; picture++) await tools.panel.painted();
    assert.equal(await barEnd("In 1"), first);
  });

  it("stand still between snapshots when motion is not wanted", async () => {
    await tools.openWith(streaming, { reducedMotion: true });
    await tools.panel.live(snapshot([0.5, 0.5]));
    await tools.panel.painted();
    const first = await barEnd("In 1");
    for (let frame = 0; frame < 5; frame++) await tools.panel.painted();
    assert.ok(first > 0.85);
    assert.equal(await barEnd("In 1"), first);
  });

  it("are repainted in the colours of a new theme", async () => {
    await tools.openWith(streaming, { reducedMotion: true });
    await tools.panel.live(snapshot([0.1, 0.1]));
    const color = (): Promise<string> =>
      tools.panel.evaluateOn(".meter-track", `({ offsetLeft, offsetTop }) => document.querySelector(".meter-canvas").getContext("2d").getImageData(offsetLeft + 2, offsetTop + 5, 1, 1).data.join()`);
    await tools.panel.painted();
    assert.equal(await color(), "137,209,133,255");
    await tools.panel.setTheme("light");
    assert.equal(await color(), "56,138,52,255");
  });

  it("tell the running time and what went wrong", async () => {
    await tools.openWith(streaming);
    const frame = { peaks: [0.1, 0.1, 0.1, 0.1], seconds: 12.3 };
    await tools.panel.live(liveFrame(frame));
    assert.ok(await tools.panel.page.getByText("12.3 s · 48 kHz · 480 frames").isVisible());
    assert.ok(await tools.panel.page.getByText("no xruns").isVisible());
    await tools.panel.live(liveFrame({ ...frame, counters: [1000, 0, 0, 2, 0, 1, 0, 0, 0] }));
    await tools.panel.page.getByText("2 output xruns, 1 late buffer").waitFor();
  });

  it("rest when the stream has ended, even when a last snapshot comes late", async () => {
    await tools.openWith(streaming);
    await tools.panel.live(snapshot([0.5, 0.5]));
    await tools.panel.show(state);
    await tools.panel.live(snapshot([0.5, 0.5]));
    assert.ok(await tools.panel.page.getByText("No stream").isVisible());
    assert.match((await tools.panel.page.getByRole("meter", { name: "Level In 1" }).textContent()) ?? "", /−∞−∞$/);
  });

  it("write the last snapshot in figures, also when it came too soon after the one before and none follows", async () => {
    await tools.openWith(streaming);
    await tools.panel.live(snapshot([0.5, 0.5]));
    await tools.panel.live(snapshot([0.1, 0.5]));
    await tools.panel.page.getByRole("meter", { name: "Level In 1" }).filter({ hasText: "−20.0" }).waitFor();
  });
});

describePanel("the live view of the panel", (tools) => {
  const streaming: PanelState = { ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } };
  const text = async (selector: string): Promise<string> => (await tools.panel.page.locator(selector).textContent()) ?? "";
  /** Words change a few times a second. */
  const reads = (selector: string, words: RegExp | string): Promise<void> => tools.panel.page.locator(selector).filter({ hasText: words }).waitFor();

  it("says what it looks at, and that it looks no more when another part is shown", async () => {
    await tools.openWith(streaming);
    assert.deepEqual(await tools.panel.lastPosted(), { type: "look", view: { direction: "input", channel: 0 } });
    await tools.panel.live(liveFrame({ peaks: [0.1, 0.1, 0.1], inputs: 1, channel: 0 }));
    await tools.panel.page.getByRole("combobox", { name: "Channel", exact: true }).selectOption({ label: "Output 2" });
    assert.deepEqual(await tools.panel.lastPosted(), { type: "look", view: { direction: "output", channel: 1 } });
    await tools.panel.page.getByRole("tab", { name: "Results" }).click();
    assert.ok((await tools.panel.posted()).some((message) => message.type === "look" && message.view === null));
    await tools.panel.page.getByRole("tab", { name: "Stream" }).click();
    assert.ok((await tools.panel.posted()).slice(-2).some((message) => message.type === "look" && message.view?.channel === 1));
  });

  it("counts glitches with the time since the last, and tells a measured latency from a reported one", async () => {
    await tools.openWith(streaming);
    await tools.panel.live(liveFrame({ peaks: [0.1, 0.1], seconds: 3 }));
    assert.match(await text(".live-figures"), /20\.00ms960 frames, as the driver reports/);
    assert.match(await text(".live-figures"), /Glitches in this stream0none so far/);
    await tools.panel.live(liveFrame({ peaks: [0.1, 0.1], seconds: 15.5, measuredFrames: 1234, glitches: 2, lastGlitchSeconds: 3 }));
    await reads(".live-figures", /25\.71ms1,234 frames, measured/);
    assert.match(await text(".live-figures"), /Glitches in this stream2last 12\.5 s ago/);
    assert.match(await text(".live-figures"), /10\.0ms480 frames of output wait, 1\.0 buffers/);
  });

  it("tells frequency and level of a tone to the last digit, and its largest sample", async () => {
    await tools.openWith(streaming);
    const tone = (i: number): number => 0.1 * Math.sin((2 * Math.PI * 997.3 * i) / 48_000);
    await tools.panel.live(liveFrame({ peaks: [0.1, 0.1] }));
    assert.equal(await text(".plot.spectrum .plot-words"), "No sound to show");
    await tools.panel.live(liveFrame({ peaks: [0.1, 0.1], channel: 0, column: () => 0.1, samples: tone }));
    await reads(".plot.spectrum .plot-words", "Strongest: 997.3 Hz at −20.0 dBFS");
    assert.equal(await text(".plot.wave .plot-words"), "Largest sample: 0.1000 of full scale");
  });

  /** Where the waveform is high, as a share of its width from the left; -1: nowhere. */
  const highAt = (): Promise<number> => tools.panel.evaluateOn(".plot.wave [role=img]", `(canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, Math.round(canvas.height / 4), canvas.width, 1);
    for (let x = 0; x < canvas.width; x++) if (data[4 * x + 3] > 0) return x / canvas.width;
    return -1;
  }`);
  const pulse = (columnsEnded: number, channel = 0): Uint8Array =>
    liveFrame({ peaks: [0.1, 0.1], channel, columnsEnded, column: (number) => (number === 140 ? 0.9 : 0) });

  it("moves the waveform on until it shows what the last frame says", async () => {
    await tools.openWith(streaming);
    await tools.panel.live(pulse(149));
    assert.ok(Math.abs(await highAt() - 140 / 150) < 0.01);
    await tools.panel.live(pulse(215));
    await tools.panel.live(pulse(284));
    await tools.panel.until(`(() => {
      const canvas = document.querySelector(".plot.wave [role=img]");
      return canvas.getContext("2d").getImageData(0, Math.round(canvas.height / 4), Math.round(canvas.width / 20), 1).data.some((value) => value > 0);
    })()`);
    assert.ok(Math.abs(await highAt() - 5 / 150) < 0.01);
  });

  it("shows at once what the last frame says when motion is not wanted, and of another channel always", async () => {
    await tools.openWith(streaming);
    await tools.panel.live(pulse(149));
    await tools.panel.live(pulse(284, 1));
    assert.ok(Math.abs(await highAt() - 5 / 150) < 0.01);
    await tools.openWith(streaming, { reducedMotion: true });
    await tools.panel.live(pulse(284));
    assert.ok(Math.abs(await highAt() - 5 / 150) < 0.01);
  });

  it("draws a spectrum whose peak stands at its frequency, as high as its level", async () => {
    await tools.openWith(streaming);
    await tools.panel.live(liveFrame({ peaks: [0.1, 0.1], channel: 0, samples: (i) => 0.1 * Math.sin((2 * Math.PI * 1000 * i) / 48_000) }));
    const [x, y] = await tools.panel.evaluateOn<readonly [number, number]>(".plot.spectrum [role=img]", `(canvas) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (data[4 * (y * width + x) + 3] > 0) return [x / width, y / height];
      return [-1, -1];
    }`);
    assert.ok(Math.abs(x - Math.log(1000 / 20) / Math.log(24_000 / 20)) < 0.02, String(x));
    assert.ok(Math.abs(y - 20 / 120) < 0.02, String(y));
  });

  it("marks late callbacks on the strip as they come in", async () => {
    await tools.openWith(streaming);
    const intervals = Array.from({ length: 100 }, (_, i) => (i === 90 ? 2.5 : 1));
    const isMarked = `(() => {
      const canvas = document.querySelector(".plot.timing [role=img]");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let red = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i] > 200 && data[i + 1] < 100 && data[i + 3] > 60) red += 1;
      return red > 10;
    })()`;
    await tools.panel.live(liveFrame({ peaks: [0.1, 0.1], intervals: intervals.slice(0, 90) }));
    assert.equal(await tools.panel.page.evaluate(isMarked), false);
    assert.equal(await text(".plot.timing .plot-words"), "Period 10.000 ms · longest interval 10.000 ms · longest callback 0.100 ms · 0 late");
    await tools.panel.live(liveFrame({ peaks: [0.1, 0.1], intervals }));
    await tools.panel.until(isMarked);
    await reads(".plot.timing .plot-words", /longest interval 25\.000 ms .* 1 late$/);
  });
});

describePanel("the test stream of the panel", (tools) => {
  it("start the chosen signal and stop it", async () => {
    await tools.openWith({ ...state, section: "stream" });
    await tools.panel.page.getByRole("button", { name: "Start stream" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "start", signal: "sine", levelDb: -20, channels: null });
    await tools.panel.page.getByRole("combobox", { name: "Test stream" }).selectOption({ label: "Silence" });
    await tools.panel.page.getByRole("button", { name: "Start stream" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "start", signal: "silence", levelDb: -20, channels: null });
    await tools.panel.show({ ...state, activity: { kind: "streaming", signal: "silence", levelDb: -20, channels: null } });
    await tools.panel.page.getByRole("button", { name: "Stop stream" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "stop" });
  });

  it("changes signal and level while it plays, by keyboard too, and begins at the safe level again", async () => {
    await tools.openWith({ ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } });
    const { page } = tools.panel;
    await page.getByRole("combobox", { name: "Test stream" }).selectOption({ label: "Pink noise" });
    assert.deepEqual(await tools.panel.lastPosted(), { type: "adjust", signal: "pink", levelDb: -20, channels: null });
    const level = page.getByRole("slider", { name: "Peak level" });
    await level.focus();
    await page.keyboard.press("ArrowLeft");
    assert.deepEqual(await tools.panel.lastPosted(), { type: "adjust", signal: "pink", levelDb: -21, channels: null });
    assert.equal(await level.getAttribute("aria-valuetext"), "−21 dBFS");
    await page.keyboard.press("End");
    assert.deepEqual(await tools.panel.lastPosted(), { type: "adjust", signal: "pink", levelDb: 0, channels: null });
    await tools.panel.show({ ...state, section: "stream" });
    await page.getByRole("button", { name: "Start stream" }).click();
    assert.deepEqual(await tools.panel.lastPosted(), { type: "start", signal: "pink", levelDb: -20, channels: null });
  });

  it("switches single channels off and on while it plays, and says which are on", async () => {
    await tools.openWith({ ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } });
    const second = tools.panel.page.getByRole("button", { name: "Output channel 2" });
    assert.equal(await second.getAttribute("aria-pressed"), "true");
    await second.click();
    assert.equal(await second.getAttribute("aria-pressed"), "false");
    assert.deepEqual(await tools.panel.lastPosted(), { type: "adjust", signal: "sine", levelDb: -20, channels: [0] });
    await second.press("Enter");
    assert.deepEqual(await tools.panel.lastPosted(), { type: "adjust", signal: "sine", levelDb: -20, channels: null });
    await tools.panel.show({ ...state, activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: [1] } });
    assert.equal(await tools.panel.page.getByRole("button", { name: "Output channel 1" }).getAttribute("aria-pressed"), "false");
  });

  it("shows what really plays after a reload", async () => {
    await tools.openWith({ ...state, activity: { kind: "streaming", signal: "steps", levelDb: -6, channels: null } });
    assert.equal(await tools.panel.page.getByRole("combobox", { name: "Test stream" }).inputValue(), "steps");
    assert.equal(await tools.panel.page.getByRole("slider", { name: "Peak level" }).getAttribute("aria-valuetext"), "−6 dBFS");
  });

  it("stands readable in four themes and three widths", async () => {
    await mkdir("artifacts", { recursive: true });
    for (const theme of ["dark", "light", "high-contrast", "high-contrast-light"] as const) {
      for (const width of [400, 800, 1200]) {
        await tools.openWith({ ...state, activity: { kind: "streaming", signal: "pink", levelDb: -20, channels: null } }, { theme, width, height: 700 });
        await tools.panel.live(snapshot([0.5, 0.24], 4.2));
        await tools.panel.painted();
        assert.ok(await tools.panel.page.evaluate<boolean>("document.documentElement.scrollWidth <= innerWidth"), `${theme} ${width}`);
        await tools.panel.page.screenshot({ path: `artifacts/panel-stream-${theme}-${width}.png` });
      }
    }
  });

  it("does not start while a test runs", async () => {
    await tools.openWith({ ...state, section: "stream" });
    await tools.panel.show({ ...state, activity: { kind: "testing", step: "Recording", fraction: 0.5 } });
    await tools.panel.page.getByRole("tab", { name: "Stream" }).click();
    assert.equal(await tools.panel.page.getByRole("button", { name: "Start stream" }).isDisabled(), true);
  });
});
