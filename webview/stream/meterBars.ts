import { element } from "../dom.ts";
import { themeColor } from "../theme.ts";
import type { MeterLevels } from "./meterLevels.ts";
import { METER_FLOOR_DB, METER_TICKS_DB, placeOf } from "./meterScale.ts";

interface Place {
  readonly left: number;
  readonly top: number;
}

/** How far something of a bar reaches, in pixels of the canvas. */
interface Zone {
  readonly from: number;
  readonly to: number;
  readonly color: string;
}

/** All that bars of one size and theme have in common; lengths in pixels of the canvas. */
interface Face {
  readonly width: number;
  readonly height: number;
  /** A pixel of the page. */
  readonly line: number;
  /** By which the bar of the peak is thinner than that of the mean, above and below. */
  readonly inset: number;
  readonly zones: readonly Zone[];
  readonly ticks: readonly number[];
  readonly gap: string;
  readonly hold: string;
  readonly clip: string;
}

/** Parts of the bar by level: calm below -12 dBFS, attention up to -3, then the last of it. */
const zones = [
  { from: METER_FLOOR_DB, to: -12, variables: ["--vscode-charts-green", "--vscode-foreground"] },
  { from: -12, to: -3, variables: ["--vscode-charts-yellow", "--vscode-foreground"] },
  { from: -3, to: 0, variables: ["--vscode-charts-red", "--vscode-errorForeground", "--vscode-foreground"] },
] as const;

/** What was drawn of a bar: its peak, its mean, the held peak (-1: none) and whether it was clipped. */
const PARTS = 4;
const NOT_DRAWN = -2;

/**
 * The bars of many meters on one canvas: one of its own for each costs the browser more than all that is drawn on them.
 * The peak as a thin bar, the mean as a thick one within it, the held peak as a line, a clip as a block at the end. Only
 * what has changed of a bar is drawn; the track behind it is the page's.
 */
export class MeterBars {
  readonly element = element("canvas", "meter-canvas");
  readonly #context = this.element.getContext("2d");
  #places: readonly Place[] = [];
  #size: readonly [width: number, height: number] = [0, 0];
  #face: Face | null = null;
  #drawn = new Int16Array(0);

  constructor() {
    this.element.setAttribute("aria-hidden", "true");
  }

  /** The canvas lies over `rows`, each bar over its track. Asks for sizes: where the browser knows them already. */
  layOut(rows: HTMLElement, tracks: readonly HTMLElement[]): void {
    const ratio = devicePixelRatio;
    const pixels = (length: number | undefined): number => Math.round((length ?? 0) * ratio);
    const canvas = this.element;
    const [width, height] = [pixels(rows.clientWidth), pixels(rows.clientHeight)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    this.#places = tracks.map(({ offsetLeft, offsetTop }) => ({ left: pixels(offsetLeft), top: pixels(offsetTop) }));
    this.#size = [pixels(tracks[0]?.offsetWidth), pixels(tracks[0]?.offsetHeight)];
    this.#drawn = new Int16Array(PARTS * tracks.length);
    this.forget();
  }

  /** All is drawn anew the next time, in the colours of then. */
  forget(): void {
    this.#face = null;
    this.#drawn.fill(NOT_DRAWN);
    this.#context?.clearRect(0, 0, this.element.width, this.element.height);
  }

  draw(levels: MeterLevels): void {
    const context = this.#context;
    const [width, height] = this.#size;
    if (context === null || width === 0 || height === 0) return;
    const face = (this.#face ??= makeFace(width, height));
    const count = Math.min(levels.count, this.#places.length);
    for (let channel = 0; channel < count; channel++) this.#drawBar(context, face, levels, channel);
  }

  #drawBar(context: CanvasRenderingContext2D, face: Face, levels: MeterLevels, channel: number): void {
    const place = this.#places[channel];
    if (place === undefined) return;
    const { width, height, line, inset } = face;
    const at = PARTS * channel;
    const drawn = this.#drawn;
    const rms = levels.rms[channel] ?? NaN;
    const end = Math.round(placeOf(levels.level[channel] ?? -Infinity) * width);
    const mean = Number.isNaN(rms) ? end : Math.min(end, Math.round(placeOf(rms) * width));
    const level = levels.hold[channel] ?? -Infinity;
    const held = level > METER_FLOOR_DB ? Math.min(width - 2 * line, Math.max(0, Math.round(placeOf(level) * width) - line)) : -1;
    const clipped = levels.clipped[channel] ?? 0;
    const oldEnd = drawn[at] ?? 0;
    const oldMean = drawn[at + 1] ?? 0;
    const oldHeld = drawn[at + 2] ?? 0;
    const isNew = oldEnd === NOT_DRAWN;
    // From where to where anything differs.
    let from = isNew ? 0 : width;
    let to = isNew ? width : 0;
    const include = (start: number, stop: number): void => {
      from = Math.min(from, Math.max(0, start));
      to = Math.max(to, stop);
    };
    if (end !== oldEnd) include(Math.min(end, oldEnd), Math.max(end, oldEnd));
    if (mean !== oldMean) include(Math.min(mean, oldMean), Math.max(mean, oldMean));
    if (held !== oldHeld && oldHeld >= 0) include(oldHeld, oldHeld + 2 * line);
    if (held !== oldHeld && held >= 0) include(held, held + 2 * line);
    if (clipped !== drawn[at + 3]) include(width - 6 * line, width);
    // The line of the held peak is drawn as a whole or not at all.
    if (held >= 0 && held < to && held + 2 * line > from) include(held, held + 2 * line);
    if (to <= from) return;
    drawn[at] = end;
    drawn[at + 1] = mean;
    drawn[at + 2] = held;
    drawn[at + 3] = clipped;

    const { left, top } = place;
    context.clearRect(left + from, top, to - from, height);
    for (const zone of face.zones) {
      const start = Math.max(from, zone.from);
      const stop = Math.min(to, zone.to, end);
      if (stop <= start) continue;
      context.fillStyle = zone.color;
      const middle = Math.max(start, Math.min(stop, mean));
      if (middle > start) context.fillRect(left + start, top, middle - start, height);
      if (stop > middle) context.fillRect(left + middle, top + inset, stop - middle, height - 2 * inset);
    }
    // Lines of the scale, cut into bar and track alike.
    for (const tick of face.ticks) {
      if (tick + line <= from || tick >= to) continue;
      context.fillStyle = face.gap;
      context.fillRect(left + tick, top, line, height);
    }
    if (held >= from && held < to) {
      context.fillStyle = face.hold;
      context.fillRect(left + held, top, 2 * line, height);
    }
    if (clipped === 1 && to > width - 6 * line) {
      context.fillStyle = face.clip;
      context.fillRect(left + width - 6 * line, top, 6 * line, height);
    }
  }
}

function makeFace(width: number, height: number): Face {
  const styles = getComputedStyle(document.documentElement);
  const line = Math.max(1, Math.round(devicePixelRatio));
  const pixel = (decibels: number): number => Math.round(placeOf(decibels) * width);
  return {
    width,
    height,
    line,
    inset: Math.round(height / 4),
    zones: zones.map(({ from, to, variables }) => ({ from: pixel(from), to: pixel(to), color: themeColor(styles, ...variables) })),
    ticks: METER_TICKS_DB.slice(1, -1).map(pixel),
    gap: themeColor(styles, "--vscode-editor-background"),
    hold: themeColor(styles, "--vscode-foreground", "--vscode-editor-foreground"),
    clip: themeColor(styles, ...zones[2].variables),
  };
}
