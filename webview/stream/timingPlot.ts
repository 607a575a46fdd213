import { t } from "@vscode/l10n";
import { readCallback } from "../../extension/editor/panelProtocol.ts";
import type { LiveFrame } from "../../extension/editor/panelProtocol.ts";
import { decimal } from "../units.ts";
import { Plot } from "./plot.ts";
import type { PlotFace } from "./plot.ts";

/** Callbacks on the strip, and how many periods high it is. */
const SHOWN = 512;
const PERIODS = 3;

/** When the last callbacks came: a bar for each, as high as the time since the one before; late ones carry a cross. */
export class TimingPlot {
  readonly plot: Plot;
  readonly #words = new Uint32Array(SHOWN);
  /** Of callbacks since the stream began; the last SHOWN of them are in #words, around and around. */
  #count = 0;

  constructor() {
    this.plot = new Plot("timing", t("Callbacks"), (face) => {
      this.#draw(face);
    });
    this.clear();
  }

  feed(live: LiveFrame): void {
    if (live.intervals < this.#count) this.#count = 0;
    const first = live.intervals - live.callbacks.length;
    // Of those that were not seen nothing is known: they leave a gap.
    for (let missed = Math.max(this.#count, first - SHOWN); missed < first; missed++) this.#words[missed % SHOWN] = 0;
    live.callbacks.forEach((word, index) => {
      this.#words[(first + index) % SHOWN] = word;
    });
    this.#count = live.intervals;
    this.plot.draw();
    if (live.sampleRate === null || live.bufferFrames === null) return;
    this.plot.words = [
      t("Period {0} ms", decimal((live.bufferFrames / live.sampleRate) * 1000, 3)),
      t("longest interval {0} ms", decimal(live.longestIntervalSeconds * 1000, 3)),
      t("longest callback {0} ms", decimal(live.longestDurationSeconds * 1000, 3)),
      live.lateCallbacks === 1 ? t("1 late") : t("{0} late", decimal(live.lateCallbacks, 0)),
    ].join(" · ");
  }

  clear(): void {
    this.#count = 0;
    this.plot.words = t("No callbacks to show");
    this.plot.draw();
  }

  #draw({ context, width, height, unit, colors }: PlotFace): void {
    const y = (periods: number): number => height - (Math.min(PERIODS, periods) / PERIODS) * height;
    context.fillStyle = colors.grid;
    context.fillRect(0, Math.round(y(1)), width, unit);
    context.fillStyle = colors.quiet;
    context.fillText(t("1 period"), 3 * unit, y(1) - 4 * unit);
    const bar = width / SHOWN;
    const known = Math.min(SHOWN, this.#count);
    for (let back = 0; back < known; back++) {
      const { interval, duration, late } = readCallback(this.#words[(this.#count - 1 - back) % SHOWN] ?? 0);
      const x = Math.round(width - (back + 1) * bar);
      context.fillStyle = late ? colors.warn : colors.line;
      context.fillRect(x, y(interval), Math.max(unit, bar * 0.7), height - y(interval));
      context.fillStyle = colors.quiet;
      context.fillRect(x, y(duration), Math.max(unit, bar * 0.7), height - y(duration));
      if (late) cross(context, x + bar / 2, Math.max(6 * unit, y(interval)), 4 * unit, colors.warn);
    }
  }
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, size: number, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = size / 2;
  context.beginPath();
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
  context.stroke();
}
