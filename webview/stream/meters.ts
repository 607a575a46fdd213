import { t } from "@vscode/l10n";
import { SILENT_LEVEL } from "../../extension/editor/panelProtocol.ts";
import type { Direction, LiveFrame } from "../../extension/editor/panelProtocol.ts";
import { element, setAttribute, setHidden, setText } from "../dom.ts";
import { fall, isResting, METER_FLOOR_DB, METER_TICKS_DB, placeOf, raise, silentLevel } from "./meterScale.ts";
import type { MeterLevel } from "./meterScale.ts";
import { onThemeChange, themeColor } from "../theme.ts";
import { decibelText, spokenDecibels, toDecibels } from "../units.ts";

/** Figures change four times a second, words for ears once: faster than that nobody reads. */
const FIGURE_INTERVAL_MS = 250;
const SPOKEN_INTERVAL_MS = 1000;
/** Above so many channels the rows stand in several columns. */
const ONE_COLUMN = 8;

interface Channel {
  readonly row: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly value: HTMLElement;
  readonly mean: HTMLElement;
  meter: MeterLevel;
  /** Root mean square, dBFS. */
  rms: number;
  /** What was drawn last: what looks the same is not drawn again. */
  drawn: string;
  /** Highest peak since the figure was last written. */
  figurePeak: number;
  spokenPeak: number;
}

interface Colors {
  readonly track: string;
  readonly low: string;
  readonly middle: string;
  readonly high: string;
  readonly hold: string;
  readonly tick: string;
}

/** Level meters of one direction: a canvas per channel, a scale below. */
export class Meters {
  readonly element: HTMLElement;
  readonly #rows = element("div", "meter-rows");
  readonly #prefix: string;
  readonly #reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #resize: ResizeObserver;
  #channels: readonly Channel[] = [];
  #colors: Colors | null = null;
  #frame: number | null = null;
  #drawnAt = 0;
  #figuresAt = Number.NEGATIVE_INFINITY;
  #spokenAt = Number.NEGATIVE_INFINITY;

  constructor(direction: Direction, title: string) {
    this.#prefix = direction === "input" ? t("In") : t("Out");
    this.element = element("div", "meters", element("h3", "", title), this.#rows, scale());
    this.#resize = new ResizeObserver(() => {
      this.#draw();
    });
    onThemeChange(() => {
      this.#colors = null;
      for (const channel of this.#channels) channel.drawn = "";
      this.#draw();
    });
  }

  /** As many meters as there are channels; the same number keeps them. */
  setChannels(count: number): void {
    setHidden(this.element, count === 0);
    if (count === this.#channels.length) return;
    this.#resize.disconnect();
    this.#channels = Array.from({ length: count }, (_, index) => makeChannel(`${this.#prefix} ${index + 1}`));
    this.#rows.replaceChildren(...this.#channels.map((channel) => channel.row));
    this.element.classList.toggle("many", count > ONE_COLUMN);
    for (const channel of this.#channels) this.#resize.observe(channel.canvas);
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

  #draw(): void {
    this.#colors ??= readColors();
    for (const channel of this.#channels) drawMeter(channel, this.#colors);
  }
}

function makeChannel(name: string): Channel {
  const canvas = element("canvas", "meter-canvas");
  canvas.setAttribute("aria-hidden", "true");
  const value = element("span", "meter-value", decibelText(Number.NEGATIVE_INFINITY));
  const mean = element("span", "meter-mean", decibelText(Number.NEGATIVE_INFINITY));
  const row = element("div", "meter-row", element("span", "meter-name", name), canvas, value, mean);
  row.setAttribute("role", "meter");
  row.setAttribute("aria-label", t("Level {0}", name));
  row.setAttribute("aria-valuemin", `${METER_FLOOR_DB}`);
  row.setAttribute("aria-valuemax", "0");
  row.setAttribute("aria-valuenow", `${METER_FLOOR_DB}`);
  row.setAttribute("aria-valuetext", spokenDecibels(Number.NEGATIVE_INFINITY));
  return {
    row,
    canvas,
    value,
    mean,
    meter: silentLevel,
    rms: Number.NEGATIVE_INFINITY,
    drawn: "",
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

function readColors(): Colors {
  const styles = getComputedStyle(document.documentElement);
  const foreground = themeColor(styles, "--vscode-foreground", "--vscode-editor-foreground");
  return {
    track: foreground,
    low: themeColor(styles, "--vscode-charts-green", "--vscode-foreground"),
    middle: themeColor(styles, "--vscode-charts-yellow", "--vscode-foreground"),
    high: themeColor(styles, "--vscode-charts-red", "--vscode-errorForeground", "--vscode-foreground"),
    hold: foreground,
    tick: themeColor(styles, "--vscode-editor-background"),
  };
}

/** Parts of the bar by level: calm below -12 dBFS, attention up to -3, then the last of it. */
const zones = [
  { from: METER_FLOOR_DB, to: -12, color: "low" },
  { from: -12, to: -3, color: "middle" },
  { from: -3, to: 0, color: "high" },
] as const;

function levelOf(centibels: number | undefined): number {
  return centibels === undefined || centibels === SILENT_LEVEL ? Number.NEGATIVE_INFINITY : centibels / 100;
}

/** The peak as a bar, the mean as a thick one within it, the held peak as a line, a clip as a block at the end. */
function drawMeter(channel: Channel, colors: Colors): void {
  const { canvas, meter, rms } = channel;
  const ratio = window.devicePixelRatio;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (width === 0 || height === 0) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const end = Math.round(placeOf(meter.level) * width);
  const mean = Number.isNaN(rms) ? end : Math.min(end, Math.round(placeOf(rms) * width));
  const held = meter.hold > METER_FLOOR_DB ? Math.round(placeOf(meter.hold) * width) : -1;
  const looks = [width, height, end, mean, held, meter.clipped].join();
  if (looks === channel.drawn) return;
  channel.drawn = looks;
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.clearRect(0, 0, width, height);
  context.globalAlpha = 0.1;
  context.fillStyle = colors.track;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = 1;
  const thin = Math.round(height / 4);
  for (const zone of zones) {
    const from = placeOf(zone.from) * width;
    const to = Math.min(end, placeOf(zone.to) * width);
    if (to <= from) break;
    context.fillStyle = colors[zone.color];
    context.fillRect(from, thin, to - from, height - 2 * thin);
    if (mean > from) context.fillRect(from, 0, Math.min(to, mean) - from, height);
  }
  // Lines of the scale, cut into bar and track alike.
  context.fillStyle = colors.tick;
  const line = Math.max(1, Math.round(ratio));
  for (const tick of METER_TICKS_DB.slice(1, -1)) {
    context.fillRect(Math.round(placeOf(tick) * width) - line / 2, 0, line, height);
  }
  if (held >= 0) {
    context.fillStyle = colors.hold;
    const thickness = 2 * line;
    context.fillRect(Math.min(width - thickness, held - thickness / 2), 0, thickness, height);
  }
  if (meter.clipped) {
    context.fillStyle = colors.high;
    context.fillRect(width - 6 * line, 0, 6 * line, height);
  }
}
