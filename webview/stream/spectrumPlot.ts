import { t } from "@vscode/l10n";
import { LIVE_BLOCK } from "../../extension/editor/panelProtocol.ts";
import type { LiveChannel } from "../../extension/editor/panelProtocol.ts";
import { decibelText, decimal } from "../units.ts";
import { Plot } from "./plot.ts";
import type { PlotDrawing, PlotFace } from "./plot.ts";
import { Spectrum, SPECTRUM_LINES, strongestTone } from "./spectrum.ts";

const FLOOR_DB = -120;
const LOWEST_HZ = 20;
const DECADES = [100, 1000, 10_000] as const;

/** The spectrum of a channel: dBFS over frequency, ten times as high at each decade. */
export class SpectrumPlot implements PlotDrawing {
  readonly plot: Plot;
  readonly #spectrum = new Spectrum();
  #sampleRate = 48_000;
  #isKnown = false;
  /** Where each line stands, worked out once for a size and a sample rate. */
  #places = new Int32Array(0);
  #placesOf: PlotFace | null = null;

  constructor() {
    this.plot = new Plot("spectrum", t("Spectrum"), this);
    this.#showGrid();
    this.clear();
  }

  feed(channel: LiveChannel, sampleRate: number): void {
    if (sampleRate !== this.#sampleRate) {
      this.#sampleRate = sampleRate;
      this.#placesOf = null;
      this.#showGrid();
    }
    if (!this.#spectrum.add(channel.piece)) return;
    this.#isKnown = true;
    this.plot.touch();
  }

  /** What can be seen, in words. */
  tell(): void {
    const tone = this.#isKnown ? strongestTone(this.#spectrum.decibels, this.#sampleRate) : null;
    if (!this.#isKnown) this.plot.words = t("No sound to show");
    else this.plot.words = tone === null ? t("Silence") : t("Strongest: {0} Hz at {1} dBFS", decimal(tone.hertz, 1), decibelText(tone.decibels));
  }

  clear(): void {
    this.#spectrum.clear();
    this.#isKnown = false;
    this.plot.touch();
    this.plot.draw();
    this.tell();
  }

  /** Where several lines fall on one pixel, the strongest counts. */
  draw(face: PlotFace): void {
    const { context, width, height, unit, colors } = face;
    context.clearRect(0, 0, width, height);
    if (!this.#isKnown) return;
    if (this.#placesOf !== face) {
      this.#placesOf = face;
      this.#places = Int32Array.from({ length: SPECTRUM_LINES }, (_, line) => Math.round(Math.max(0, this.#placeOf((line * this.#sampleRate) / LIVE_BLOCK)) * width));
    }
    const { decibels } = this.#spectrum;
    const scale = height / FLOOR_DB;
    context.strokeStyle = colors.line;
    context.lineWidth = 1.5 * unit;
    context.beginPath();
    context.moveTo(0, height);
    let column = -1;
    let most = -Infinity;
    for (let line = 1; line < SPECTRUM_LINES; line++) {
      const at = this.#places[line] ?? 0;
      if (at !== column) {
        if (column >= 0) context.lineTo(column, Math.min(height, Math.min(0, most) * scale));
        column = at;
        most = -Infinity;
      }
      most = Math.max(most, decibels[line] ?? -Infinity);
    }
    context.stroke();
  }

  #showGrid(): void {
    this.plot.grid = [
      ...[-30, -60, -90].map((decibels) => ({ runs: "level" as const, at: decibels / FLOOR_DB, label: `\u2212${String(-decibels)}` })),
      ...DECADES.map((hertz) => ({ runs: "upright" as const, at: this.#placeOf(hertz), label: hertz < 1000 ? `${String(hertz)} Hz` : `${String(hertz / 1000)} kHz` })),
    ];
  }

  /** From 0 at the lowest frequency to 1 at half the sample rate. */
  #placeOf(hertz: number): number {
    return Math.log(hertz / LOWEST_HZ) / Math.log(this.#sampleRate / 2 / LOWEST_HZ);
  }
}
