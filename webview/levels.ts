import type { LiveSnapshot, ProbeCounters, Report } from "../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "./dom.ts";
import { Meters } from "./meters.ts";
import { decimal, framesWithUnit, sampleRateText } from "./units.ts";

/** Live levels, how long the stream has run and what went wrong meanwhile. */
export class Levels {
  readonly element: HTMLElement;
  readonly #input = new Meters("input", "Input");
  readonly #output = new Meters("output", "Output");
  readonly #status = document.createElement("lab-status");
  readonly #facts = element("span", "level-facts");
  readonly #counters = element("span", "level-counters");

  constructor() {
    this.element = element(
      "section",
      "levels",
      element("h2", "", "Levels"),
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

  feed(snapshot: LiveSnapshot): void {
    const { stream } = snapshot;
    this.#showChannels(
      stream?.input?.channels ?? snapshot.inputPeaks.length,
      stream?.output?.channels ?? snapshot.outputPeaks.length,
    );
    this.#input.feed(snapshot.inputPeaks);
    this.#output.feed(snapshot.outputPeaks);
    this.#status.level = snapshot.state === "running" ? "busy" : "info";
    this.#status.text = { opening: "Opening", running: "Running", stopping: "Stopping" }[snapshot.state];
    const facts = [`${decimal(snapshot.seconds, 1)} s`];
    if (stream !== null) facts.push(sampleRateText(stream.sampleRate), framesWithUnit(stream.bufferFrames));
    setText(this.#facts, facts.join(" · "));
    setText(this.#counters, troubleText(snapshot.counters));
    setHidden(this.#counters, false);
  }

  /** A new run: nothing of the last one stays on the meters. */
  reset(): void {
    this.#input.reset();
    this.#output.reset();
  }

  /** The stream ended: the meters fall to rest, figures stay readable. */
  end(): void {
    this.#rest();
    this.#input.reset();
    this.#output.reset();
  }

  #rest(): void {
    this.#status.level = "idle";
    this.#status.text = "No stream";
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
  const parts = [
    [counters.inputOverflows + counters.inputUnderflows, "input xrun"],
    [counters.outputUnderflows + counters.outputOverflows, "output xrun"],
    [counters.missedOutputReady, "late buffer"],
    [counters.overloads, "overload"],
    [counters.resetRequests, "reset request"],
    [counters.latencyChanges, "latency change"],
  ] as const;
  const told = parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${decimal(count, 0)} ${name}${count === 1 ? "" : "s"}`);
  return told.length === 0 ? "no xruns" : told.join(", ");
}
