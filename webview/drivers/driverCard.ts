import { t } from "@vscode/l10n";
import type { PanelDriver } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import type { StatusLevel } from "../kit/labStatus.ts";
import { Meters } from "../stream/meters.ts";
import { decimal, framesWithUnit, NOT_MEASURED, sampleRateText, toMilliseconds } from "../units.ts";

type Row = readonly [label: string, value: string];

/** One driver in one program: what it opened, what it reports, what went wrong, and how loud it is now. */
export function driverCard(): Part<PanelDriver> {
  const title = element("h2", "driver-title");
  const status = document.createElement("lab-status");
  const file = document.createElement("lab-status");
  const error = element("p", "driver-error");
  const facts = element("dl", "driver-facts");
  const output = new Meters("output", t("Output"));
  const input = new Meters("input", t("Input"));
  const levels = element("div", "driver-levels", output.element, input.element);
  const card = element("section", "driver-card", element("div", "driver-head", title, status, file), error, facts, levels);
  return {
    element: card,
    update: (driver) => {
      const name = programName(driver);
      setText(title, name);
      card.setAttribute("aria-label", name);
      const { level, text } = stateWords(driver);
      status.level = level;
      status.text = text;
      setHidden(file, driver.file === "other");
      file.level = driver.file === "current" ? "pass" : "stale";
      file.text = driver.file === "current" ? t("uses this file") : t("uses an earlier state of this file");
      setHidden(error, driver.error === null);
      setText(error, driver.error === null ? "" : `${driver.error.message} (${driver.error.code})`);
      showFacts(facts, driverRows(driver));
      const runs = driver.state === "running";
      setHidden(levels, !runs);
      if (!runs) return;
      output.setChannels(driver.output?.peaks.length ?? 0);
      input.setChannels(driver.input?.peaks.length ?? 0);
      output.feed(driver.output?.peaks ?? []);
      input.feed(driver.input?.peaks ?? []);
    },
  };
}

/** A program's file name without the ending that says nothing. */
function programName({ program, processId }: PanelDriver): string {
  return t("{0}, process {1}", program === "" ? t("A program") : program.replace(/\.exe$/i, ""), processId);
}

function stateWords({ state }: PanelDriver): { readonly level: StatusLevel; readonly text: string } {
  switch (state) {
    case "running":
      return { level: "busy", text: t("Running") };
    case "prepared":
      return { level: "info", text: t("Devices open") };
    case "loaded":
      return { level: "idle", text: t("Loaded") };
    case "lost":
      return { level: "warn", text: t("Device lost") };
    case "failed":
      return { level: "fail", text: t("Does not start") };
  }
}

/** What is not known is a dash, never a zero. */
export function driverRows(driver: PanelDriver): readonly Row[] {
  const { sampleRate, bufferFrames, input, output, startedAt, updatedAt } = driver;
  const ms = (frames: number | null): string => (frames === null || sampleRate === null ? NOT_MEASURED : `${decimal(toMilliseconds(frames, sampleRate), 2)} ms`);
  const inFrames = input?.latencyFrames ?? null;
  const outFrames = output?.latencyFrames ?? null;
  const trip = inFrames === null || outFrames === null ? null : inFrames + outFrames;
  const mode = driver.exclusive === null ? "" : ` · ${driver.exclusive ? t("exclusive") : t("shared")}`;
  const lost = driver.inputUnderflows + driver.inputOverflows + driver.outputUnderflows + driver.outputOverflows;
  return [
    [t("Backend"), driver.backend === null ? NOT_MEASURED : driver.backend + mode],
    [t("Output"), output === null ? t("off") : `${output.device} · ${output.sampleType}`],
    [t("Input"), input === null ? t("off") : `${input.device} · ${input.sampleType}`],
    [t("Sample rate"), sampleRate === null ? NOT_MEASURED : sampleRateText(sampleRate)],
    [t("Buffer"), bufferFrames === null ? NOT_MEASURED : `${framesWithUnit(bufferFrames)} · ${ms(bufferFrames)}`],
    [t("Reported latency"), trip === null ? NOT_MEASURED : t("{0} (output {1}, input {2})", ms(trip), ms(outFrames), ms(inFrames))],
    [t("Late callbacks"), t("{0} of {1}", decimal(driver.lateCallbacks, 0), decimal(driver.callbacks, 0))],
    [t("Lost buffers"), decimal(lost, 0)],
    [t("Late for the output"), decimal(driver.missedOutputReady, 0)],
    [t("Running for"), startedAt === null ? NOT_MEASURED : duration(updatedAt - startedAt)],
    [t("File"), driver.configPath ?? t("none: the defaults")],
  ];
}

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? clock : `${Math.floor(seconds / 3600)}:${clock}`;
}

function showFacts(list: HTMLElement, rows: readonly Row[]): void {
  if (list.children.length !== rows.length) list.replaceChildren(...rows.map(() => element("div", "fact", element("dt"), element("dd"))));
  rows.forEach(([label, value], index) => {
    const [term, description] = list.children[index]?.children ?? [];
    if (term !== undefined) setText(term, label);
    if (description !== undefined) setText(description, value);
  });
}
