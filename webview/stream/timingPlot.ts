import { t } from "@vscode/l10n";
import { LIVE_CALLBACKS, readCallback } from "../../extension/editor/panelProtocol.ts";
import type { LiveFrame } from "../../extension/editor/panelProtocol.ts";
import { wantsMotion } from "../motion.ts";
import { decimal } from "../units.ts";
import { PlayOut } from "./playOut.ts";
import { Plot } from "./plot.ts";
import type { PlotDrawing, PlotFace } from "./plot.ts";

/** Callbacks that are remembered, and how many periods high the strip is. */
const KEPT = 1024;
const PERIODS = 3;
/** From one bar to the next and how wide each is, in pixels of the page; the cross of a late one is wider. */
const PITCH = 3;
const BAR = 2;
const CROSS = 4;

/** When the last callbacks came: a bar for each, as high as the time since the one before; late ones carry a cross. */
export class TimingPlot implements PlotDrawing {
  readonly plot: Plot;
  readonly #words = new Uint32Array(KEPT);
  readonly #playOut = new PlayOut(LIVE_CALLBACKS);
  /** Of callbacks since the stream began; the last KEPT of them are in #words, around and around. */
  #count = 0;
  #last: LiveFrame | null = null;
  /** What the strip shows already: it is moved on, and only what is new is drawn. */
  #drawnFace: PlotFace | null = null;
  #drawnEnd = 0;

  constructor() {
    this.plot = new Plot("timing", t("Callbacks"), this);
    this.plot.grid = [{ runs: "level", at: 1 - 1 / PERIODS, label: t("1 period") }];
    this.clear();
  }

  feed(live: LiveFrame, now: number): void {
    if (live.intervals < this.#count) this.#forget();
    const first = live.intervals - live.callbacks.length;
    // Of those that were not seen nothing is known: they leave a gap.
    for (let missed = Math.max(this.#count, first - KEPT); missed < first; missed++) this.#words[missed % KEPT] = 0;
    for (let index = Math.max(0, this.#count - first); index < live.callbacks.length; index++) this.#words[(first + index) % KEPT] = live.callbacks[index] ?? 0;
    this.#count = live.intervals;
    this.#playOut.feed(this.#count, now, wantsMotion());
    this.#last = live;
  }

  /** Of a frame of the display. True: more is to come of what is known. */
  play(now: number): boolean {
    if (this.#playOut.play(now)) this.plot.touch();
    return this.#playOut.isUnderWay;
  }

  /** What can be seen, in words. */
  tell(): void {
    const live = this.#last;
    if (live?.sampleRate == null || live.bufferFrames === null) {
      this.plot.words = t("No callbacks to show");
      return;
    }
    this.plot.words = [
      t("Period {0} ms", decimal((live.bufferFrames / live.sampleRate) * 1000, 3)),
      t("longest interval {0} ms", decimal(live.longestIntervalSeconds * 1000, 3)),
      t("longest callback {0} ms", decimal(live.longestDurationSeconds * 1000, 3)),
      live.lateCallbacks === 1 ? t("1 late") : t("{0} late", decimal(live.lateCallbacks, 0)),
    ].join(" · ");
  }

  clear(): void {
    this.#forget();
    this.#last = null;
    this.plot.touch();
    this.plot.draw();
    this.tell();
  }

  draw(face: PlotFace): void {
    const { context, width, height, unit } = face;
    const pitch = Math.round(PITCH * unit);
    const right = width - Math.round((CROSS - PITCH / 2) * unit);
    const fitting = Math.floor(right / pitch);
    const end = this.#playOut.shown;
    const isSame = face === this.#drawnFace && this.#drawnEnd <= end;
    const fresh = isSame ? Math.min(fitting, end - this.#drawnEnd) : fitting;
    if (isSame && fresh < fitting) {
      // The canvas onto itself, a little to the left; what is empty counts too.
      context.globalCompositeOperation = "copy";
      context.drawImage(context.canvas, -fresh * pitch, 0);
      context.globalCompositeOperation = "source-over";
    } else {
      context.clearRect(0, 0, width, height);
    }
    for (let back = Math.min(fresh, end) - 1; back >= 0; back--) {
      drawCallback(face, this.#words[(end - 1 - back) % KEPT] ?? 0, right - (back + 1) * pitch);
    }
    this.#drawnFace = face;
    this.#drawnEnd = end;
  }

  #forget(): void {
    this.#count = 0;
    this.#playOut.reset();
    this.#drawnFace = null;
  }
}

/** Its interval as a bar whose foot is its duration; `left` in pixels of the canvas. */
function drawCallback({ context, height, unit, colors }: PlotFace, word: number, left: number): void {
  const { interval, duration, late } = readCallback(word);
  const top = (periods: number): number => Math.round(height - (Math.min(PERIODS, periods) / PERIODS) * height);
  const bar = Math.round(BAR * unit);
  context.fillStyle = late ? colors.warn : colors.line;
  context.fillRect(left, top(interval), bar, height - top(interval));
  context.fillStyle = colors.quiet;
  context.fillRect(left, top(duration), bar, height - top(duration));
  if (late) drawCross(context, left + bar / 2, Math.max(6 * unit, top(interval)), CROSS * unit, colors.warn);
}

function drawCross(context: CanvasRenderingContext2D, x: number, y: number, size: number, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = size / 2;
  context.beginPath();
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
  context.stroke();
}
