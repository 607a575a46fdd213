import { t } from "@vscode/l10n";
import type { FromPanel, LiveFrame, LiveView as View } from "../../extension/editor/panelProtocol.ts";
import { Animation } from "../animation.ts";
import { element, setHidden } from "../dom.ts";
import { wantsMotion } from "../motion.ts";
import { Levels } from "./levels.ts";
import { LiveFigures } from "./liveFigures.ts";
import { SpectrumPlot } from "./spectrumPlot.ts";
import { TimingPlot } from "./timingPlot.ts";
import { WavePlot } from "./wavePlot.ts";

/** Pictures of a page that is asked not to move. */
const CALM_INTERVAL_MS = 1000;
/** Figures and sentences change four times a second: faster than that nobody reads, and the page would be laid out anew each time. */
const WORDS_INTERVAL_MS = 250;

/** What can be seen of a running stream: drawn once for each picture of the display, from the latest frames that came. */
export class LiveView {
  readonly element: HTMLElement;
  readonly levels = new Levels();
  readonly #figures = new LiveFigures();
  readonly #channel = document.createElement("lab-select");
  readonly #wave = new WavePlot();
  readonly #spectrum = new SpectrumPlot();
  readonly #timing = new TimingPlot();
  readonly #plots: HTMLElement;
  readonly #post: (message: FromPanel) => void;
  readonly #animation = new Animation((now) => this.#draw(now));
  #isShown = false;
  #told = JSON.stringify(null);
  #inputs = 0;
  #outputs = 0;
  /** What came last and is not yet in figures and words. */
  #untold: LiveFrame | null = null;
  #wordsAt = -Infinity;
  #plotsAt = -Infinity;

  constructor(post: (message: FromPanel) => void) {
    this.#post = post;
    this.#channel.label = t("Channel");
    this.#channel.addEventListener("lab-change", () => {
      this.#tell();
    });
    this.#plots = element(
      "section",
      "live-plots",
      element("div", "plot-head", element("h2", "", t("Live view")), this.#channel),
      element("div", "plot-grid", this.#wave.plot.element, this.#spectrum.plot.element, this.#timing.plot.element),
    );
    setHidden(this.#plots, true);
    setHidden(this.#figures.element, true);
    this.element = element("div", "live-view", this.#figures.element, this.levels.element, this.#plots);
  }

  show(isShown: boolean): void {
    this.#isShown = isShown;
    this.#tell();
  }

  feed(live: LiveFrame): void {
    if (!this.#isShown) return;
    this.#showChannels(live.inputs, live.outputs);
    this.levels.feed(live);
    const now = performance.now();
    this.#timing.feed(live, now);
    if (live.view !== null) {
      this.#wave.feed(live.view, now);
      if (live.view.spectrum !== null && live.sampleRate !== null) this.#spectrum.feed(live.view.spectrum, live.sampleRate);
    }
    this.#untold = live;
    this.#animation.wake();
  }

  reset(): void {
    this.levels.reset();
    this.#figures.clear();
    for (const plot of [this.#wave, this.#spectrum, this.#timing]) plot.clear();
    this.#untold = null;
    this.#wordsAt = this.#plotsAt = -Infinity;
  }

  end(): void {
    this.#untold = null;
    this.levels.end();
  }

  /** True: there is more to draw in the next frame of the display. */
  #draw(now: number): boolean {
    if (!this.#isShown) return false;
    const isCalm = !wantsMotion();
    const isPlaying = [this.#wave.play(now), this.#timing.play(now)].includes(true);
    if (!isCalm || now - this.#plotsAt >= CALM_INTERVAL_MS) {
      this.#plotsAt = now;
      for (const { plot } of [this.#wave, this.#spectrum, this.#timing]) plot.draw();
    }
    const live = this.#untold;
    if (live !== null && now - this.#wordsAt >= (isCalm ? CALM_INTERVAL_MS : WORDS_INTERVAL_MS)) {
      this.#wordsAt = now;
      this.#untold = null;
      this.levels.tell(live);
      this.#figures.feed(live);
      for (const plot of [this.#wave, this.#spectrum, this.#timing]) plot.tell();
    }
    return this.levels.draw(now) || isPlaying || this.#untold !== null;
  }

  #showChannels(inputs: number, outputs: number): void {
    if ((inputs === this.#inputs && outputs === this.#outputs) || inputs + outputs === 0) return;
    this.#inputs = inputs;
    this.#outputs = outputs;
    const names = (direction: "input" | "output", count: number): { value: string; label: string }[] =>
      Array.from({ length: count }, (_, index) => ({
        value: `${direction} ${String(index)}`,
        label: direction === "input" ? t("Input {0}", index + 1) : t("Output {0}", index + 1),
      }));
    this.#channel.choices = [...names("input", inputs), ...names("output", outputs)];
    setHidden(this.#plots, false);
    setHidden(this.#figures.element, false);
    this.#tell();
  }

  /** Says once what is looked at: nothing while the view is out of sight. */
  #tell(): void {
    const [direction = "input", channel = "0"] = this.#channel.value.split(" ");
    const view: View | null = this.#isShown ? { direction: direction === "output" ? "output" : "input", channel: Number(channel) } : null;
    const text = JSON.stringify(view);
    if (text === this.#told) return;
    this.#told = text;
    this.#post({ type: "look", view });
  }
}
