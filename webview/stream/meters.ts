import { t } from "@vscode/l10n";
import { SILENT_LEVEL } from "../../extension/editor/panelProtocol.ts";
import type { Direction, LiveFrame } from "../../extension/editor/panelProtocol.ts";
import { element, setAttribute, setHidden, setText } from "../dom.ts";
import { MeterBars } from "./meterBars.ts";
import { MeterLevels } from "./meterLevels.ts";
import { METER_FLOOR_DB, METER_TICKS_DB, placeOf } from "./meterScale.ts";
import { wantsMotion } from "../motion.ts";
import { onThemeChange } from "../theme.ts";
import { decibelText, spokenDecibels, toDecibels } from "../units.ts";

/**
 * Figures change four times a second, those of many channels twice, words for ears once: faster than that nobody reads, and
 * to set a hundred figures costs the browser more than to draw their bars for a quarter of a second.
 */
const FIGURE_INTERVAL_MS = 250;
const MANY_FIGURES_INTERVAL_MS = 500;
const SPOKEN_INTERVAL_MS = 1000;
/** Above so many channels the rows stand in several columns. */
const ONE_COLUMN = 8;
/** From here on a peak counts as clipped, as in the live view: the largest sample that the narrowest type has. */
const FULL_SCALE = 32_767 / 32_768;

interface Row {
  readonly element: HTMLElement;
  /** Where its bar stands. */
  readonly track: HTMLElement;
  readonly value: HTMLElement;
  readonly mean: HTMLElement;
}

/** Level meters of one direction: a row per channel, all bars on one canvas over them, a scale below. */
export class Meters {
  readonly element: HTMLElement;
  readonly #bars = new MeterBars();
  readonly #area = element("div", "meter-rows", this.#bars.element);
  readonly #prefix: string;
  readonly #resize: ResizeObserver;
  #rows: readonly Row[] = [];
  #levels = new MeterLevels(0);
  /** Highest peaks since the figures, and the words for ears, were last written. */
  #figurePeaks = new Float64Array(0);
  #spokenPeaks = new Float64Array(0);
  #drawnAt = 0;
  #isMoving = false;
  /** What came last is not yet written. */
  #isFigureDue = false;
  #isWordDue = false;
  #figuresAt = -Infinity;
  #wordsAt = -Infinity;

  constructor(direction: Direction, title: string) {
    this.#prefix = direction === "input" ? t("In") : t("Out");
    this.element = element("div", "meters", element("h3", "", title), this.#area, scale());
    // Where the bars stand is asked for when the browser has just laid them out, and never while they move.
    this.#resize = new ResizeObserver(() => {
      this.#bars.layOut(this.#area, this.#rows.map(({ track }) => track));
      this.#bars.draw(this.#levels);
    });
    onThemeChange(() => {
      this.#bars.forget();
      this.#bars.draw(this.#levels);
    });
  }

  /** As many meters as there are channels; the same number keeps them. */
  setChannels(count: number): void {
    if (count === this.#rows.length && this.element.hidden === (count === 0)) return;
    setHidden(this.element, count === 0);
    if (count === this.#rows.length) return;
    this.#rows = Array.from({ length: count }, (_, index) => makeRow(`${this.#prefix} ${index + 1}`));
    this.#levels = new MeterLevels(count);
    this.#figurePeaks = new Float64Array(count);
    this.#spokenPeaks = new Float64Array(count);
    // The canvas comes last: what is painted after a canvas and above it becomes a layer of its own in the browser, with a
    // price in each frame of the display.
    this.#area.replaceChildren(...this.#rows.map((row) => row.element), this.#bars.element);
    this.element.classList.toggle("many", count > ONE_COLUMN);
    this.reset();
    this.#resize.disconnect();
    this.#resize.observe(this.#area);
    // Other rows can be as high together as those before.
    for (const { track } of this.#rows.slice(0, 1)) this.#resize.observe(track);
  }

  /** What the channels from `first` on are now; see LiveFrame. To be seen after `draw`. */
  feedLive({ levels, clips }: Pick<LiveFrame, "levels" | "clips">, first: number): void {
    const meters = this.#levels;
    const now = this.#begin();
    for (let channel = 0; channel < meters.count; channel++) {
      this.#raise(channel, levelOf(levels[2 * (first + channel)]), now);
      meters.rms[channel] = levelOf(levels[2 * (first + channel) + 1]);
      if ((clips[first + channel] ?? 0) > 0) meters.clipped[channel] = 1;
    }
  }

  /** Peaks of the last moment, linear, one per channel, of something that tells no more. */
  feed(peaks: readonly number[]): void {
    this.element.classList.add("peaks-only");
    this.#levels.rms.fill(NaN);
    const now = this.#begin();
    peaks.slice(0, this.#levels.count).forEach((peak, channel) => {
      this.#raise(channel, toDecibels(peak), now);
      if (peak >= FULL_SCALE) this.#levels.clipped[channel] = 1;
    });
  }

  /** Of a frame of the display. False: nothing moves any more, and all is written. */
  draw(now: number): boolean {
    const isStill = !wantsMotion();
    if (this.#isMoving && !isStill) this.#isMoving = this.#levels.fall(Math.max(0, now - this.#drawnAt) / 1000, now / 1000);
    this.#drawnAt = now;
    this.#bars.draw(this.#levels);
    this.#write(now);
    return (this.#isMoving && !isStill) || this.#isFigureDue || this.#isWordDue;
  }

  /** A new stream: marks of clipping and old peaks are gone. */
  reset(): void {
    this.#levels.clear();
    this.#figurePeaks.fill(-Infinity);
    this.#spokenPeaks.fill(-Infinity);
    this.#isMoving = false;
    // Written at once, and so are the first peaks that come.
    this.#figuresAt = this.#wordsAt = -Infinity;
    this.#isFigureDue = this.#isWordDue = true;
    this.#write(performance.now());
    this.#figuresAt = this.#wordsAt = -Infinity;
    this.#bars.draw(this.#levels);
  }

  /** New peaks come. In seconds. */
  #begin(): number {
    // Without motion a meter shows what was last measured and stands still in between.
    if (!wantsMotion()) this.#levels.rest();
    const now = performance.now();
    if (!this.#isMoving) this.#drawnAt = now;
    this.#isMoving = this.#isFigureDue = this.#isWordDue = true;
    return now / 1000;
  }

  #raise(channel: number, peak: number, now: number): void {
    this.#levels.raise(channel, peak, now);
    this.#figurePeaks[channel] = Math.max(this.#figurePeaks[channel] ?? -Infinity, peak);
    this.#spokenPeaks[channel] = Math.max(this.#spokenPeaks[channel] ?? -Infinity, peak);
  }

  #write(now: number): void {
    const { clipped, rms } = this.#levels;
    if (this.#isFigureDue && now - this.#figuresAt >= (this.#rows.length > ONE_COLUMN ? MANY_FIGURES_INTERVAL_MS : FIGURE_INTERVAL_MS)) {
      this.#figuresAt = now;
      this.#isFigureDue = false;
      this.#rows.forEach(({ value, mean }, channel) => {
        setText(value, decibelText(this.#figurePeaks[channel] ?? -Infinity) + (clipped[channel] === 1 ? ` ${t("clip")}` : ""));
        setText(mean, Number.isNaN(rms[channel]) ? "" : decibelText(rms[channel] ?? -Infinity));
      });
      this.#figurePeaks.fill(-Infinity);
    }
    if (this.#isWordDue && now - this.#wordsAt >= SPOKEN_INTERVAL_MS) {
      this.#wordsAt = now;
      this.#isWordDue = false;
      this.#rows.forEach((row, channel) => {
        const peak = this.#spokenPeaks[channel] ?? -Infinity;
        setAttribute(row.element, "aria-valuenow", Math.min(0, Math.max(METER_FLOOR_DB, peak)).toFixed(0));
        setAttribute(row.element, "aria-valuetext", clipped[channel] === 1 ? t("{0}, clipped", spokenDecibels(peak)) : spokenDecibels(peak));
      });
      this.#spokenPeaks.fill(-Infinity);
    }
  }
}

function makeRow(name: string): Row {
  const track = element("div", "meter-track");
  const value = element("span", "meter-value");
  const mean = element("span", "meter-mean");
  value.title = t("Highest sample, dB of full scale");
  mean.title = t("Mean level (root mean square, RMS), dB of full scale; the thick part of the bar");
  const row = element("div", "meter-row", element("span", "meter-name", name), track, value, mean);
  row.setAttribute("role", "meter");
  row.setAttribute("aria-label", t("Level {0}", name));
  row.setAttribute("aria-valuemin", `${METER_FLOOR_DB}`);
  row.setAttribute("aria-valuemax", "0");
  return { element: row, track, value, mean };
}

function scale(): HTMLElement {
  const labels = METER_TICKS_DB.map((decibels) => {
    const fineness = decibels % 12 !== 0 ? "tick fine" : decibels % 24 !== 0 ? "tick" : "tick medium";
    const label = element("span", decibels === 0 ? "tick" : fineness, decibels === 0 ? "0" : `\u2212${-decibels}`);
    label.style.left = `${placeOf(decibels) * 100}%`;
    return label;
  });
  const row = element("div", "meter-scale", element("div", "axis", ...labels), element("span", "meter-unit", "dBFS"));
  row.setAttribute("aria-hidden", "true");
  return row;
}

function levelOf(centibels: number | undefined): number {
  return centibels === undefined || centibels === SILENT_LEVEL ? Number.NEGATIVE_INFINITY : centibels / 100;
}
