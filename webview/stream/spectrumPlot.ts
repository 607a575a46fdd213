import { t } from "@vscode/l10n";
import { LIVE_BLOCK } from "../../extension/editor/panelProtocol.ts";
import type { LiveChannel } from "../../extension/editor/panelProtocol.ts";
import { decibelText, decimal } from "../units.ts";
import { Plot } from "./plot.ts";
import type { PlotFace } from "./plot.ts";
import { Spectrum, strongestTone } from "./spectrum.ts";

const FLOOR_DB = -120;
const LOWEST_HZ = 20;
const DECADES = [100, 1000, 10_000] as const;

/** The spectrum of a channel: dBFS over frequency, ten times as high at each decade. */
export class SpectrumPlot {
  readonly plot: Plot;
  readonly #spectrum = new Spectrum();
  #sampleRate = 48_000;

  constructor() {
    this.plot = new Plot("spectrum", t("Spectrum"), (face) => {
      this.#draw(face);
    });
    this.clear();
  }

  feed(channel: LiveChannel, sampleRate: number): void {
    this.#sampleRate = sampleRate;
    if (!this.#spectrum.add(channel.piece)) return;
    this.plot.draw();
    const tone = strongestTone(this.#spectrum.decibels, sampleRate);
    this.plot.words = tone === null ? t("Silence") : t("Strongest: {0} Hz at {1} dBFS", decimal(tone.hertz, 1), decibelText(tone.decibels));
  }

  clear(): void {
    this.#spectrum.clear();
    this.plot.words = t("No sound to show");
    this.plot.draw();
  }

  #draw({ context, width, height, unit, colors }: PlotFace): void {
    const highest = this.#sampleRate / 2;
    const x = (hertz: number): number => (Math.log(hertz / LOWEST_HZ) / Math.log(highest / LOWEST_HZ)) * width;
    const y = (decibels: number): number => (Math.min(1, decibels / FLOOR_DB) * height);
    context.fillStyle = colors.quiet;
    context.strokeStyle = colors.grid;
    context.lineWidth = unit;
    context.beginPath();
    for (const decibels of [-30, -60, -90]) {
      context.moveTo(0, y(decibels));
      context.lineTo(width, y(decibels));
      context.fillText(`\u2212${String(-decibels)}`, 3 * unit, y(decibels) - 3 * unit);
    }
    for (const hertz of DECADES) {
      context.moveTo(x(hertz), 0);
      context.lineTo(x(hertz), height);
      context.fillText(hertz < 1000 ? `${String(hertz)} Hz` : `${String(hertz / 1000)} kHz`, x(hertz) + 3 * unit, height - 4 * unit);
    }
    context.stroke();

    // Where several lines fall on one pixel, the strongest counts.
    const { decibels } = this.#spectrum;
    context.strokeStyle = colors.line;
    context.lineWidth = 1.5 * unit;
    context.beginPath();
    context.moveTo(0, height);
    let column = -1;
    let most = -Infinity;
    for (let line = 1; line < decibels.length; line++) {
      const at = Math.max(0, Math.round(x((line * this.#sampleRate) / LIVE_BLOCK)));
      if (at !== column && column >= 0) {
        context.lineTo(column, y(Math.min(0, most)));
        most = -Infinity;
      }
      column = at;
      most = Math.max(most, decibels[line] ?? -Infinity);
    }
    context.stroke();
  }
}
