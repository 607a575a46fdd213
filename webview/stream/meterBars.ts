import { element } from "../dom.ts";
import { themeColor } from "../theme.ts";
import { METER_FLOOR_DB, METER_TICKS_DB, placeOf } from "./meterScale.ts";
import type { MeterLevel } from "./meterScale.ts";

/** What one bar shows. */
export interface Bar {
  readonly meter: MeterLevel;
  /** Root mean square, dBFS; NaN: not known. */
  readonly rms: number;
}

interface Place {
  readonly left: number;
  readonly top: number;
}

/** The bar at full scale and without a level, drawn once for all of a size and theme: bars are pieces of these two. */
interface Faces {
  readonly lit: HTMLCanvasElement;
  readonly dark: HTMLCanvasElement;
  readonly hold: string;
  readonly clip: string;
}

/** Parts of the bar by level: calm below -12 dBFS, attention up to -3, then the last of it. */
const zones = [
  { from: METER_FLOOR_DB, to: -12, variables: ["--vscode-charts-green", "--vscode-foreground"] },
  { from: -12, to: -3, variables: ["--vscode-charts-yellow", "--vscode-foreground"] },
  { from: -3, to: 0, variables: ["--vscode-charts-red", "--vscode-errorForeground", "--vscode-foreground"] },
] as const;

/**
 * The bars of many meters on one canvas: one of its own for each costs the browser more than all that is drawn on them.
 * The peak as a thin bar, the mean as a thick one within it, the held peak as a line, a clip as a block at the end.
 */
export class MeterBars {
  readonly element = element("canvas", "meter-canvas");
  #places: readonly Place[] = [];
  /** Of one bar, in pixels of the canvas. */
  #width = 0;
  #height = 0;
  #faces: Faces | null = null;
  /** What was drawn last in each place: what looks the same is not drawn again. */
  #drawn: string[] = [];

  constructor() {
    this.element.setAttribute("aria-hidden", "true");
  }

  /** The canvas lies over `rows`, each bar over its track. */
  layOut(rows: HTMLElement, tracks: readonly HTMLElement[]): void {
    const ratio = devicePixelRatio;
    const [first] = tracks;
    const canvas = this.element;
    const [width, height] = [rows.clientWidth, rows.clientHeight].map((size) => Math.round(size * ratio));
    if (canvas.width !== width) canvas.width = width ?? 0;
    if (canvas.height !== height) canvas.height = height ?? 0;
    this.#places = tracks.map(({ offsetLeft, offsetTop }) => ({ left: Math.round(offsetLeft * ratio), top: Math.round(offsetTop * ratio) }));
    this.#width = Math.round((first?.offsetWidth ?? 0) * ratio);
    this.#height = Math.round((first?.offsetHeight ?? 0) * ratio);
    this.forgetColors();
  }

  forgetColors(): void {
    this.#faces = null;
    this.#drawn = [];
    this.element.getContext("2d")?.clearRect(0, 0, this.element.width, this.element.height);
  }

  draw(bars: readonly Bar[]): void {
    const context = this.element.getContext("2d");
    const [width, height] = [this.#width, this.#height];
    if (context === null || width === 0 || height === 0) return;
    const faces = (this.#faces ??= makeFaces(width, height));
    const line = Math.max(1, Math.round(devicePixelRatio));
    const thin = Math.round(height / 4);
    bars.forEach(({ meter, rms }, index) => {
      const place = this.#places[index];
      if (place === undefined) return;
      const end = Math.round(placeOf(meter.level) * width);
      const mean = Number.isNaN(rms) ? end : Math.min(end, Math.round(placeOf(rms) * width));
      const held = meter.hold > METER_FLOOR_DB ? Math.round(placeOf(meter.hold) * width) : -1;
      const looks = `${String(end)} ${String(mean)} ${String(held)} ${String(meter.clipped)}`;
      if (looks === this.#drawn[index]) return;
      this.#drawn[index] = looks;
      const { left, top } = place;
      context.clearRect(left, top, width, height);
      context.drawImage(faces.dark, left, top);
      if (mean > 0) context.drawImage(faces.lit, 0, 0, mean, height, left, top, mean, height);
      if (end > mean) context.drawImage(faces.lit, mean, thin, end - mean, height - 2 * thin, left + mean, top + thin, end - mean, height - 2 * thin);
      if (held >= 0) {
        context.fillStyle = faces.hold;
        context.fillRect(left + Math.min(width - 2 * line, held - line), top, 2 * line, height);
      }
      if (meter.clipped) {
        context.fillStyle = faces.clip;
        context.fillRect(left + width - 6 * line, top, 6 * line, height);
      }
    });
  }
}

function makeFaces(width: number, height: number): Faces {
  const styles = getComputedStyle(document.documentElement);
  const foreground = themeColor(styles, "--vscode-foreground", "--vscode-editor-foreground");
  const gap = themeColor(styles, "--vscode-editor-background");
  const face = (fill: (context: CanvasRenderingContext2D) => void): HTMLCanvasElement => {
    const canvas = element("canvas");
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext("2d");
    if (context === null) return canvas;
    fill(context);
    // Lines of the scale, cut into bar and track alike.
    context.globalAlpha = 1;
    context.fillStyle = gap;
    const line = Math.max(1, Math.round(devicePixelRatio));
    for (const tick of METER_TICKS_DB.slice(1, -1)) context.fillRect(Math.round(placeOf(tick) * width) - line / 2, 0, line, height);
    return canvas;
  };
  return {
    dark: face((context) => {
      context.globalAlpha = 0.1;
      context.fillStyle = foreground;
      context.fillRect(0, 0, width, height);
    }),
    lit: face((context) => {
      for (const { from, to, variables } of zones) {
        context.fillStyle = themeColor(styles, ...variables);
        context.fillRect(placeOf(from) * width, 0, (placeOf(to) - placeOf(from)) * width, height);
      }
    }),
    hold: foreground,
    clip: themeColor(styles, ...zones[2].variables),
  };
}
