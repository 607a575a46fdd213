import { t } from "@vscode/l10n";
import { WAVE_COLUMNS, WAVE_SECONDS } from "../../extension/editor/panelProtocol.ts";
import type { LiveChannel } from "../../extension/editor/panelProtocol.ts";
import { wantsMotion } from "../motion.ts";
import { decimal } from "../units.ts";
import { PlayOut } from "./playOut.ts";
import { Plot } from "./plot.ts";
import type { PlotDrawing, PlotFace } from "./plot.ts";

const FULL_SCALE = 32767;
/** Columns that are remembered: those that leave the plot while the last ones come in are not in a frame any more. */
const KEPT = 2 * WAVE_COLUMNS;

/** What a channel has sounded like for a moment: least and greatest sample of each column, the newest at the right. */
export class WavePlot implements PlotDrawing {
  readonly plot: Plot;
  /** Of column n at 2 (n mod KEPT). */
  readonly #kept = new Int16Array(2 * KEPT);
  readonly #playOut = new PlayOut(WAVE_COLUMNS);
  #last: LiveChannel | null = null;

  constructor() {
    this.plot = new Plot("wave", t("Waveform, last {0} s", decimal(WAVE_SECONDS, 1)), this);
    this.plot.grid = [{ runs: "level", at: 0.5 }];
    this.clear();
  }

  feed(channel: LiveChannel, now: number): void {
    if (channel.direction !== this.#last?.direction || channel.channel !== this.#last.channel) this.#playOut.reset();
    this.#last = channel;
    const first = channel.columnsEnded - WAVE_COLUMNS + 1;
    for (let index = Math.max(0, -first); index < WAVE_COLUMNS; index++) {
      const at = 2 * ((first + index) % KEPT);
      this.#kept[at] = channel.columns[2 * index] ?? 0;
      this.#kept[at + 1] = channel.columns[2 * index + 1] ?? 0;
    }
    this.#playOut.feed(channel.columnsEnded, now, wantsMotion());
  }

  /** Of a frame of the display. True: more is to come of what is known. */
  play(now: number): boolean {
    if (this.#playOut.play(now)) this.plot.touch();
    return this.#playOut.isUnderWay;
  }

  /** What can be seen, in words. */
  tell(): void {
    if (this.#last === null) {
      this.plot.words = t("No sound to show");
      return;
    }
    let most = 0;
    for (const value of this.#last.columns) most = Math.max(most, Math.abs(value));
    this.plot.words = t("Largest sample: {0} of full scale", decimal(most / FULL_SCALE, 4));
  }

  clear(): void {
    this.#playOut.reset();
    this.#last = null;
    this.plot.touch();
    this.plot.draw();
    this.tell();
  }

  /** Whole pixels: a browser without a graphics card draws the smoothed edges of parts of them several times as slowly. */
  draw({ context, width, height, unit, colors }: PlotFace): void {
    const middle = height / 2;
    const scale = (middle - unit) / FULL_SCALE;
    context.clearRect(0, 0, width, height);
    context.fillStyle = colors.line;
    if (this.#last === null) return;
    const first = this.#playOut.shown - WAVE_COLUMNS + 1;
    for (let column = Math.max(0, -first); column < WAVE_COLUMNS; column++) {
      const at = 2 * ((first + column) % KEPT);
      const left = Math.floor((column * width) / WAVE_COLUMNS);
      const right = Math.floor(((column + 1) * width) / WAVE_COLUMNS);
      const top = Math.round(middle - (this.#kept[at + 1] ?? 0) * scale);
      const bottom = Math.round(middle - (this.#kept[at] ?? 0) * scale);
      context.fillRect(left, top, Math.max(1, right - left), Math.max(unit, bottom - top));
    }
  }
}
