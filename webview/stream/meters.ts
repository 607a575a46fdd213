import { t } from "@vscode/l10n";
import { SILENT_LEVEL } from "../../extension/editor/panelProtocol.ts";
import type { Direction, LiveFrame } from "../../extension/editor/panelProtocol.ts";
import { element, setAttribute, setHidden, setText } from "../dom.ts";
import { MeterBars } from "./meterBars.ts";
import { fall, isResting, METER_FLOOR_DB, METER_TICKS_DB, placeOf, raise, silentLevel } from "./meterScale.ts";
import type { MeterLevel } from "./meterScale.ts";
import { onThemeChange } from "../theme.ts";
import { decibelText, spokenDecibels, toDecibels } from "../units.ts";

/** Figures change four times a second, words for ears once: faster than that nobody reads. */
const FIGURE_INTERVAL_MS = 250;
const SPOKEN_INTERVAL_MS = 1000;
/** Above so many channels the rows stand in several columns. */
const ONE_COLUMN = 8;

interface Channel {
  readonly row: HTMLElement;
  /** Where its bar stands. */
  readonly track: HTMLElement;
  readonly value: HTMLElement;
  readonly mean: HTMLElement;
  meter: MeterLevel;
  /** Root mean square, dBFS. */
  rms: number;
  /** Highest peak since the figure was last written. */
  figurePeak: number;
  spokenPeak: number;
}

/** Level meters of one direction: a row per channel, all bars on one canvas behind them, a scale below. */
export class Meters {
  readonly element: HTMLElement;
  readonly #bars = new MeterBars();
  readonly #rows = element("div", "meter-rows", this.#bars.element);
  readonly #prefix: string;
  readonly #reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #resize: ResizeObserver;
  #channels: readonly Channel[] = [];
  #frame: number | null = null;
  #drawnAt = 0;
  #figuresAt = Number.NEGATIVE_INFINITY;
  #spokenAt = Number.NEGATIVE_INFINITY;

  constructor(direction: Direction, title: string) {
    this.#prefix = direction === "input" ? t("In") : t("Out");
    this.element = element("div", "meters", element("h3", "", title), this.#rows, scale());
    this.#resize = new ResizeObserver(() => {
      this.#layOut();
    });
    this.#resize.observe(this.#rows);
    onThemeChange(() => {
      this.#bars.forgetColors();
      this.#draw();
    });

  }

  /** As many meters as there are channels; the same number keeps them. */
  setChannels(count: number): void {
    setHidden(this.element, count === 0);
    if (count === this.#channels.length) return;
    this.#channels = Array.from({ length: count }, (_, index) => makeChannel(`${this.#prefix} ${index + 1}`));
    this.#rows.replaceChildren(this.#bars.element, ...this.#channels.map((channel) => channel.row));
    this.element.classList.toggle("many", count > ONE_COLUMN);
    this.#layOut();
  }

  /** What the channels from `first` on are now; see LiveFrame. */
  feedLive({ levels, clips }: Pick<LiveFrame, "levels" | "clips">, first: number): void {
    this.#channels.forEach((channel, index) => {
      channel.rms = levelOf(levels[2 * (first + index) + 1]);
      if ((clips[first + index] ?? 0) > 0) channel.meter = { ...channel.meter, clipped: true };
    });
    this.#raise((index) => levelOf(levels[2 * (first + index)]));
  }

  /** Peaks of the last moment, linear, one per channel, of something that tells no more. */
  feed(peaks: readonly number[]): void {
    this.element.classList.add("peaks-only");
    for (const channel of this.#channels) channel.rms = NaN;
    this.#raise((index) => toDecibels(peaks[index] ?? 0));
  }

  #raise(peakOf: (index: number) => number): void {
    const now = performance.now();
    this.#channels.forEach((channel, index) => {
      const decibels = peakOf(index);
      // Without motion a meter shows what was last measured and stands still in between.
      channel.meter = this.#reducedMotion.matches
        ? raise({ ...silentLevel, clipped: channel.meter.clipped }, decibels, now / 1000)
        : raise(channel.meter, decibels, now / 1000);
      channel.figurePeak = Math.max(channel.figurePeak, decibels);
      channel.spokenPeak = Math.max(channel.spokenPeak, decibels);
    });
    this.#writeFigures(now);
    this.#animate();
  }

  /** A new stream: marks of clipping and old peaks are gone. */
  reset(): void {
    for (const channel of this.#channels) {
      channel.meter = silentLevel;
      channel.rms = Number.NEGATIVE_INFINITY;
      channel.figurePeak = Number.NEGATIVE_INFINITY;
      channel.spokenPeak = Number.NEGATIVE_INFINITY;
    }
    this.#figuresAt = Number.NEGATIVE_INFINITY;
    this.#spokenAt = Number.NEGATIVE_INFINITY;
    this.#writeFigures(performance.now());
    // The first peaks that come are written at once.
    this.#figuresAt = Number.NEGATIVE_INFINITY;
    this.#spokenAt = Number.NEGATIVE_INFINITY;
    this.#draw();
  }

  #writeFigures(now: number): void {
    if (now - this.#figuresAt >= FIGURE_INTERVAL_MS) {
      this.#figuresAt = now;
      for (const channel of this.#channels) {
        setText(channel.value, decibelText(channel.figurePeak) + (channel.meter.clipped ? ` ${t("clip")}` : ""));
        setText(channel.mean, Number.isNaN(channel.rms) ? "" : decibelText(channel.rms));
        channel.figurePeak = Number.NEGATIVE_INFINITY;
      }
    }
    if (now - this.#spokenAt >= SPOKEN_INTERVAL_MS) {
      this.#spokenAt = now;
      for (const { row, spokenPeak, meter } of this.#channels) {
        const clamped = Math.min(0, Math.max(METER_FLOOR_DB, spokenPeak));
        setAttribute(row, "aria-valuenow", clamped.toFixed(0));
        setAttribute(row, "aria-valuetext", meter.clipped ? t("{0}, clipped", spokenDecibels(spokenPeak)) : spokenDecibels(spokenPeak));
      }
      for (const channel of this.#channels) channel.spokenPeak = Number.NEGATIVE_INFINITY;
    }
  }

  #animate(): void {
    if (this.#frame !== null) return;
    this.#drawnAt = performance.now();
    this.#frame = requestAnimationFrame(this.#step);
  }

  readonly #step = (now: number): void => {
    this.#frame = null;
    const seconds = Math.max(0, now - this.#drawnAt) / 1000;
    this.#drawnAt = now;
    this.#draw();
    if (this.#reducedMotion.matches) return;
    for (const channel of this.#channels) channel.meter = fall(channel.meter, seconds, now / 1000);
    if (!this.#channels.every((channel) => isResting(channel.meter))) {
      this.#frame = requestAnimationFrame(this.#step);
    } else {
      this.#draw();
    }
  };

  /** Where the bars stand, asked for when that changes and never while they move: the browser would lay out all anew. */
  #layOut(): void {
    this.#bars.layOut(this.#rows, this.#channels.map(({ track }) => track));
    this.#draw();
  }

  #draw(): void {
    this.#bars.draw(this.#channels);
  }
}

function makeChannel(name: string): Channel {
  const track = element("div", "meter-track");
  const value = element("span", "meter-value", decibelText(Number.NEGATIVE_INFINITY));
  const mean = element("span", "meter-mean", decibelText(Number.NEGATIVE_INFINITY));
  value.title = t("Highest sample, dB of full scale");
  mean.title = t("Mean level (root mean square, RMS), dB of full scale; the thick part of the bar");
  const row = element("div", "meter-row", element("span", "meter-name", name), track, value, mean);
  row.setAttribute("role", "meter");
  row.setAttribute("aria-label", t("Level {0}", name));
  row.setAttribute("aria-valuemin", `${METER_FLOOR_DB}`);
  row.setAttribute("aria-valuemax", "0");
  row.setAttribute("aria-valuenow", `${METER_FLOOR_DB}`);
  row.setAttribute("aria-valuetext", spokenDecibels(Number.NEGATIVE_INFINITY));
  return {
    row,
    track,
    value,
    mean,
    meter: silentLevel,
    rms: Number.NEGATIVE_INFINITY,
    figurePeak: Number.NEGATIVE_INFINITY,
    spokenPeak: Number.NEGATIVE_INFINITY,
  };
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
