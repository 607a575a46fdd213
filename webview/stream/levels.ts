import { t } from "@vscode/l10n";
import type { LiveFrame, ProbeCounters, Report } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import { Meters } from "./meters.ts";
import { decimal, framesWithUnit, sampleRateText } from "../units.ts";

/** Live levels, how long the stream has run and what went wrong meanwhile. */
export class Levels {
  readonly element: HTMLElement;
  readonly #input = new Meters("input", t("Input"));
  readonly #output = new Meters("output", t("Output"));
  readonly #status = document.createElement("lab-status");
  readonly #facts = element("span", "level-facts");
  readonly #counters = element("span", "level-counters");

  constructor() {
    this.element = element(
      "section",
      "levels",
      element("h2", "", t("Levels")),
      element("div", "level-line", this.#status, this.#facts, this.#counters),
      element("div", "level-grid", this.#output.element, this.#input.element),
    );
    this.element.hidden = true;
  }

  /** The channels of the last run, so that the meters stand there before sound comes. */
  showReport(report: Report | null): void {
    if (!this.element.hidden || !report?.stream) return;
    this.#showChannels(report.devices.input?.channels ?? 0, report.devices.output?.channels ?? 0);
    this.#rest();
  }

  /** To be seen after `draw`. */
  feed(live: LiveFrame): void {
    this.#showChannels(live.inputs, live.outputs);
    this.#input.feedLive(live, 0);
    this.#output.feedLive(live, live.inputs);
  }

  /** What can be read of the stream, besides the meters. */
  tell(live: LiveFrame): void {
    this.#status.level = live.state === "running" ? "busy" : "info";
    this.#status.text = { opening: t("Opening"), running: t("Running"), stopping: t("Stopping") }[live.state];
    const facts = [`${decimal(live.seconds, 1)} s`];
    if (live.sampleRate !== null) facts.push(sampleRateText(live.sampleRate));
    if (live.bufferFrames !== null) facts.push(framesWithUnit(live.bufferFrames));
    setText(this.#facts, facts.join(" · "));
    setText(this.#counters, troubleText(live.counters));
    setHidden(this.#counters, false);
  }

  /** Of a frame of the display. False: nothing moves any more. */
  draw(now: number): boolean {
    const inputMoves = this.#input.draw(now);
    return this.#output.draw(now) || inputMoves;
  }

  /** A new run: nothing of the last one stays on the meters. */
  reset(): void {
    this.#input.reset();
    this.#output.reset();
  }

  /** The stream ended: the meters rest. */
  end(): void {
    this.#rest();
    this.#input.reset();
    this.#output.reset();
  }

  #rest(): void {
    this.#status.level = "idle";
    this.#status.text = t("No stream");
    setText(this.#facts, "");
    setHidden(this.#counters, true);
  }

  #showChannels(inputs: number, outputs: number): void {
    this.#input.setChannels(inputs);
    this.#output.setChannels(outputs);
    setHidden(this.element, inputs + outputs === 0);
  }
}

/** What the counters say, in words; zeros are one calm sentence. */
export function troubleText(counters: ProbeCounters): string {
  const inputXruns = counters.inputOverflows + counters.inputUnderflows;
  const outputXruns = counters.outputUnderflows + counters.outputOverflows;
  const { missedOutputReady, overloads, resetRequests, latencyChanges } = counters;
  const told = [
    inputXruns === 1 ? t("1 input xrun") : t("{0} input xruns", decimal(inputXruns, 0)),
    outputXruns === 1 ? t("1 output xrun") : t("{0} output xruns", decimal(outputXruns, 0)),
    missedOutputReady === 1 ? t("1 late buffer") : t("{0} late buffers", decimal(missedOutputReady, 0)),
    overloads === 1 ? t("1 overload") : t("{0} overloads", decimal(overloads, 0)),
    resetRequests === 1 ? t("1 reset request") : t("{0} reset requests", decimal(resetRequests, 0)),
    latencyChanges === 1 ? t("1 latency change") : t("{0} latency changes", decimal(latencyChanges, 0)),
  ].filter((_, index) => [inputXruns, outputXruns, missedOutputReady, overloads, resetRequests, latencyChanges][index] !== 0);
  return told.length === 0 ? t("no xruns") : told.join(", ");
}
