import { t } from "@vscode/l10n";
import type { LiveFrame } from "../../extension/editor/panelProtocol.ts";
import { element, setAttribute } from "../dom.ts";
import { figure } from "../results/figure.ts";
import { decimal, framesWithUnit, NOT_MEASURED, toMilliseconds } from "../units.ts";

/** What of a running stream is read from across the room: its latency, its glitches, and how much sound waits. */
export class LiveFigures {
  readonly element: HTMLElement;
  readonly #latency = figure(t("Round trip now"), "figure second");
  readonly #glitches = figure(t("Glitches in this stream"), "figure second");
  readonly #queue = figure(t("Buffer fill"), "figure second");
  readonly #fill = element("div", "fill-bar");

  constructor() {
    const bar = element("div", "fill-track", this.#fill);
    bar.setAttribute("aria-hidden", "true");
    this.#queue.element.append(bar);
    this.element = element("dl", "display live-figures", this.#latency.element, this.#glitches.element, this.#queue.element);
    this.clear();
  }

  feed(live: LiveFrame): void {
    const rate = live.sampleRate;
    const roundTrip = live.measuredFrames ?? live.reportedFrames;
    this.#latency.update({
      value: roundTrip === null || rate === null ? NOT_MEASURED : decimal(toMilliseconds(roundTrip, rate), 2),
      unit: roundTrip === null ? "" : "ms",
      detail: roundTrip === null ? "" : `${framesWithUnit(roundTrip)}, ${live.measuredFrames === null ? t("as the driver reports") : t("measured")}`,
      grade: null,
    });
    this.#glitches.update({
      value: decimal(live.glitches, 0),
      unit: "",
      detail: live.lastGlitchSeconds === null ? t("none so far") : t("last {0} s ago", decimal(Math.max(0, live.seconds - live.lastGlitchSeconds), 1)),
      grade: null,
    });
    this.#showQueue(live);
  }

  clear(): void {
    const none = { value: NOT_MEASURED, unit: "", detail: "", grade: null };
    for (const part of [this.#latency, this.#glitches, this.#queue]) part.update(none);
    setAttribute(this.#fill, "data-tenths", "0");
  }

  /** What waits for the output, of all that the driver says lies between: a share in tenths, drawn by the style sheet. */
  #showQueue({ queuedOutputFrames: queued, bufferFrames, sampleRate }: LiveFrame): void {
    const isKnown = queued !== null && bufferFrames !== null && sampleRate !== null;
    this.#queue.update({
      value: isKnown ? decimal(toMilliseconds(queued, sampleRate), 1) : NOT_MEASURED,
      unit: isKnown ? "ms" : "",
      detail: isKnown ? t("{0} of output wait, {1} buffers", framesWithUnit(Math.round(queued)), decimal(queued / bufferFrames, 1)) : t("the backend does not tell"),
      grade: null,
    });
    const buffers = isKnown ? queued / bufferFrames : 0;
    setAttribute(this.#fill, "data-tenths", String(Math.min(10, Math.max(0, Math.round(buffers * 5)))));
  }
}
