import { t } from "@vscode/l10n";
import { BAND_EDGES, LIVE_LINES } from "../../extension/editor/panelProtocol.ts";
import type { LiveSpectrum } from "../../extension/editor/panelProtocol.ts";
import { decibelText, decimal } from "../units.ts";
import { Plot } from "./plot.ts";
import type { PlotDrawing, PlotFace } from "./plot.ts";

const FLOOR_DB = -120;
const LOWEST_HZ = 20;
const DECADES = [100, 1000, 10_000] as const;
/** Of the line, in pixels of the page. */
const THICKNESS = 1.5;

/** The spectrum of a channel: dBFS over frequency, ten times as high at each decade. */
export class SpectrumPlot implements PlotDrawing {
  readonly plot: Plot;
  #spectrum: LiveSpectrum | null = null;
  #sampleRate = 48_000;
  /** Where the middle of each band stands, in pixels, worked out once for a size and a sample rate. */
  #places = new Int32Array(0);
  #placesOf: PlotFace | null = null;

  constructor() {
    this.plot = new Plot("spectrum", t("Spectrum"), this);
    this.#showGrid();
    this.clear();
  }

  feed(spectrum: LiveSpectrum, sampleRate: number): void {
    if (sampleRate !== this.#sampleRate) {
      this.#sampleRate = sampleRate;
      this.#placesOf = null;
      this.#showGrid();
    }
    this.#spectrum = spectrum;
    this.plot.touch();
  }

  /** What can be seen, in words. */
  tell(): void {
    const strongest = this.#spectrum?.strongest ?? null;
    if (this.#spectrum === null) this.plot.words = t("No sound to show");
    else if (strongest === null) this.plot.words = t("Silence");
    else this.plot.words = t("Strongest: {0} Hz at {1} dBFS", decimal(this.#hertzOf(strongest.line), 1), decibelText(strongest.decibels));
  }

  clear(): void {
    this.#spectrum = null;
    this.plot.touch();
    this.plot.draw();
    this.tell();
  }

  /**
   * A line from band to band; where several fall on one pixel, the strongest counts. Put together from upright pieces of
   * whole pixels: without a graphics card a browser takes several times as long for a slanting line with smoothed edges.
   */
  draw(face: PlotFace): void {
    const { context, width, height, unit, colors } = face;
    context.clearRect(0, 0, width, height);
    if (this.#spectrum === null) return;
    const { bands } = this.#spectrum;
    const places = this.#placesFor(face);
    const scale = height / (100 * FLOOR_DB);
    const thickness = Math.max(1, Math.round(THICKNESS * unit));
    context.fillStyle = colors.line;
    let x = 0;
    let y = height;
    let most = -Infinity;
    for (const [band, place] of places.entries()) {
      most = Math.max(most, bands[band] ?? -Infinity);
      if (place === places[band + 1]) continue;
      const end = Math.min(height, Math.round(Math.min(0, most) * scale));
      const steps = Math.max(1, place - x);
      const begin = y;
      for (let step = 1; step <= steps; step++) {
        const next = Math.round(begin + ((end - begin) * step) / steps);
        context.fillRect(x + step, Math.min(y, next), thickness, Math.abs(next - y) + thickness);
        y = next;
      }
      x = place;
      most = -Infinity;
    }
  }

  #placesFor(face: PlotFace): Int32Array {
    if (this.#placesOf !== face) {
      this.#placesOf = face;
      this.#places = Int32Array.from({ length: BAND_EDGES.length - 1 }, (_, band) => {
        const middle = ((BAND_EDGES[band] ?? 0) + (BAND_EDGES[band + 1] ?? 0) - 1) / 2;
        return Math.round(Math.max(0, this.#placeOf(this.#hertzOf(middle))) * face.width);
      });
    }
    return this.#places;
  }

  #showGrid(): void {
    this.plot.grid = [
      ...[-30, -60, -90].map((decibels) => ({ runs: "level" as const, at: decibels / FLOOR_DB, label: `\u2212${String(-decibels)}` })),
      ...DECADES.map((hertz) => ({ runs: "upright" as const, at: this.#placeOf(hertz), label: hertz < 1000 ? `${String(hertz)} Hz` : `${String(hertz / 1000)} kHz` })),
    ];
  }

  #hertzOf(line: number): number {
    return (line * this.#sampleRate) / (2 * (LIVE_LINES - 1));
  }

  /** From 0 at the lowest frequency to 1 at half the sample rate. */
  #placeOf(hertz: number): number {
    return Math.log(hertz / LOWEST_HZ) / Math.log(this.#sampleRate / 2 / LOWEST_HZ);
  }
}
