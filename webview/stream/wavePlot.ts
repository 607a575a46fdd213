import { t } from "@vscode/l10n";
import { WAVE_SECONDS } from "../../extension/editor/panelProtocol.ts";
import type { LiveChannel } from "../../extension/editor/panelProtocol.ts";
import { decimal } from "../units.ts";
import { Plot } from "./plot.ts";
import type { PlotFace } from "./plot.ts";

const FULL_SCALE = 32767;

/** What a channel has sounded like for a moment: least and greatest sample of each column, the newest at the right. */
export class WavePlot {
  readonly plot: Plot;
  #columns: Int16Array = new Int16Array(0);

  constructor() {
    this.plot = new Plot("wave", t("Waveform, last {0} s", decimal(WAVE_SECONDS, 1)), (face) => {
      this.#draw(face);
    });
    this.clear();
  }

  feed(channel: LiveChannel): void {
    this.#columns = channel.columns;
    this.plot.draw();
    let most = 0;
    for (const value of channel.columns) most = Math.max(most, Math.abs(value));
    this.plot.words = t("Largest sample: {0} of full scale", decimal(most / FULL_SCALE, 4));
  }

  clear(): void {
    this.#columns = new Int16Array(0);
    this.plot.words = t("No sound to show");
    this.plot.draw();
  }

  #draw({ context, width, height, unit, colors }: PlotFace): void {
    const middle = height / 2;
    const y = (sample: number): number => middle - (sample / FULL_SCALE) * (middle - unit);
    context.fillStyle = colors.grid;
    context.fillRect(0, Math.round(middle), width, unit);
    context.fillStyle = colors.line;
    const count = this.#columns.length / 2;
    for (let column = 0; column < count; column++) {
      const top = y(this.#columns[2 * column + 1] ?? 0);
      const bottom = y(this.#columns[2 * column] ?? 0);
      context.fillRect((column * width) / count, top, Math.max(unit, width / count), Math.max(unit, bottom - top));
    }
  }
}
