import { t } from "@vscode/l10n";
import { WAVE_SECONDS } from "../../extension/editor/panelProtocol.ts";
import type { LiveChannel } from "../../extension/editor/panelProtocol.ts";
import { decimal } from "../units.ts";
import { Plot } from "./plot.ts";
import type { PlotDrawing, PlotFace } from "./plot.ts";

const FULL_SCALE = 32767;

/** What a channel has sounded like for a moment: least and greatest sample of each column, the newest at the right. */
export class WavePlot implements PlotDrawing {
  readonly plot: Plot;
  #columns: Int16Array = new Int16Array(0);

  constructor() {
    this.plot = new Plot("wave", t("Waveform, last {0} s", decimal(WAVE_SECONDS, 1)), this);
    this.plot.grid = [{ runs: "level", at: 0.5 }];
    this.clear();
  }

  feed(channel: LiveChannel): void {
    this.#columns = channel.columns;
    this.plot.touch();
  }

  /** What can be seen, in words. */
  tell(): void {
    let most = 0;
    for (const value of this.#columns) most = Math.max(most, Math.abs(value));
    this.plot.words = this.#columns.length === 0 ? t("No sound to show") : t("Largest sample: {0} of full scale", decimal(most / FULL_SCALE, 4));
  }

  clear(): void {
    this.#columns = new Int16Array(0);
    this.plot.touch();
    this.plot.draw();
    this.tell();
  }

  /** Whole pixels: a browser without a graphics card draws the smoothed edges of parts of them several times as slowly. */
  draw({ context, width, height, unit, colors }: PlotFace): void {
    const columns = this.#columns;
    const count = columns.length / 2;
    const middle = height / 2;
    const scale = (middle - unit) / FULL_SCALE;
    context.clearRect(0, 0, width, height);
    context.fillStyle = colors.line;
    for (let column = 0; column < count; column++) {
      const left = Math.floor((column * width) / count);
      const right = Math.floor(((column + 1) * width) / count);
      const top = Math.round(middle - (columns[2 * column + 1] ?? 0) * scale);
      const bottom = Math.round(middle - (columns[2 * column] ?? 0) * scale);
      context.fillRect(left, top, Math.max(1, right - left), Math.max(unit, bottom - top));
    }
  }
}
